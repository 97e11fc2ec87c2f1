"""Exported values as a plain table (CSV, XLSX): one row per value, with codes and names."""

from services.indicators.rules.exporting.components import STANDINGS
from services.indicators.rules.exporting.rows import Exported
from shared.kit.language import Language, Words
from shared.kit.sheets.columns import Column, TableForm
from shared.kit.sheets.streaming import Cell
from shared.rules.access import Disclosure
from shared.schemas.verdicts import Standing

_NAMES = (
    ("indicator", "指标编号"),
    ("indicator_name", "指标名称"),
    ("unit_of_measure", "计量单位"),
    ("region", "行政区划代码"),
    ("region_name", "行政区划"),
    ("period", "时期"),
    ("disaggregation", "分组"),
    ("value", "监测值"),
    ("state", "状态值"),
    ("numerator", "分子"),
    ("denominator", "分母"),
    ("standing", "核定情况"),
    ("reported_value", "上报值"),
    ("disclosure", "公开方式"),
    ("version", "版本"),
    ("recorded_at", "记录时间"),
)
VALUES = TableForm("values", Words("监测值", "values"), tuple(Column(key, zh, Words("", "")) for key, zh in _NAMES))
_DISCLOSURES = {Disclosure.PUBLIC: "公开", Disclosure.UPWARD: "限本级及上级", Disclosure.INTERNAL: "内部"}


def table_cells(row: Exported, language: Language) -> list[Cell]:
    """The row in the order of the columns."""
    standing = STANDINGS[Standing(row.standing)]
    return [
        row.indicator,
        row.indicator_name,
        row.unit_of_measure or None,
        row.area,
        row.area_name,
        row.period,
        row.disaggregation or None,
        row.value,
        row.state,
        row.numerator,
        row.denominator,
        standing.zh if language == "zh" else standing.en,
        row.reported_value,
        _DISCLOSURES[Disclosure(row.disclosure)] if language == "zh" else row.disclosure,
        str(row.version),
        row.recorded,
    ]
