"""Trends: 逐年下降 (the series goes one way) and 增速下降 (the change itself goes one way)."""

from itertools import pairwise

from services.indicators.rules.arithmetic import operand, rounded, truth
from services.indicators.rules.bases import printed_base
from services.indicators.rules.findings import Finding, yearly_word
from services.indicators.rules.lines import line_of, no_worse, went_against
from services.indicators.rules.series import Judged, Point, judged_year, numbers, value_said, value_steps
from services.indicators.rules.thresholds import undetermined
from services.indicators.rules.wording import Reason, join, printed, target_of
from shared.schemas.targets import Comparator, Direction, Polarity, SecondOrderTrend, Trend
from shared.schemas.verdicts import Said, Step, VerdictInputs

_STRICT = {Direction.UP: Comparator.ABOVE, Direction.DOWN: Comparator.BELOW, Direction.HOLD: Comparator.EQUAL}
_LOOSE = {Direction.UP: Comparator.AT_LEAST, Direction.DOWN: Comparator.AT_MOST}
_TWO, _THREE = 2, 3


def judge_trend(target: Trend, inputs: VerdictInputs) -> Finding:
    """Every known year against the known year before it; equal years count unless ``strict``."""
    judged = judged_year(inputs, numbers(inputs))
    if isinstance(judged, Finding):
        return judged
    points, notes = _points(inputs, judged)
    if len(points) < _TWO:
        return undetermined(inputs, points[-1], Reason.TOO_FEW_POINTS, *notes)
    comparator = _comparator(target, inputs.polarity)
    checks = [_check(comparator, before, after) for before, after in pairwise(points)]
    holds = all(check.result == "true" for check in checks)
    against = went_against(target.direction, points[-2].value, points[-1].value)
    word = yearly_word(judged.over, holds, against)
    return Finding(word, "trend/series", _said(inputs, points), (*notes, *checks), judged.year)


def judge_second_order_trend(target: SecondOrderTrend, inputs: VerdictInputs) -> Finding:
    """The latest change against the change before it (per year of distance): three points, always strict."""
    judged = judged_year(inputs, numbers(inputs))
    if isinstance(judged, Finding):
        return judged
    points, notes = _points(inputs, judged)
    if len(points) < _THREE:
        return undetermined(inputs, points[-1], Reason.TOO_FEW_POINTS, *notes)
    one, two, three = points[-_THREE:]
    before, after = ((b.value - a.value) / (b.year - a.year) for a, b in ((one, two), (two, three)))
    holds = line_of(_STRICT[target.direction], before).holds(after)
    steps = (
        Step(name=f"change_{two.year}", formula=_change(one, two), result=rounded(before)),
        Step(name=f"change_{three.year}", formula=_change(two, three), result=rounded(after)),
        Step(name="line", formula=_compared(target.direction, _change(two, three), _change(one, two)), result=truth(holds)),
    )
    word = yearly_word(judged.over, holds, went_against(target.direction, before, after))
    changes = Said(
        zh=f"最近一次年变化{rounded(after)}，前一次{rounded(before)}",
        en=f"the latest yearly change is {rounded(after)}, the one before {rounded(before)}",
    )
    facts = join(value_said(three, inputs.unit_of_measure), changes, target_of(printed(inputs.raw), inputs.horizon))
    return Finding(word, "second_order_trend/series", facts, (*notes, *steps), judged.year)


def _points(inputs: VerdictInputs, judged: Judged) -> tuple[list[Point], tuple[Step, ...]]:
    """From the base (or, without one, the year before the plan) to the year judged; a base of another definition is left out."""
    base = printed_base(inputs)
    since = inputs.plan_start - 1 if base.year is None else base.year
    chosen = {year: point for year, point in numbers(inputs).items() if since <= year <= judged.year}
    if base.year is not None and base.comparable is not None:
        chosen[base.year] = Point(base.year, base.comparable, source="baseline")
    chosen[judged.year] = numbers(inputs)[judged.year]
    points = [chosen[year] for year in sorted(chosen)]
    return points, (*base.steps, *value_steps(*points))


def _comparator(target: Trend, polarity: Polarity) -> Comparator:
    if target.strict:
        return _STRICT[target.direction]
    return _LOOSE.get(target.direction, no_worse(polarity))


def _check(comparator: Comparator, before: Point, after: Point) -> Step:
    return line_of(comparator, before.value).step(f"change_{after.year}", after.value)


def _change(before: Point, after: Point) -> str:
    return f"({operand(after.value)} - {operand(before.value)}) / ({after.year} - {before.year})"


def _compared(direction: Direction, after: str, before: str) -> str:
    return f"({after}) {_STRICT[direction].value} ({before})"


def _said(inputs: VerdictInputs, points: list[Point]) -> Said:
    values, first = [rounded(point.value) for point in points], points[0].year
    series = Said(zh=f"{first}年以来依次为{'、'.join(values)}", en=f"the series since {first} is {', '.join(values)}")
    return join(value_said(points[-1], inputs.unit_of_measure), series, target_of(printed(inputs.raw), inputs.horizon))
