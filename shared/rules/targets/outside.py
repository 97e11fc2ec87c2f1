"""Targets whose line lies elsewhere: set by an authority (完成省考核任务), an average (低于全省平均水平), or a place among peers (位居全省前列)."""

import re

from shared.rules.targets.numerals import chinese_value
from shared.rules.targets.parts import Part
from shared.rules.targets.pieces import Piece
from shared.rules.targets.vocabulary import alternatives, words
from shared.schemas.targets import Comparator, External, Rank

_C = Comparator
_AUTHORITY = (
    r"(?P<authority>国家|中央|省市|省级|省|自治区|市级|市|地区|区级|区|县级|县|上级|国务院|世界卫生组织"
    r"|[省市区县]?(?:卫生健康委|卫健委|教育厅|生态环境厅|政府))"
)
_THING = "目标任务|目标值|目标要求|任务数|任务|指标值|指标|目标|数量|要求|标准|限值|规定|控制数|计划数|比例|水平|进度"
_SETS = (
    r"(?P<how>定|级|里|委|政府|部门|局)?(?P<by>规定|下达|下发|确定|考核|要求|核定|分解|控制|明确|部署|设定|制定|统一){0,4}"
    rf"(?:的)?(?P<what>[^,;。的达到]{{0,12}}?(?:{_THING}))"
)
_HELD = {
    **dict.fromkeys(words("不低于 不少于 达到或优于 达到 不低于或优于 优于或达到"), _C.AT_LEAST),
    **dict.fromkeys(words("不高于 不超过 控制在 不突破"), _C.AT_MOST),
    **dict.fromkeys(words("高于 优于 超过 好于 超"), _C.ABOVE),
    **dict.fromkeys(words("低于 少于"), _C.BELOW),
    "等于": _C.EQUAL,
    "接近": _C.ABOUT,
}
_DONE = words("完成 超额完成 落实 满足 符合 按照 按 执行 根据 以 参照 严格执行 全面完成")
_SET = re.compile(
    rf"(?:(?P<held>{alternatives([*_HELD])})|(?P<done>{alternatives(_DONE)}))?{_AUTHORITY}{_SETS}(?P<within>范围内|以内|之内|以下|内|以上)?(?P<tail>为准|执行|落实|完成)?$"
)
_REGION = r"(?:全国|全省|全市|全区|全县|省|市|国家|省级|市级|世界|同类(?:城市|地区|医院|机构)|同级(?:城市)?|周边地区|长三角|高收入国家|发达国家)"
_MEAN = r"(?:同期|同类)?(?:平均水平|平均值|均值|平均线|平均数|平均)"
AVERAGE_OF = rf"{_REGION}{_MEAN}"
"""Whose average: 全省平均水平, 同类城市平均值."""
_AVERAGE = re.compile(
    rf"(?P<held>接近|等于|不低于|不高于|低于|高于|优于|好于|不超过|超过|达到或(?:优于|超过)|达到|控制在)?(?:同期|同类|当年)?(?P<peers>{_REGION})(?P<what>{_MEAN})(?P<within>以上|以下|以内|之内|内)?(?:的?水平)?$"
)
_PEERS = (
    r"(?P<peers>(?:全国|全省|全市|全区|全县|国内|国际|世界|省内|市内|行业|同行业|省|市|区域|长三角|亚洲|全球|同类|同级|中西部|东部|西部"
    r"|发达国家|高收入国家)[^,;。]{0,14}?|)"
)
_PLACES = (
    r"(?P<wording>(?:第一)?(?:前列|前茅|最前列|领先水平|领先地位|领先行列|领先|先进水平|先进行列|第一方阵|第一梯队|第一位|首位|第一|榜首|中上游水平|中上游|中上水平|中等偏上水平|上游水平|上游|中游以上|"
    r"前(?P<place>\d+|[一二三四五六七八九十]+)(?P<of>名|位|强|%|％)?(?:以内|之内|以上|内)?|第(?P<nth>\d+|[一二三四五六七八九十]+)(?:名|位)?(?:以内|之内)?|(?P<strong>[一二三五]?十|百|千)强(?:县\(市\)|县|市|区|镇)?))"
)
_STANDING = re.compile(
    rf"(?:(?P<verb>持续|继续|保持|稳居|位居|位列|位于|跻身|处于|居于|居|排名|排位|列|进入|迈入|走在|达到|争创|保持在|稳定在|力争|评价|考核|为|在){{1,6}})?{_PEERS}(?:排名|的|中(?!上|等|游)|位次|排位|保持|位居|居|列|处于){{0,4}}{_PLACES}(?:的?(?:水平|行列|位置|位次))?$"
)
_FIRST_PLACES = ("第一位", "首位", "第一", "榜首")


def read_external(part: Part) -> list[Piece]:
    """What an authority sets or measures; empty where nothing of the kind is printed."""
    for pattern in (_AVERAGE, _SET):
        match = pattern.search(part.text)
        if match and (pattern is _AVERAGE or _sets_something(match)):
            comparator = _held(match)
            start = match.start("peers") if pattern is _AVERAGE else match.start("authority")
            whole = match.end("what")
            authority = match["peers"] if pattern is _AVERAGE else match["authority"]
            expression = External(authority=authority, sets=part.printed(start, whole), comparator=comparator)
            return [Piece(expression, match.start(), match.end(), comparator)]
    return []


def _sets_something(match: re.Match[str]) -> bool:
    return bool(match["held"] or match["done"] or match["how"] or match["by"])


def _held(match: re.Match[str]) -> Comparator | None:
    if match["within"] in ("内", "以内", "之内", "以下", "范围内"):
        return _C.AT_MOST
    held = match["held"]
    if held in ("达到或优于", "达到或超过"):
        return _C.AT_LEAST
    return _HELD.get(held) if held else (_C.AT_LEAST if match["within"] == "以上" else None)


def read_rank(part: Part) -> list[Piece]:
    """A place among peers: 前列 has no position, 前三 and 前10名 have."""
    match = _STANDING.search(part.text)
    if not match or not (match["verb"] or match["peers"] or (_position(match) and match.start() == 0)):
        return []
    peers = match["peers"].rstrip("的中")
    position = _position(match)
    expression = Rank(peer_set=peers or "同类地区", position=position, wording=match["wording"])
    assumed = () if peers else ("peers_not_named",)
    return [Piece(expression, match.start(), match.end(), assumed=assumed)]


def _position(match: re.Match[str]) -> int | None:
    if match["wording"] in _FIRST_PLACES:
        return 1
    number = match["place"] or match["nth"] or match["strong"]
    if not number or (match["of"] or "") in ("%", "％"):
        return None
    return int(number) if number.isdigit() else int(chinese_value(number))
