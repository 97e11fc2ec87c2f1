"""The columns of each directory table: headings in both languages, what must be there, and the notes of the template."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from shared.kit.language import Words
from shared.kit.sheets.columns import Column, TableForm
from shared.rules.access import Role
from shared.schemas.directory import UnitKind
from shared.schemas.directory_tables import DirectoryTable
from shared.schemas.plan_document import RegionLevel

LEVELS: Mapping[str, RegionLevel] = {
    "省": RegionLevel.PROVINCE, "省级": RegionLevel.PROVINCE, "自治区": RegionLevel.PROVINCE, "直辖市": RegionLevel.PROVINCE,
    "市": RegionLevel.CITY, "地级": RegionLevel.CITY, "市级": RegionLevel.CITY, "地级市": RegionLevel.CITY,
    "县": RegionLevel.COUNTY, "县级": RegionLevel.COUNTY, "区": RegionLevel.COUNTY, "县级市": RegionLevel.COUNTY, "市辖区": RegionLevel.COUNTY,
    "乡级": RegionLevel.TOWN, "镇": RegionLevel.TOWN, "乡": RegionLevel.TOWN, "街道": RegionLevel.TOWN,
    "村级": RegionLevel.VILLAGE, "村": RegionLevel.VILLAGE, "社区": RegionLevel.VILLAGE,
}  # fmt: skip
KINDS: Mapping[str, UnitKind] = {
    "部门": UnitKind.DEPARTMENT, "派出机构": UnitKind.DISPATCHED, "事业单位": UnitKind.INSTITUTION,
    "内设机构": UnitKind.OFFICE, "科室": UnitKind.OFFICE, "街道": UnitKind.TOWN, "镇": UnitKind.TOWN, "乡": UnitKind.TOWN,
    "街道（镇）": UnitKind.TOWN, "群团组织": UnitKind.MASS_ORGANISATION, "健康办": UnitKind.COORDINATION_OFFICE,
}  # fmt: skip
ROLES: Mapping[str, Role] = {
    "联络员": Role.LIAISON, "单位负责人": Role.UNIT_LEADER, "健康办": Role.PLAN_OFFICE, "上级健康办": Role.UPPER_OFFICE,
    "督导": Role.SUPERVISOR, "领导": Role.LEADERSHIP, "审计": Role.AUDITOR, "管理员": Role.ADMINISTRATOR,
}  # fmt: skip
"""Posts of people; an outside system needs a secret, which no table holds."""


def _choices(words: Mapping[str, StrEnum]) -> Words:
    return Words("、".join(words), ", ".join(dict.fromkeys(word.value for word in words.values())))


_REGION = Words("代码或名称；名称须唯一", "code or name; a name must be unique")
_DATE = Words("如 2021-04-09", "such as 2021-04-09")
_FROM, _UNTIL = ("生效日期", "自"), ("失效日期", "至")


def _since(zh: str, *also: str) -> Column:
    return Column("valid_from", zh, _DATE, also=(*_FROM, *also))


def _until(zh: str, *also: str) -> Column:
    return Column("valid_until", zh, Words("不再有效的第一天，如 2021-04-09", "the first day on which it no longer holds"), also=(*_UNTIL, *also))


COLUMNS: Mapping[DirectoryTable, Sequence[Column]] = {
    DirectoryTable.REGIONS: (
        Column("code", "代码", Words("2、4、6、9 或 12 位", "2, 4, 6, 9 or 12 digits"), True, ("行政区划代码", "区划代码")),
        Column("name", "名称", Words("行政区划全称", "full name"), True, ("行政区划名称", "单位名称")),
        Column("level", "级别", _choices(LEVELS), also=("行政级别",)),
        Column("parent_code", "上级代码", Words("留空时按代码确定", "if empty, found by the code"), also=("上级", "上级行政区划代码", "parent")),
        _since("生效日期"),
        _until("失效日期"),
        Column("predecessors", "前身", Words("前身代码，用、分隔", "codes of predecessors, parted by ;"), also=("前身代码", "predecessor")),
        Column("successors", "后继", Words("后继代码，用、分隔", "codes of successors, parted by ;"), also=("后继代码", "successor")),
    ),
    DirectoryTable.UNITS: (
        Column("name", "名称", Words("单位全称", "full name"), True, ("单位名称", "单位", "unit")),
        Column("kind", "类型", _choices(KINDS), True, ("单位类型", "类别")),
        Column("region", "行政区划", _REGION, True, ("行政区划代码", "所在地区", "region_code")),
        Column("superior", "上级单位", Words("名称或统一社会信用代码", "name or credit code"), also=("主管单位", "上级")),
        Column("superior_region", "上级单位行政区划", Words("与本单位相同时留空", "empty if the same"), also=()),
        Column("aliases", "别名", Words("用、分隔；只增不减", "parted by ;, only added"), also=("简称", "曾用名", "alias")),
        Column("uscc", "统一社会信用代码", Words("18 位，GB 32100", "18 characters, GB 32100"), also=("信用代码", "社会信用代码")),
        Column("closed_on", "撤销日期", Words("仅用于已撤销单位", "only for units that are gone"), also=("失效日期", "valid_until")),
    ),
    DirectoryTable.GROUPS: (
        Column(
            "group", "单位组", Words("组名，每个成员一行", "name of the group, a row for each member"), True, ("组名", "单位组名称", "name", "名称")
        ),
        Column("region", "行政区划", _REGION, True, ("行政区划代码", "所在地区", "region_code")),
        Column("member", "成员单位", Words("单位名称、别名或信用代码", "name, alias or credit code"), True, ("单位", "成员", "unit")),
        Column("member_region", "成员行政区划", Words("与本组相同时留空", "empty if the same"), also=()),
        _since("加入日期"),
        _until("退出日期"),
    ),
    DirectoryTable.ACCOUNTS: (
        Column(
            "login",
            "登录名",
            Words("小写字母、数字、. - _；表中不得有密码", "lower-case letters, digits, . - _; no passwords"),
            True,
            ("帐号", "账号", "用户名"),
        ),
        Column("name", "姓名", Words("每个任职一行", "a row for each post"), True, ("名称",)),
        Column("role", "角色", _choices(ROLES), True, ("职务", "岗位", "post")),
        Column("region", "行政区划", _REGION, True, ("行政区划代码", "所在地区", "region_code")),
        Column("unit", "单位", Words("名称、别名或信用代码", "name, alias or credit code"), also=("单位名称", "所在单位")),
        Column("seat", "AB岗", Words("联络员的 A 或 B 岗", "A or B of a unit's liaisons"), also=("岗别", "A/B岗")),
        _since("任职日期"),
        _until("离任日期"),
    ),
}
NAMES: Mapping[DirectoryTable, Words] = {
    DirectoryTable.REGIONS: Words("行政区划", "regions"),
    DirectoryTable.UNITS: Words("单位", "units"),
    DirectoryTable.GROUPS: Words("单位组", "groups"),
    DirectoryTable.ACCOUNTS: Words("帐号", "accounts"),
}
FORMS: Mapping[DirectoryTable, TableForm] = {table: TableForm(table.value, NAMES[table], columns) for table, columns in COLUMNS.items()}
