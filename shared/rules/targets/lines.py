"""Thresholds, ranges and counts: the last number of a part, or the last group of numbers that share one verb."""

import re
from dataclasses import replace

from shared.rules.targets.comparing import AFTER, COMPARING, LEAD, VALUE, comparator_of, contradicts, is_towards
from shared.rules.targets.lexing import Q, Quantity, Y
from shared.rules.targets.parts import Part
from shared.rules.targets.pieces import Piece
from shared.rules.targets.units import is_counted, is_share
from shared.schemas.targets import Comparator, CumulativeCount, Range, TargetExpression, Threshold

_AGAIN = re.compile(rf"(?:[、和及与]|以及)(?P<lead>{LEAD})(?P<q>{Q})(?P<after>{AFTER})?")
_FIRST = re.compile(VALUE)
_PER_UNIT = re.compile(
    r"每(?:名|个)?[\d一二两三四五六七八九十百千万]|人均|户均|平均|年均|每天|每日|每周|时间|时长|比值|指数|得分|年度|每年|每学[年期]|每季|每月|每半年|存量"
)
_EACH_YEAR = re.compile(r"每年|年度|每学[年期]|每半年|每季度?|每月|每周|每天|每日")
_SUMMED = re.compile(rf"累计(?:{LEAD})$")
_SINCE = re.compile(rf"[自从](?P<year>{Y})年?(?:起|以来|开始)")
_HOW_MANY = re.compile(r"(?:人数|总数|总量|规模|保有量|人口)$")
_DEED = re.compile(r"新[增建培]|培[训养育]|累计|检查|筛查|体检|开展|完成|接种|发放|招[录收聘]|引进|改造|建成|建设|创建|举办")
_LENGTHS = ("公里", "千米")
_BUILT = re.compile(r"新建|建设|建成|改造|新增|修建|扩建")
_HEADS = re.compile(r"(?:达到?|不少于|不低于|不超过|至少|控制在|保持在|稳定在)每(?P<heads>[十百]?[千万](?:名|常住)?(?:人口|人|居民|老年人|儿童))$")
_EARLIER = re.compile(r"^达到|达到(?=每)|不少于|不低于|至少|不得少于|最少|不超过|不高于|不多于|最多|至多")


def read_lines(part: Part, indicator: str | None = None) -> list[Piece]:
    """The thresholds, ranges or counts that a part prints, in order; empty where it prints no number."""
    group = _last_group(part.text)
    if not group or contradicts(part.text):
        return []
    heads = _HEADS.search(part.text[: group[0].start()])
    start, end = heads.start() if heads else group[0].start(), group[-1].end()
    named = part.text[:start] + part.text[end:] + (indicator or "")
    pieces = []
    for match, (before, after) in zip(group, _comparing(part.text, group), strict=True):
        quantity, comparator = part.lexed.quantity(match["q"]), comparator_of(before, after)
        if heads and quantity.unit:
            quantity = replace(quantity, unit=f"{quantity.unit}/{heads['heads']}")
        expression = line_expression(quantity, comparator, per_unit=bool(_PER_UNIT.search(named)) or _says_how_many(part.text[:start]))
        delivered = quantity.unit in _LENGTHS and not part.text[end:] and _BUILT.search(part.text[:start])
        if delivered or (_SUMMED.search(part.text[: match.start("q")]) and not is_share(quantity.unit)):
            expression = _summed(part, quantity, comparator)
        assumed = _assumed(quantity) + (("from_direction",) if is_towards(before, after) else ())
        pieces.append(Piece(expression, start, end, comparator, part.text[end:], assumed, _each_year(part.text), quantity.unit or None))
    return _units_shared(pieces)


def is_level(name: str) -> bool:
    """Whether a name says how many there are (…人数, …总量), not how many are to be delivered (培训…人数, 累计…数)."""
    return bool(_HOW_MANY.search(name)) and not _DEED.search(name)


def _says_how_many(subject: str) -> bool:
    """In a sentence 健康家庭数量达到… is a level too; as the heading of a row of numbers it is what is to be delivered."""
    return is_level(subject) or (subject.endswith("数量") and not _DEED.search(subject))


def line_expression(quantity: Quantity, printed: Comparator | None, *, per_unit: bool) -> TargetExpression:
    """A threshold, range or count of a quantity. Things counted one by one are a count, unless they are per head or per year."""
    unit = quantity.unit or None
    if quantity.high is not None:
        return Range(low=quantity.low, high=quantity.high, unit=unit)
    whole = quantity.low == quantity.low.to_integral_value() or (unit or "")[:1] in tuple("百千万亿")
    if is_counted(unit) and whole and not per_unit:
        return CumulativeCount(comparator=printed or Comparator.AT_LEAST, value=quantity.low, unit=unit)
    return Threshold(comparator=printed, value=quantity.low, unit=unit)


def _summed(part: Part, quantity: Quantity, comparator: Comparator | None) -> CumulativeCount:
    """累计…: a sum, counted from the year that 自…年起 names."""
    since = _SINCE.search(part.text)
    first = part.lexed.year(since["year"])[0] if since else None
    return CumulativeCount(comparator=comparator or Comparator.AT_LEAST, value=quantity.low, unit=quantity.unit or None, since=first)


def _last_group(text: str) -> list[re.Match[str]]:
    groups: list[list[re.Match[str]]] = []
    place = 0
    while first := _FIRST.search(text, place):
        group = [first]
        while following := _AGAIN.match(text, group[-1].end()):
            group.append(following)
        groups.append(group)
        place = group[-1].end()
    return groups[-1] if groups else []


def _comparing(text: str, group: list[re.Match[str]]) -> list[tuple[str, str | None]]:
    """(words before, word behind) of each number: those of the first and of the last govern all that print none of their own."""
    earlier = "".join(_EARLIER.findall(text[: group[0].start()])[-1:])
    opening, closing = group[0]["lead"], group[-1]["after"]
    if earlier and not re.search(COMPARING, opening) and not closing:
        opening = earlier
    return [(match["lead"] if re.search(COMPARING, match["lead"]) else opening, match["after"] or closing) for match in group]


def _units_shared(pieces: list[Piece]) -> list[Piece]:
    """38、60和70%: a unit printed once, behind the last number, is everybody's."""
    last = pieces[-1].expression
    if len(pieces) == 1 or not isinstance(last, Threshold) or not last.unit:
        return pieces
    shared = []
    for piece in pieces:
        expression = piece.expression
        if isinstance(expression, Threshold) and not expression.unit:
            expression = expression.model_copy(update={"unit": last.unit})
        shared.append(Piece(expression, piece.start, piece.end, piece.printed, piece.noun, piece.assumed, piece.note, last.unit))
    return shared


def _assumed(quantity: Quantity) -> tuple[str, ...]:
    marks = {"scanned": quantity.scanned, "rounded": quantity.rounded}
    return tuple(key for key, holds in marks.items() if holds)


def _each_year(text: str) -> str | None:
    match = _EACH_YEAR.search(text)
    return match[0] if match else None
