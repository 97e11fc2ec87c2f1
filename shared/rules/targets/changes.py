"""Changes against a base (比2020年提高10%, 翻一番) and changes each year (每年降低1个百分点以上, 年均增长8%左右)."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from shared.rules.targets.comparing import AFTER, LEAD, comparator_of
from shared.rules.targets.lexing import Q, Quantity, Y
from shared.rules.targets.outside import AVERAGE_OF
from shared.rules.targets.parts import Part
from shared.rules.targets.pieces import Piece
from shared.rules.targets.units import POINTS, is_counted
from shared.schemas.targets import BaseKind, ChangeUnit, Comparator, Direction, Relative, TargetExpression, YearlyStep

_UP = "提高|提升|增长|增加|上升|上涨|扩大|延长|递增|增|升"
_DOWN = "降低|下降|减少|缩短|压减|压缩|削减|下调|缩小|递减|减|降"
_ADVERB = r"(?:分别|均|都|再|至少|进一步|稳步|逐步|累计|总体|力争|各|约|幅度|实现|要|应){0,6}"
_LEVEL = r"(?:年)?(?:末|底|年底|年末)?(?:的)?(?:同期|实际|平均|现状)?(?:水平|基线|数据|值)?"
_BASES: tuple[tuple[BaseKind, re.Pattern[str]], ...] = (
    (
        BaseKind.PREVIOUS_TARGET,
        re.compile(r"[比较与在](?:上一?(?:个)?(?:目标|阶段|规划期?)|前一(?:目标|阶段))(?:的)?(?:目标)?(?:值)?(?:的?基础上|相比)?"),
    ),
    (
        BaseKind.AVERAGE,
        re.compile(
            rf"(?:[比较与在以])?(?:过去|前|近|上)[两二三四五3-5]年(?:的)?(?:平均|均值)(?:水平|值)?(?:的?基础上|相比|为基数)?|[比较与在]{Y}{_LEVEL}平均(?:水平|值)?(?:的?基础上|相比)?"
        ),
    ),
    (
        BaseKind.YEAR,
        re.compile(
            rf"(?:分别)?(?:相较于?|相比于?|[比较与同在以])?(?:{Y}{_LEVEL}[、和及与])*{Y}{_LEVEL}(?:的)?(?:基础上|相比|为基数|为基期|为基准|比较)?,?"
        ),
    ),
    (
        BaseKind.PREVIOUS_YEAR,
        re.compile(r"(?:[比较与同于]|相较于?|在|超过)(?:上|前|去)(?:一|1)?个?年(?:度)?(?:同期)?(?:的)?(?:水平)?(?:的?基础上|相比)?|同比"),
    ),
    (
        BaseKind.AT_ISSUE,
        re.compile(r"[在比较]?(?:现有|现状|目前|当前|原有|现在|基期|基线|基数|现行|已有)(?:年|值)?(?:的)?(?:水平)?(?:的)?(?:基础上|基础|相比|上)?"),
    ),
)
_YEARLY = r"(?P<each>每年度?平均|平均每年|年平均|年度?平均|年均|每年|逐年|按年|历年|年(?=递|增|下降|降低|减))"
_CHANGE = re.compile(
    rf"(?P<adv>{_ADVERB})(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|的?幅度|幅|率|速度|速)?(?P<lead>{LEAD})(?P<q>{Q})(?P<after>{AFTER})?"
)
_NEXT_SIZE = re.compile(rf"(?:[、和及与]|以及)(?:{LEAD})(?P<q>{Q})(?:{AFTER})?")
_TOWARDS = re.compile(r"^(?:到|至|为)")
_AT_SPEED = re.compile(rf"以?{_YEARLY}(?:以)?(?P<q>{Q})(?P<after>{AFTER})?的?(?:速度|幅度|速率|比例)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))")
_OTHERS = rf"(?:同期|当年)?(?P<whose>{AVERAGE_OF})(?:的?水平)?"
_SIZE_BEHIND = rf"(?P<lead>{LEAD})(?P<q>{Q})(?P<after>{AFTER})?$"
_ABOVE_AVERAGE = re.compile(rf"(?:(?P<up>高于|高出|超过|超出)|(?P<down>低于|少于)){_OTHERS}{_SIZE_BEHIND}")
_BESIDE_AVERAGE = re.compile(rf"(?:[比较与]|相比){_OTHERS}(?:相比)?(?:(?P<up>高出?|多|提高|增加)|(?P<down>低|少|降低|下降|减少)){_SIZE_BEHIND}")
_DOUBLED = re.compile(r"翻(?P<times>[一两二三])?番|翻倍|(?P<plus>倍增|成倍增长)|(?P<half>减半|减少?一半|降低一半|下降一半)")
_FOLD = re.compile(
    rf"(?:达到?|为|是|相当于|提高到|提升到|增加到|增至|增长到|降至|降到|减至|减少到|压减到|降低到|控制在|下降到)(?P<year>{Y})年?(?:末|底)?(?:的)?(?:水平)?的(?P<q>{Q})(?P<after>{AFTER})?"
)
_ANY = re.compile(rf"(?P<adv>{_ADVERB}|有所|明显|显著|持续|稳步|不断|略有|进一步){{0,4}}(?:(?P<up>{_UP}|改善|好转)|(?P<down>{_DOWN}))$")
_AGAINST = re.compile(rf"(?P<word>不低于|不高于|低于|高于|优于|不劣于|不超过|超过)(?={Y}|上年|上一年|前一年|去年|现状|现有)")
_SHARE_NAME = re.compile(r"率|比例|占比|比重|覆盖面|水平|度$")
_WHOLE = Decimal(100)
_DOUBLINGS = {"一": 1, "两": 2, "二": 2, "三": 3}


@dataclass(frozen=True, slots=True)
class Base:
    """What a change is held against, and where the wording of it stands."""

    kind: BaseKind
    years: tuple[int, ...]
    start: int
    end: int


def read_changes(part: Part, indicator: str | None = None) -> list[Piece]:
    """The relative changes or yearly steps that a part prints; empty where it prints none."""
    base = _base(part)
    for read in (_outside_average, _doubled, _at_speed, _sized, _fold, _unsized):
        found = read(part, base, indicator)
        if found:
            return found
    return []


def _base(part: Part) -> Base | None:
    for kind, pattern in _BASES:
        match = pattern.search(part.text)
        if match and match.end() > match.start():
            years = tuple(year for mark in re.findall(Y, match[0]) for year in part.lexed.year(mark))
            spans = [part.lexed.year(mark) for mark in re.findall(Y, match[0])]
            averaged = kind is BaseKind.YEAR and any(len(span) > 1 for span in spans)
            return Base(BaseKind.AVERAGE if averaged else kind, years, match.start(), match.end())
    return None


def _sized(part: Part, base: Base | None, indicator: str | None) -> list[Piece]:
    for match in _CHANGE.finditer(part.text):
        before = part.text[: match.start()]
        each = _each(part.text[: match.end()], base)
        if _TOWARDS.match(match["lead"]) or (part.text[match.end() :].startswith(("的", "人")) and not each):
            continue
        quantity = part.lexed.quantity(match["q"])
        if not base and not each and not _is_change_in_itself(match, quantity):
            continue
        direction = Direction.UP if match["up"] else Direction.DOWN
        printed = comparator_of(match["adv"] + match["lead"], match["after"])
        start = min([match.start()] + ([base.start] if base else []) + ([each.start()] if each else []))
        name = before[:start] + (indicator or "")
        sizes, end = _sizes(part, match, quantity)
        if each and not (base and base.kind is BaseKind.PREVIOUS_YEAR):
            return [_step(size, direction, printed, each[0], base, start, end) for size in sizes]
        pieces = [_relatives(size, direction, printed, base, name, start, end) for size in sizes]
        return pieces[0] if len(pieces) == 1 else [several[min(place, len(several) - 1)] for place, several in enumerate(pieces)]
    return []


def _sizes(part: Part, match: re.Match[str], first: Quantity) -> tuple[list[Quantity], int]:
    """The sizes that one verb governs (分别提高5个、4个百分点; the last one's unit is everybody's) and where they end."""
    sizes, end = [first], match.end()
    while following := _NEXT_SIZE.match(part.text, end):
        sizes.append(part.lexed.quantity(following["q"]))
        end = following.end()
    unit = sizes[-1].unit
    return [replace(size, unit=unit) if size.unit in ("", "个") else size for size in sizes], end


def _each(text: str, base: Base | None) -> re.Match[str] | None:
    """每年, 年均 …, outside the wording of the base: 比上年增长 is no yearly step."""
    for match in re.finditer(_YEARLY, text):
        if not base or match.end() <= base.start or match.start() >= base.end:
            return match
    return None


def _is_change_in_itself(match: re.Match[str], quantity: Quantity) -> bool:
    """增速8% is a level, 增加100名 a count; 下降3个百分点 and 提高10% are changes though no base is named."""
    rate = re.search(r"(?:率|速)$", match[0][: match.start("lead") - match.start()])
    return not rate and not is_counted(quantity.unit) and bool(quantity.unit)


def _change_unit(unit: str) -> ChangeUnit:
    if unit in POINTS:
        return ChangeUnit.POINTS
    return ChangeUnit.PERCENT if unit in ("%", "倍") else ChangeUnit.OWN


def _size(value: Decimal, unit: str) -> Decimal:
    if unit != "倍":
        return value
    folded = value * _WHOLE
    return folded.quantize(Decimal(1)) if folded == folded.to_integral_value() else folded


def _step(quantity: Quantity, direction: Direction, printed: Comparator | None, each: str, base: Base | None, start: int, end: int) -> Piece:
    high = _size(quantity.high, quantity.unit) if quantity.high is not None else None
    expression = YearlyStep(
        direction=direction,
        comparator=printed or Comparator.AT_LEAST,
        low=_size(quantity.low, quantity.unit),
        high=high,
        change_unit=_change_unit(quantity.unit),
        average="均" in each,
        base_year=base.years[0] if base and base.kind is BaseKind.YEAR else None,
    )
    return Piece(expression, start, end, printed, unit=quantity.unit, assumed=("rounded",) if quantity.rounded else ())


def _relatives(
    quantity: Quantity, direction: Direction, printed: Comparator | None, base: Base | None, name: str, start: int, end: int
) -> list[Piece]:
    years: tuple[int | None, ...] = base.years if base and base.kind is BaseKind.YEAR else (None,)
    unit = _change_unit(quantity.unit)
    ambiguous = quantity.unit == "%" and bool(_SHARE_NAME.search(name))
    assumed: tuple[str, ...] = () if base else ("no_base",)
    if quantity.rounded:
        assumed += ("rounded",)
    if quantity.high is not None:
        assumed += ("lower_end",)
    if ambiguous:
        assumed += ("percent_or_points",)
    pieces = []
    for year in years:
        expression: TargetExpression = Relative(
            base=base.kind if base else BaseKind.AT_ISSUE,
            base_year=year,
            direction=direction,
            comparator=printed or Comparator.AT_LEAST,
            value=_size(quantity.low, quantity.unit),
            high=_size(quantity.high, quantity.unit) if quantity.high is not None else None,
            change_unit=unit,
            ambiguous=ambiguous,
        )
        pieces.append(Piece(expression, start, end, printed, assumed=assumed, unit=quantity.unit))
    return pieces


def _relative(base: Base | None, direction: Direction, value: Decimal | None, unit: ChangeUnit, comparator: Comparator | None) -> Relative:
    return Relative(
        base=base.kind if base else BaseKind.AT_ISSUE,
        base_year=base.years[0] if base and base.kind is BaseKind.YEAR else None,
        direction=direction,
        comparator=comparator or Comparator.AT_LEAST,
        value=value,
        change_unit=unit,
    )


def _outside_average(part: Part, _base_found: Base | None, indicator: str | None) -> list[Piece]:
    """高于全省平均水平5个百分点, 比全国平均水平低10%: a size against an average of others."""
    match = _ABOVE_AVERAGE.search(part.text) or _BESIDE_AVERAGE.search(part.text)
    if not match:
        return []
    base = Base(BaseKind.AVERAGE, (), match.start(), match.end())
    direction, printed = Direction.UP if match["up"] else Direction.DOWN, comparator_of(match["lead"], match["after"])
    name = part.text[: match.start()] + (indicator or "")
    found = _relatives(part.lexed.quantity(match["q"]), direction, printed, base, name, match.start(), match.end())
    return [replace(piece, expression=piece.expression.model_copy(update={"average_of": match["whose"]})) for piece in found]


def _doubled(part: Part, base: Base | None, _indicator: str | None) -> list[Piece]:
    """翻一番 is 100 per cent more, 翻两番 300 (four times as much), 减半 50 less."""
    match = _DOUBLED.search(part.text)
    if not match:
        return []
    size = Decimal(50) if match["half"] else Decimal(100 * (2 ** _DOUBLINGS.get(match["times"] or "一", 1) - 1))
    direction = Direction.DOWN if match["half"] else Direction.UP
    start = min(match.start(), base.start if base else match.start())
    expression = _relative(base, direction, size, ChangeUnit.PERCENT, None)
    return [Piece(expression, start, match.end(), unit="%", assumed=() if base else ("no_base",))]


def _at_speed(part: Part, base: Base | None, _indicator: str | None) -> list[Piece]:
    """以年均8%左右的速度增长."""
    match = _AT_SPEED.search(part.text)
    if not match:
        return []
    direction = Direction.UP if match["up"] else Direction.DOWN
    printed = comparator_of("", match["after"])
    return [_step(part.lexed.quantity(match["q"]), direction, printed, match["each"], base, match.start(), match.end())]


def _fold(part: Part, _base_found: Base | None, _indicator: str | None) -> list[Piece]:
    """达到2020年的1.5倍 is 50 per cent more than 2020; 为2020年的80% is 20 less."""
    match = _FOLD.search(part.text)
    if not match:
        return []
    quantity = part.lexed.quantity(match["q"])
    if quantity.unit not in ("倍", "%"):
        return []
    share = _size(quantity.low, quantity.unit)
    base = Base(BaseKind.YEAR, part.lexed.year(match["year"]), match.start(), match.end())
    direction = Direction.UP if share >= _WHOLE else Direction.DOWN
    expression = _relative(base, direction, abs(share - _WHOLE), ChangeUnit.PERCENT, None)
    return [Piece(expression, match.start(), match.end(), unit="%", assumed=("share_of_base",))]


def _unsized(part: Part, base: Base | None, _indicator: str | None) -> list[Piece]:
    """较前一年减少: any change in the direction. 不低于2020年水平: no worse than then."""
    if base is None:
        return []
    against = _AGAINST.search(part.text)
    if against:
        up = "低于" not in against["word"] if not against["word"].startswith("不") else None
        direction = Direction.HOLD if up is None else (Direction.UP if up else Direction.DOWN)
        return [Piece(_relative(base, direction, None, ChangeUnit.PERCENT, None), against.start(), base.end, comparator_of(against["word"], None))]
    if part.text[base.end :] in ("持平", "保持稳定", "相当"):
        return [Piece(_relative(base, Direction.HOLD, None, ChangeUnit.PERCENT, None), base.start, len(part.text))]
    match = _ANY.search(part.text, base.end)
    if not match:
        return []
    direction = Direction.UP if match["up"] else Direction.DOWN
    comparator = Comparator.ABOVE if match["up"] else Comparator.BELOW
    return [Piece(_relative(base, direction, None, ChangeUnit.PERCENT, None), base.start, match.end(), comparator)]
