"""Targets that members must hold one by one: 每街道至少1家, 100%的社区卫生服务中心均能提供10项以上."""

import re

from shared.rules.targets.changes import read_changes
from shared.rules.targets.comparing import AFTER, LEAD
from shared.rules.targets.lexing import Q
from shared.rules.targets.lines import line_expression, read_lines
from shared.rules.targets.parts import Part
from shared.rules.targets.pieces import Piece
from shared.rules.targets.units import is_counted
from shared.schemas.targets import PerMember, State, TargetExpression

_KINDS = (
    r"(?:街道|乡镇|镇|乡|社区|村居|行政村|村|县城|县|区县|市|区|学校|中小学校?|高校|幼儿园|校|卫生院|医院|机构|中心|站点|站|企业|单位|家庭|户|班级|班|网格|小区|园区|园|片区"
    r"|医共体|地区|部门|地市|州|分中心|店|场所|食堂|公园|所)(?:\([^()]*\))?(?:、[县市区]\([^()]*\))?(?![、和及与])"
)
_HOLDS = r"[至不均都建配设拥有达要应需开新高低超约比等提培完最可能<>≥≤]"
_NO_MEMBER = r"(?![年月周天日季次人千万百十亿\d\ue000-\ue0ff])"
_EACH = re.compile(
    rf"(?P<each>每{_NO_MEMBER}(?:个|家|所|座)?|各(?![级类项种界方]))"
    rf"(?P<set>[^,;每各\ue000-\ue1ff]{{0,14}}?{_KINDS})(?={_HOLDS}|{Q})(?P<rest>.*{Q}.*)$"
)
_ALL = re.compile(
    rf"^(?P<each>所有|全部|全市所有|各)(?P<set>[^,;\ue000-\ue1ff]{{0,24}}?{_KINDS})(?P<all>均|都|全部)?(?P<verb>建成|建立|配备|设立|开展|达到|完成|实现|纳入|创建|提供)(?P<rest>[^\ue000-\ue1ff]+)$"
)
_ALL_HOLD = re.compile(
    rf"(?:所有|全部|各(?![级类项种界方])|每{_NO_MEMBER}个?)(?P<set>[^,;每各\ue000-\ue1ff]{{0,14}}?{_KINDS})(?:均|都|全部|要|应|须|能){{0,3}}(?P<rest>(?:{LEAD}){Q}(?:{AFTER})?)$"
)
_TAKEN_BY = re.compile(rf"以(?P<set>[^,;以\ue000-\ue1ff]{{0,10}}?{_KINDS})为单位(?:的)?(?P<rest>[^,;]*?(?:{LEAD}){Q}(?:{AFTER})?)$")
_SHARE = re.compile(
    rf"^(?:实现|确保|至少|不少于|不低于|超过|有)?(?P<q>{Q})(?P<after>{AFTER})?(?:的)?(?P<set>[^,;\ue000-\ue1ff]{{1,30}}?)(?:均|都|全部)?(?:能够?|要|应|可)?"
    r"(?P<verb>开展|建成|提供|达到|达标|达|设立|设有|配备|设置|实现|完成|建立|建有|拥有|纳入|具备|参与|接受|创建|通过|成为|符合|组建|获得)(?P<rest>.*)$"
)
_SOME = re.compile(
    rf"^(?:至少|不少于)(?P<q>{Q})(?:的)?(?P<set>[^,;\ue000-\ue1ff]{{0,14}}?(?:{_KINDS}|人群|患者|居民|对象))(?P<rest>(?:每年)?[^,;]*{Q}.*)$"
)


def read_members(part: Part) -> list[Piece]:
    """A target of members, each or a share or a number of them; empty where none is printed."""
    for read in (_share, _some, _each, _each_alike, _all):
        found = read(part)
        if found:
            return found
    return []


def _each(part: Part) -> list[Piece]:
    match = _EACH.search(part.text)
    if not match:
        return []
    lines = read_lines(part.slice(match.start("rest"), len(part.text)))
    if not lines or (lines[0].unit == "%" and match["each"] == "各"):
        return []
    inner = _inner(part.slice(match.start("rest"), len(part.text)))
    if inner is None or (match["each"] == "各" and lines[0].printed is None):
        return []
    members = part.printed(match.start("set"), match.end("set"))
    return [
        Piece(PerMember(member_set=members, inner=inner), match.start(), len(part.text), lines[0].printed, noun=match["rest"], unit=lines[0].unit)
    ]


def _each_alike(part: Part) -> list[Piece]:
    """所有县均不低于85%, 以乡镇为单位达到95%以上: the line is a member's, though it is no number of things."""
    match = _ALL_HOLD.search(part.text) or _TAKEN_BY.search(part.text)
    rest = part.slice(match.start("rest"), len(part.text)) if match else None
    lines = read_lines(rest) if rest else []
    inner = _inner(rest) if rest else None
    if not match or not lines or inner is None:
        return []
    members = part.printed(match.start("set"), match.end("set"))
    noun = rest.text[: lines[0].start] if rest else ""
    return [Piece(PerMember(member_set=members, inner=inner), match.start(), len(part.text), lines[0].printed, noun=noun, unit=lines[0].unit)]


def _inner(rest: Part) -> TargetExpression | None:
    """What each member must hold: a line of its own value, so that one place is a threshold and not a sum."""
    found = list(re.finditer(Q, rest.text))
    lines = read_lines(rest)
    if not lines:
        return None
    return line_expression(rest.lexed.quantity(found[-1][0]), lines[-1].printed, per_unit=True)


def _all(part: Part) -> list[Piece]:
    match = _ALL.match(part.text)
    if not match or (match["each"] == "各" and not match["all"]):
        return []
    members = part.printed(match.start("set"), match.end("set"))
    return [Piece(PerMember(member_set=members, inner=State(wanted=match["verb"])), 0, len(part.text), noun=match["rest"])]


def _share(part: Part) -> list[Piece]:
    match = _SHARE.match(part.text)
    quantity = part.lexed.quantity(match["q"]) if match else None
    if not match or not quantity or quantity.unit != "%" or quantity.high is not None:
        return []
    rest = part.slice(match.start("verb"), len(part.text))
    inner = _inner(rest) if re.search(Q, rest.text) else State(wanted=match["verb"])
    if inner is None:
        return []
    members = part.printed(match.start("set"), match.end("set"))
    from_line = read_lines(part.slice(0, match.start("set")))
    expression = PerMember(member_set=members, inner=inner, share=quantity.low)
    return [Piece(expression, 0, len(part.text), from_line[0].printed if from_line else None, noun=match["verb"] + match["rest"], unit="%")]


def _some(part: Part) -> list[Piece]:
    match = _SOME.match(part.text)
    if not match or not is_counted(part.lexed.quantity(match["q"]).unit):
        return []
    rest = part.slice(match.start("rest"), len(part.text))
    changes = read_changes(rest)
    if not changes:
        return []
    count = int(part.lexed.quantity(match["q"]).low)
    name_end = match.start("rest") + changes[0].start
    members = part.printed(match.start("set"), match.end("set"))
    expression = PerMember(member_set=members, inner=changes[0].expression, count=count)
    return [Piece(expression, 0, len(part.text), changes[0].printed, noun=part.text[match.start("rest") : name_end], unit=changes[0].unit)]
