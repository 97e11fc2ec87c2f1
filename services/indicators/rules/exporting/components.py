"""What a row of the exported values consists of: the dimensions, the measure and the attributes of the SDMX data structure.

Ids of components marked as cross-domain are those of the SDMX cross-domain concepts (SDMX Glossary); codes of their lists are
those of SDMX's own code lists (CL_FREQ, CL_OBS_STATUS, CL_CONF_STATUS, CL_DECIMALS, CL_UNIT_MULT) with the same meaning.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.indicators.rules.exporting.codes import Code
from shared.kit.language import Words
from shared.rules.access import Disclosure
from shared.schemas.verdicts import Standing

FLOW, STRUCTURE, CONCEPTS, VERSION = "HEALTHY_CITY", "HEALTHY_CITY_VALUES", "CS_HEALTHY_CITY", "1.0"
"""Ids of the data flow, its structure and its concepts. Version 1.0 grows with catalogue and directory and takes nothing back."""
FLOW_NAMES = Words("健康城市行动监测值", "Healthy City monitoring values")


class Role(StrEnum):
    """What a component is in a row."""

    DIMENSION = "dimension"
    TIME = "time"
    MEASURE = "measure"
    ATTRIBUTE = "attribute"


@dataclass(frozen=True, slots=True)
class Component:
    """One column of a row; ``codes`` names its code list, else ``data_type`` says what it holds. ``of``: the dimension it belongs to."""

    id: str
    names: Words
    role: Role = Role.ATTRIBUTE
    codes: str | None = None
    data_type: str = "String"
    of: str | None = None
    mandatory: bool = False
    cross_domain: bool = False


COMPONENTS: Sequence[Component] = (
    Component("FREQ", Words("频率", "Frequency"), Role.DIMENSION, "CL_FREQ", cross_domain=True),
    Component("REF_AREA", Words("行政区划", "Reference area"), Role.DIMENSION, "CL_AREA", cross_domain=True),
    Component("INDICATOR", Words("指标", "Indicator"), Role.DIMENSION, "CL_INDICATOR", cross_domain=True),
    Component("DISAGGREGATION", Words("分组", "Disaggregation"), Role.DIMENSION, "CL_DISAGGREGATION"),
    Component("TIME_PERIOD", Words("时期", "Time period"), Role.TIME, data_type="ObservationalTimePeriod", cross_domain=True),
    Component("OBS_VALUE", Words("监测值", "Observation value"), Role.MEASURE, data_type="Decimal", cross_domain=True),
    Component("UNIT_MEASURE", Words("计量单位", "Unit of measure"), codes="CL_UNIT_MEASURE", of="INDICATOR", mandatory=True, cross_domain=True),
    Component("UNIT_MULT", Words("单位乘数", "Unit multiplier"), codes="CL_UNIT_MULT", of="INDICATOR", mandatory=True, cross_domain=True),
    Component("OBS_STATUS", Words("数据状态", "Observation status"), codes="CL_OBS_STATUS", mandatory=True, cross_domain=True),
    Component("CONF_STATUS", Words("保密状态", "Confidentiality status"), codes="CL_CONF_STATUS", mandatory=True, cross_domain=True),
    Component("DECIMALS", Words("小数位数", "Decimals"), codes="CL_DECIMALS", cross_domain=True),
    Component("STANDING", Words("核定情况", "Standing"), codes="CL_STANDING", mandatory=True),
    Component("STATE", Words("状态值", "Value in words")),
    Component("NUMERATOR", Words("分子", "Numerator"), data_type="Decimal"),
    Component("DENOMINATOR", Words("分母", "Denominator"), data_type="Decimal"),
    Component("REPORTED_VALUE", Words("上报值", "Reported value"), data_type="Decimal"),
    Component("RECORDED_AT", Words("记录时间", "Recorded at"), data_type="DateTime", mandatory=True),
)

STATUS = {Standing.REPORTED: "A", Standing.VERIFIED: "A", Standing.PROVISIONAL: "P"}
MISSING = "O"
"""Status of what has no number: ``STATE`` says it in words."""
CONFIDENTIALITY = {Disclosure.PUBLIC: "F", Disclosure.UPWARD: "N", Disclosure.INTERNAL: "N"}

STANDINGS = {
    Standing.REPORTED: Words("上报值", "reported"),
    Standing.VERIFIED: Words("核定值", "verified"),
    Standing.PROVISIONAL: Words("暂定值", "provisional"),
}
FIXED_CODES: Mapping[str, Sequence[Code]] = {
    "CL_FREQ": (
        Code("A", Words("年度", "Annual")),
        Code("S", Words("半年", "Half-yearly")),
        Code("Q", Words("季度", "Quarterly")),
        Code("M", Words("月度", "Monthly")),
    ),
    "CL_UNIT_MULT": tuple(Code(str(power), Words(f"10的{power}次方" if power else "个", f"10^{power}" if power else "Units")) for power in range(10)),
    "CL_OBS_STATUS": (
        Code("A", Words("正常值", "Normal value")),
        Code("P", Words("暂定值", "Provisional value")),
        Code(MISSING, Words("无数值", "Missing value")),
    ),
    "CL_CONF_STATUS": (
        Code("F", Words("公开", "Free (free for publication)")),
        Code("N", Words("不对外公布", "Not for publication, restricted for internal use only")),
    ),
    "CL_DECIMALS": tuple(Code(str(digits), Words(f"{digits}位小数", f"{digits} decimals")) for digits in range(39)),
    "CL_STANDING": tuple(Code(standing.value, names) for standing, names in STANDINGS.items()),
}
GROWING_CODES = ("CL_AREA", "CL_INDICATOR", "CL_DISAGGREGATION", "CL_UNIT_MEASURE")
LIST_NAMES = {component.codes: component.names for component in COMPONENTS if component.codes}
