"""Marking rules: which share of an item's weight a value or verdict earns, with the arithmetic. Pure, exact until shown.

A share is a number from 0 to 1; None with a reason says that nothing can be said and the policy for missing values decides.
"""

from dataclasses import dataclass
from decimal import Decimal

from services.indicators.rules.arithmetic import HUNDRED, ONE, ZERO, operand, plain, rounded
from services.indicators.rules.assessing.rounding import half_up, points
from services.indicators.rules.lines import Line, line_of
from services.indicators.rules.measures import convert
from services.indicators.rules.wording import WORDS, amount, line_phrase
from shared.schemas.assessment_cards import Measured
from shared.schemas.assessments import FullMarks, MarkStep, ProgressMarks, ShareMarks, StatedLine, StepMarks
from shared.schemas.targets import Polarity
from shared.schemas.verdicts import Said, VerdictWord

UNJUDGED = frozenset({VerdictWord.NO_DATA, VerdictWord.NOT_DUE, VerdictWord.UNDETERMINED, VerdictWord.NOT_EVALUATED})
"""Verdicts that say nothing of a value."""


@dataclass(frozen=True, slots=True)
class Earned:
    """A share of the weight (None: nothing can be said), why, and how it was computed."""

    share: Decimal | None
    reason: str
    formula: str
    said: Said


def earned(marking: FullMarks | ShareMarks | ProgressMarks | StepMarks, seen: Measured) -> Earned:
    """What ``seen`` earns by a rule."""
    match marking:
        case ProgressMarks():
            return _by_word(seen, {word: percent / HUNDRED for word, percent in marking.percents.items()})
        case FullMarks(line=None):
            return _by_word(seen, dict.fromkeys(marking.words, ONE))
        case FullMarks():
            return _all_or_nothing(seen, marking.line)
        case ShareMarks():
            return _by_share(seen, marking)
        case StepMarks():
            return _by_steps(seen, marking)


def _nothing(reason: str, zh: str, en: str) -> Earned:
    return Earned(None, reason, "", Said(zh=zh, en=en))


def no_value() -> Earned:
    """There is no usable value."""
    return _nothing("value_missing", "无可用数值", "there is no usable value")


def other_verdict(year: int) -> Earned:
    """The verdict is about another year than the one assessed: there is no later value, or no later target."""
    return _nothing("other_year", f"达标判定针对{year}年，不是考核年度", f"the verdict is about {year}, not the year assessed")


def _by_word(seen: Measured, shares: dict[VerdictWord, Decimal]) -> Earned:
    if seen.word is None:
        return _nothing("no_verdict", "无达标判定", "there is no verdict")
    said = Said(zh=f"判定为“{WORDS[seen.word].zh}”", en=f"the verdict is “{WORDS[seen.word].en}”")
    if seen.word not in shares and seen.word in UNJUDGED:
        return Earned(None, f"word_{seen.word}", "", said)
    share = shares.get(seen.word, ZERO)
    return Earned(share, f"word_{seen.word}", plain(share), said)


def _all_or_nothing(seen: Measured, stated: StatedLine | None) -> Earned:
    drawn = _line(stated, seen)
    if seen.value is None or drawn is None:
        return no_value()
    line, holds = drawn[0], drawn[0].holds(seen.value)
    share = ONE if holds else ZERO
    return Earned(share, "held" if holds else "not_held", f"{line.formula(operand(seen.value))} → {plain(share)}", _against(seen, line))


def _by_share(seen: Measured, marking: ShareMarks) -> Earned:
    if seen.value is None:
        return no_value()
    drawn = _line(marking.line, seen)
    if drawn is None:
        return _nothing("no_line", "没有可计算比例的目标线", "no line from which a share could be computed")
    if marking.of == "change" and seen.base is None:
        return _nothing("no_base", "没有可用的基期值", "there is no usable baseline")
    share, formula = achieved_share(seen.value, *drawn, seen.base if marking.of == "change" else None)
    said = _with_share(_against(seen, drawn[0]), share)
    if marking.none_below is not None and share * HUNDRED < marking.none_below:
        return Earned(ZERO, "below_least_share", f"{formula} = {rounded(share)} < {plain(marking.none_below / HUNDRED)} → 0", said)
    return Earned(share, "share", f"{formula} = {rounded(share)}", said)


def achieved_share(value: Decimal, line: Line, edge: Decimal, base: Decimal | None = None) -> tuple[Decimal, str]:
    """The achieved share of a line, from 0 to 1, and its formula: of the target itself, or from a base to it.

    A line that holds is achieved. Otherwise value ÷ target, or target ÷ value where less is better.
    """
    if line.holds(value):
        return ONE, line.formula(operand(value))
    if base is not None:
        return _share_of_change(value, edge, base)
    if line.low is not None:
        return (_within(value / edge), f"{operand(value)} / {operand(edge)}") if edge > ZERO else (ZERO, line.formula(operand(value)))
    return (_within(edge / value), f"{operand(edge)} / {operand(value)}") if edge >= ZERO < value else (ZERO, line.formula(operand(value)))


def _share_of_change(value: Decimal, edge: Decimal, base: Decimal) -> tuple[Decimal, str]:
    formula = f"({operand(value)} - {operand(base)}) / ({operand(edge)} - {operand(base)})"
    return (_within((value - base) / (edge - base)), formula) if edge != base else (ZERO, formula)


def _within(share: Decimal) -> Decimal:
    return min(ONE, max(ZERO, share))


def _by_steps(seen: Measured, marking: StepMarks) -> Earned:
    if seen.value is None:
        return no_value()
    if marking.on == "value":
        return _step(marking, seen.value, plain(seen.value), _value_said(seen))
    drawn = _line(marking.line, seen)
    if drawn is None:
        return _nothing("no_line", "没有可计算比例的目标线", "no line from which a share could be computed")
    share, formula = achieved_share(seen.value, *drawn)
    return _step(marking, share * HUNDRED, f"100 × {formula} = {rounded(share * HUNDRED)}", _with_share(_against(seen, drawn[0]), share))


def _step(marking: StepMarks, figure: Decimal, formula: str, said: Said) -> Earned:
    found = next((step for step in marking.steps if _inside(step, figure)), None)
    if found is None:
        return Earned(ZERO, "outside_steps", f"{formula} → 0", said)
    band = f"[{'-∞' if found.low is None else plain(found.low)}, {'∞' if found.high is None else plain(found.high)})"
    return Earned(found.percent / HUNDRED, "step", f"{formula} ∈ {band} → {plain(found.percent)}%", said)


def _inside(step: MarkStep, figure: Decimal) -> bool:
    return (step.low is None or step.low <= figure) and (step.high is None or figure < step.high)


def _line(stated: StatedLine | None, seen: Measured) -> tuple[Line, Decimal] | None:
    """The line that counts and its edge, in the unit of the value; None where there is none."""
    chosen = stated or seen.line
    if chosen is None:
        return None
    edge = stated_in(chosen, seen.unit_of_measure)
    return line_of(chosen.comparator, edge), edge


def stated_in(line: StatedLine, unit: str | None) -> Decimal:
    """The figure of a stated line in a unit of measure; the scheme was refused where that is not possible."""
    return line.value if line.unit is None else convert(line.value, line.unit, unit)


def is_upward(polarity: Polarity) -> bool:
    """Whether more is better; ValueError where neither way is."""
    if polarity not in {Polarity.UP, Polarity.DOWN}:
        raise ValueError(polarity)
    return polarity is Polarity.UP


def _value_said(seen: Measured) -> Said:
    figure = amount(seen.value or ZERO, seen.unit_of_measure)
    return Said(zh=f"{seen.year}年数值{figure.zh}", en=f"the value of {seen.year} is {figure.en}")


def _against(seen: Measured, line: Line) -> Said:
    value, target = _value_said(seen), line_phrase(line, seen.unit_of_measure)
    return Said(zh=f"{value.zh}，目标{target.zh}", en=f"{value.en}, the target {target.en}")


def _with_share(said: Said, share: Decimal) -> Said:
    percent = points(half_up(share * HUNDRED))
    return Said(zh=f"{said.zh}，完成{percent}%", en=f"{said.en}: {percent} % achieved")
