"""Cumulative counts: 新培养…100名, the sum of the yearly values since the plan's first year."""

from decimal import Decimal

from services.indicators.rules.arithmetic import ZERO, operand, plain
from services.indicators.rules.bases import Base
from services.indicators.rules.findings import Finding
from services.indicators.rules.lines import Line, line_of
from services.indicators.rules.pace import LineCase, judge_line
from services.indicators.rules.series import Judged, Point, judged_year, missing, numbers, value_steps
from services.indicators.rules.wording import Reason, about_phrase, line_phrase
from shared.schemas.targets import Comparator, CumulativeCount
from shared.schemas.verdicts import Said, Standing, Step, VerdictInputs, VerdictWord

_GOOD = {VerdictWord.MET, VerdictWord.MET_EARLY, VerdictWord.ON_TRACK}


def judge_cumulative_count(target: CumulativeCount, inputs: VerdictInputs) -> Finding:
    """The sum so far against the line, starting from 0 in the year before the first one counted.

    Yearly counts are never negative, so a missing year can only hide more: what is reached stays reached, what is
    exceeded stays exceeded, and anything else is undetermined.
    """
    since = inputs.plan_start if target.since is None else target.since
    counted = [point for year, point in numbers(inputs).items() if year >= since]
    line, total = line_of(target.comparator, target.value), sum((point.value for point in counted), ZERO)
    judged = _judged(inputs, counted, line.high is None and line.holds(total), since)
    if isinstance(judged, Finding):
        return judged
    found = judge_line(_case(target, inputs, judged, counted, since))
    absent = sorted(set(range(since, judged.year + 1)) - {point.year for point in counted})
    if not absent or _certain(found, line, total):
        return found
    gap = Step(name="gap", formula=f"{since}-{judged.year}", result="missing " + ", ".join(map(str, absent)))
    rule = "cumulative_count/undetermined"
    return Finding(VerdictWord.UNDETERMINED, rule, found.facts, (*found.steps, gap), judged.year, Reason.SERIES_GAP)


def _judged(inputs: VerdictInputs, counted: list[Point], reached: bool, since: int) -> Judged | Finding:
    """As for other targets, but a sum that was reached before the horizon needs no value of the horizon year."""
    if not counted:
        return missing(inputs)
    judged = judged_year(inputs, [point.year for point in counted], after=since - 1)
    return Judged(inputs.horizon, over=True) if isinstance(judged, Finding) and reached else judged


def _case(target: CumulativeCount, inputs: VerdictInputs, judged: Judged, counted: list[Point], since: int) -> LineCase:
    unit, total = target.unit or inputs.unit_of_measure, sum((point.value for point in counted), ZERO)
    provisional = any(point.standing is Standing.PROVISIONAL for point in counted)
    point = Point(judged.year, total, Standing.PROVISIONAL if provisional else Standing.REPORTED, "sum")
    line = line_of(target.comparator, target.value)
    figures = about_phrase(target.value, unit) if target.comparator is Comparator.ABOUT else line_phrase(line, unit, counted=True)
    base = Base(since - 1, ZERO, steps=(Step(name="baseline", formula=f"count before {since}", result="0"),))
    said = Said(zh=f"累计{figures.zh}", en=f"{figures.en} in total")
    return LineCase(inputs, judged, point, line, base, said, unit, _sum_steps(counted), counted=True)


def _sum_steps(counted: list[Point]) -> tuple[Step, ...]:
    total = plain(sum((point.value for point in counted), ZERO))
    added = Step(name="total", formula=" + ".join(operand(point.value) for point in counted), result=total)
    return (*value_steps(*counted), added)


def _certain(found: Finding, line: Line, total: Decimal) -> bool:
    """True when the missing years cannot change the word."""
    if line.high is None:
        return found.word in _GOOD
    return total >= line.high and not line.holds(total)
