"""Units of measure behind a number, as printed, magnitude included: %, ‰, /10万, 万户, 件/千人, 个百分点."""

import re

from shared.rules.targets.vocabulary import words

POINTS = frozenset({"个百分点", "百分点"})
_COUNTED = words(
    "点位 批次 场次 台套 人次 家次 学时 课时 名 位 个 家 所 户 场 次 项 件 份 剂 枚 栋 幢 户次 例次 座 处 支 张",
    "辆 台 套 篇 期 批 条 种 类 例 对 组 队 节 本 册 间 片 块 门 部 只 艘 架",
    "床 班 人",
)
_MEASURED = words(
    "百分点 个百分点 平方公里 平方千米 平方米 立方米 公里 千米 厘米 毫米 米 公顷 亩 吨标准煤 吨 千克 公斤 毫克 微克 克 毫升 升 小时 分钟 秒钟 秒 天",
    "周岁 岁 美元 元 倍 步 ㎡ ㎥ km² km2 m² m2 m³ m3 km kg mmHg mmol mg μg ug ml mL L",
)
_WORDS = "|".join(re.escape(word) for word in sorted([*_COUNTED, *_MEASURED], key=len, reverse=True))
_HEADS = r"人|名(?:老年人|老人|学生|儿童|婴幼儿|居民|职工|妇女)?"
_PER = rf"/\d*[十百千万亿]*(?:常住人口|人口|平方公里|立方米|人次|{_HEADS}|户|家|床|例|年|日|天|周|月|升|L|m³|m3|车|辆)?(?<!/)"
_UNIT = re.compile(rf"(?:[%‰]|(?:百万|千万|万|亿|千|百)?(?:{_WORDS}|分(?![别钟布级类析之步阶区点])|g(?![A-Za-z]))?)(?:{_PER})?(?:年)?")
_RATIO = re.compile(r":\d+(?:\.\d+)?(?!\d)")
_PER_YEAR = "年"


def unit_at(text: str, place: int) -> str:
    """The unit that begins at ``place`` of a folded text; empty where none does. 个月 and the like are no units."""
    ratio = _RATIO.match(text, place)
    if ratio:
        return ratio[0]
    match = _UNIT.match(text, place)
    unit = match[0] if match else ""
    if unit.endswith(_PER_YEAR) and not unit.endswith("/" + _PER_YEAR):
        unit = unit[:-1]
    if unit.endswith("个") and text[place + len(unit) : place + len(unit) + 1] in ("月", "工"):
        return ""
    return unit


def is_counted(unit: str | None) -> bool:
    """Whether things of this unit are counted one by one (家, 名, 万户), rather than measured or shared out."""
    if not unit or "/" in unit:
        return False
    return unit.lstrip("百千万亿") in _COUNTED


def is_share(unit: str | None) -> bool:
    """Whether the unit is a share of something: %, ‰, per ten thousand, per 100,000."""
    return bool(unit) and (unit in ("%", "‰") or "/" in str(unit))
