"""Relative targets: 比2020年提高10%, 较前一年减少, against a year, the year before, an average or the previous target."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from services.indicators.rules.arithmetic import plain
from services.indicators.rules.bases import Base, base_in, printed_base
from services.indicators.rules.changes import Change, change_line
from services.indicators.rules.findings import Finding, yearly_word
from services.indicators.rules.lines import Line, line_of, no_worse, went_against
from services.indicators.rules.pace import LineCase, judge_line
from services.indicators.rules.series import Judged, baseline_year, judged_year, numbers
from services.indicators.rules.thresholds import undetermined
from services.indicators.rules.wording import Reason, amount, join, line_phrase, printed, target_of
from shared.schemas.targets import BaseKind, ChangeUnit, Comparator, Direction, Relative
from shared.schemas.verdicts import Said, Step, VerdictInputs

_ANY_CHANGE = {Direction.UP: Comparator.ABOVE, Direction.DOWN: Comparator.BELOW}


def judge_relative(target: Relative, inputs: VerdictInputs) -> Finding:
    """A change against a base; an ambiguous 10% is judged only where both readings agree."""
    if target.ambiguous and target.value is not None:
        return _both_readings(target, inputs)
    return _BASES[target.base](target, inputs)


def _both_readings(target: Relative, inputs: VerdictInputs) -> Finding:
    readings = ({"ambiguous": False, "change_unit": unit} for unit in (ChangeUnit.PERCENT, ChangeUnit.POINTS))
    first, second = (judge_relative(target.model_copy(update=reading), inputs) for reading in readings)
    point = numbers(inputs).get(first.year or 0)
    if point is None or (first.reason is not None and first.reason == second.reason):
        return first
    agree = first.word == second.word
    words = f"percent: {first.word}; points: {second.word}"
    steps = (*first.steps, *second.steps, Step(name="readings", formula=words, result="agree" if agree else "differ"))
    if agree:
        both = Said(zh="按百分点理解结论相同", en="read as percentage points it comes out the same")
        return replace(first, steps=steps, facts=join(first.facts, both))
    return replace(undetermined(inputs, point, Reason.AMBIGUOUS), steps=steps)


def _against_year(target: Relative, inputs: VerdictInputs) -> Finding:
    """Against one fixed year: the printed baseline if it is of that year, else the series; the pace starts there."""
    named = None if target.base is BaseKind.AT_ISSUE else target.base_year
    year = baseline_year(inputs) if named is None else named
    judged = judged_year(inputs, numbers(inputs), after=year)
    if isinstance(judged, Finding):
        return judged
    case = _case(target, inputs, judged, base_in(inputs, year))
    return case if isinstance(case, Finding) else judge_line(case)


def _against_previous_year(target: Relative, inputs: VerdictInputs) -> Finding:
    """Each year against the year before it: there is no 'early', a wrong turn is worsening."""
    judged = judged_year(inputs, numbers(inputs))
    if isinstance(judged, Finding):
        return judged
    base = base_in(inputs, judged.year - 1)
    case = _case(target, inputs, judged, base)
    if isinstance(case, Finding) or base.value is None:
        return case if isinstance(case, Finding) else undetermined(inputs, case.point, Reason.BASE_MISSING)
    figure = amount(base.value, inputs.unit_of_measure)
    before = Said(zh=f"{judged.year - 1}年为{figure.zh}", en=f"in {judged.year - 1} it was {figure.en}")
    return _yearly(case, before, went_against(target.direction, base.value, case.point.value))


def _against_average(target: Relative, inputs: VerdictInputs) -> Finding:
    """Against an average that another authority publishes for the year judged."""
    case = _outside_case(target, inputs, Reason.EXTERNAL_VALUE_MISSING)
    if isinstance(case, Finding) or inputs.external is None:
        return case if isinstance(case, Finding) else undetermined(inputs, case.point, Reason.EXTERNAL_VALUE_MISSING)
    figure = amount(inputs.external, inputs.unit_of_measure)
    whose = Said(zh=target.average_of or "平均水平", en=f"the average ({target.average_of})" if target.average_of else "the average")
    return _yearly(case, Said(zh=f"{whose.zh}为{figure.zh}", en=f"{whose.en} is {figure.en}"), against=False)


def _against_previous_target(target: Relative, inputs: VerdictInputs) -> Finding:
    """Against the target of the stage before, where somebody has entered it; the pace starts at the printed baseline."""
    case = _outside_case(target, inputs, Reason.PREVIOUS_TARGET_UNKNOWN)
    return case if isinstance(case, Finding) else judge_line(replace(case, base=printed_base(inputs)))


_BASES: Mapping[BaseKind, Callable[[Relative, VerdictInputs], Finding]] = MappingProxyType(
    {
        BaseKind.YEAR: _against_year,
        BaseKind.AT_ISSUE: _against_year,
        BaseKind.PREVIOUS_YEAR: _against_previous_year,
        BaseKind.AVERAGE: _against_average,
        BaseKind.PREVIOUS_TARGET: _against_previous_target,
    }
)


def _outside_case(target: Relative, inputs: VerdictInputs, lack: Reason) -> LineCase | Finding:
    judged = judged_year(inputs, numbers(inputs))
    if isinstance(judged, Finding):
        return judged
    if inputs.external is None:
        return undetermined(inputs, numbers(inputs)[judged.year], lack)
    entered = Step(name="external", formula=f"{target.base} entered for the year judged", result=plain(inputs.external))
    return _case(target, inputs, judged, Base(None, inputs.external, steps=(entered,)))


def _case(target: Relative, inputs: VerdictInputs, judged: Judged, base: Base) -> LineCase | Finding:
    point, value = numbers(inputs)[judged.year], base.comparable
    if value is None:
        return undetermined(inputs, point, base.lack, *base.steps)
    drawn = _line(target, inputs, value)
    if drawn is None:
        return undetermined(inputs, point, Reason.ZERO_BASE, *base.steps)
    line, steps = drawn
    raw, figures = printed(inputs.raw), line_phrase(line, inputs.unit_of_measure)
    phrase = Said(zh=f"{raw.zh}（即{figures.zh}）", en=f"{raw.en}, that is {figures.en}")
    return LineCase(inputs, judged, point, line, base, phrase, inputs.unit_of_measure, (*base.steps, *steps))


def _line(target: Relative, inputs: VerdictInputs, base: Decimal) -> tuple[Line, tuple[Step, ...]] | None:
    if target.value is not None:
        return change_line(base, Change.of_relative(target, target.value))
    return line_of(_ANY_CHANGE.get(target.direction, no_worse(inputs.polarity)), base), ()


def _yearly(case: LineCase, compared: Said, against: bool) -> Finding:
    word = yearly_word(case.judged.over, case.line.holds(case.point.value), against)
    year = case.judged.year if case.judged.over else case.inputs.horizon
    return case.finding(word, "yearly", join(case.value_said, compared, target_of(case.target_said, year)))
