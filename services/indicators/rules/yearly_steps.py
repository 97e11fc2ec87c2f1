"""Yearly steps: 每年降低1个百分点以上 (each year) and 年均增长8%左右 (on average)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from services.indicators.rules.arithmetic import HUNDRED, ONE, ZERO, operand, rounded
from services.indicators.rules.bases import Base, base_in
from services.indicators.rules.changes import Change, change_line
from services.indicators.rules.findings import Finding, yearly_word
from services.indicators.rules.lines import went_against
from services.indicators.rules.series import Judged, Point, baseline_year, judged_year, numbers, value_said, value_steps
from services.indicators.rules.thresholds import undetermined
from services.indicators.rules.wording import Reason, amount, join, printed, target_of
from shared.schemas.targets import ChangeUnit, YearlyStep
from shared.schemas.verdicts import Said, Step, VerdictInputs

_CHANGE_UNITS = {ChangeUnit.PERCENT: "%", ChangeUnit.POINTS: "个百分点"}


def judge_yearly_step(target: YearlyStep, inputs: VerdictInputs) -> Finding:
    """Every year since the base must bring the step; 'on average' compares the two ends only."""
    points, base = numbers(inputs), _start(target, inputs)
    judged = judged_year(inputs, points, after=target.base_year)
    if isinstance(judged, Finding):
        return judged
    if base.year is None or base.comparable is None or base.year >= judged.year:
        return undetermined(inputs, points[judged.year], _lack(target, base), *base.steps)
    start = Point(base.year, base.comparable)
    series = [start, *(point for year, point in points.items() if start.year < year <= judged.year)]
    found = _on_average(target, inputs, series, judged) if target.average else _each_year(target, inputs, series, judged)
    return replace(found, steps=(*base.steps, *value_steps(*series[1:]), *found.steps))


def _start(target: YearlyStep, inputs: VerdictInputs) -> Base:
    """The named base year, else the printed baseline, else the first value of the plan's series."""
    printed_year = baseline_year(inputs)
    base = base_in(inputs, printed_year if target.base_year is None else target.base_year)
    if target.base_year is not None or base.value is not None:
        return base
    since = inputs.plan_start - 1 if printed_year is None else printed_year
    return base_in(inputs, min((year for year in numbers(inputs) if year >= since), default=None))


def _lack(target: YearlyStep, base: Base) -> Reason:
    return base.lack if target.base_year is not None or base.qualifier is not None else Reason.TOO_FEW_POINTS


def _each_year(target: YearlyStep, inputs: VerdictInputs, series: Sequence[Point], judged: Judged) -> Finding:
    """One line per year, drawn from the year before; a missing year leaves two steps unknown."""
    first, last = series[0], series[-1]
    absent = sorted(set(range(first.year, last.year)) - {point.year for point in series})
    if absent:
        gap = Step(name="gap", formula=f"{first.year}-{last.year}", result="missing " + ", ".join(map(str, absent)))
        return undetermined(inputs, last, Reason.SERIES_GAP, gap)
    checks = [_check(target, before, after) for before, after in pairwise(series)]
    if any(check is None for check in checks):
        return undetermined(inputs, last, Reason.ZERO_BASE)
    steps = tuple(step for check in checks if check for step in check)
    held = sum(step.result == "true" for step in steps)
    against = went_against(target.direction, series[-2].value, last.value)
    raw = printed(inputs.raw)
    share = Said(
        zh=f"{first.year}年以来{len(checks)}个年度中有{held}个年度达到{raw.zh}",
        en=f"since {first.year} the yearly target {raw.en} was reached in {held} of {len(checks)} years",
    )
    word = yearly_word(judged.over, held == len(checks), against)
    return Finding(word, "yearly_step/each", join(value_said(last, inputs.unit_of_measure), share), steps, judged.year)


def _check(target: YearlyStep, before: Point, after: Point) -> tuple[Step, ...] | None:
    drawn = change_line(before.value, Change.of_step(target))
    if drawn is None:
        return None
    line, steps = drawn
    difference = f"{operand(after.value)} - {operand(before.value)}"
    change = Step(name=f"change_{after.year}", formula=difference, result=rounded(after.value - before.value))
    return (change, *steps, line.step(f"line_{after.year}", after.value))


def _on_average(target: YearlyStep, inputs: VerdictInputs, series: Sequence[Point], judged: Judged) -> Finding:
    """The last value against what the step, repeated every year, would have made of the base."""
    first, last = series[0], series[-1]
    drawn = change_line(first.value, Change.of_step(target), last.year - first.year)
    if drawn is None:
        return undetermined(inputs, last, Reason.ZERO_BASE)
    line, steps = drawn
    average = _average_step(target, first, last)
    check = line.step("line", last.value)
    word = yearly_word(judged.over, line.holds(last.value), went_against(target.direction, first.value, last.value))
    figure = amount(first.value, inputs.unit_of_measure)
    change = amount(Decimal(average.result).normalize(), _CHANGE_UNITS.get(target.change_unit, inputs.unit_of_measure))
    since = Said(
        zh=f"{first.year}年为{figure.zh}，年均变化{change.zh}",
        en=f"in {first.year} it was {figure.en}, a change of {change.en} a year on average",
    )
    facts = join(value_said(last, inputs.unit_of_measure), since, target_of(printed(inputs.raw), inputs.horizon))
    return Finding(word, "yearly_step/average", facts, (average, *steps, check), judged.year)


def _average_step(target: YearlyStep, first: Point, last: Point) -> Step:
    """The average yearly change for the reader: compound for per cent; the check itself uses the line."""
    years, before, after = last.year - first.year, operand(first.value), operand(last.value)
    if target.change_unit is ChangeUnit.PERCENT and last.value > ZERO:
        rate = ((last.value / first.value) ** (ONE / years) - ONE) * HUNDRED
        return Step(name="average_change", formula=f"(({after} / {before}) ** (1 / {years}) - 1) * 100", result=rounded(rate))
    change = rounded((last.value - first.value) / years)
    return Step(name="average_change", formula=f"({after} - {before}) / {years}", result=change)
