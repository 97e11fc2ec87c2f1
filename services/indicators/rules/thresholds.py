"""Threshold, range, and shares of members: the printed line itself."""

import re
from decimal import Decimal

from services.indicators.rules.arithmetic import operand, rounded
from services.indicators.rules.bases import Base, printed_base
from services.indicators.rules.findings import Finding
from services.indicators.rules.lines import ABOUT, Line, comparator_of, line_of
from services.indicators.rules.pace import LineCase, judge_line
from services.indicators.rules.series import Point, answered, judged_year, numbers, states, value_said, value_steps
from services.indicators.rules.wording import Reason, about_phrase, join, line_phrase, printed, target_of
from shared.schemas.targets import Comparator, PerMember, Range, Threshold
from shared.schemas.verdicts import Said, Step, VerdictInputs, VerdictWord

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")


def judge_threshold(target: Threshold, inputs: VerdictInputs) -> Finding:
    """A value against one line; a bare number takes its comparator from the polarity."""
    judged, points, unit = judged_year(inputs, numbers(inputs)), numbers(inputs), target.unit or inputs.unit_of_measure
    if isinstance(judged, Finding):
        return judged
    comparator = comparator_of(target.comparator, inputs.polarity)
    if comparator is None:
        return undetermined(inputs, points[judged.year], Reason.COMPARATOR_UNKNOWN)
    line = line_of(comparator, target.value)
    phrase = about_phrase(target.value, unit) if comparator is Comparator.ABOUT else line_phrase(line, unit)
    steps = _comparator_steps(target, comparator, inputs)
    return judge_line(LineCase(inputs, judged, points[judged.year], line, printed_base(inputs), phrase, unit, steps))


def _comparator_steps(target: Threshold, comparator: Comparator, inputs: VerdictInputs) -> tuple[Step, ...]:
    if target.comparator is None:
        return (Step(name="comparator", formula=f"bare number, polarity {inputs.polarity}", result=comparator),)
    if comparator is not Comparator.ABOUT:
        return ()
    value, band = operand(target.value), abs(target.value) * ABOUT
    return (
        Step(name="band_low", formula=f"{value} - {ABOUT} * abs({value})", result=rounded(target.value - band)),
        Step(name="band_high", formula=f"{value} + {ABOUT} * abs({value})", result=rounded(target.value + band)),
    )


def judge_range(target: Range, inputs: VerdictInputs) -> Finding:
    """A value between two lines, both included; ends printed in the wrong order are put right."""
    judged, points, unit = judged_year(inputs, numbers(inputs)), numbers(inputs), target.unit or inputs.unit_of_measure
    if isinstance(judged, Finding):
        return judged
    line = Line(low=min(target.low, target.high), high=max(target.low, target.high))
    return judge_line(LineCase(inputs, judged, points[judged.year], line, printed_base(inputs), line_phrase(line, unit), unit))


def judge_per_member(target: PerMember, inputs: VerdictInputs) -> Finding:
    """Judged only where the target names a share and what is reported is that share in per cent."""
    reported = numbers(inputs) if (inputs.unit_of_measure or "").strip() in {"%", "％"} else {}
    shares = reported | _stated_shares(inputs)
    judged = judged_year(inputs, shares if target.share is not None and shares else answered(inputs))
    if isinstance(judged, Finding):
        return judged
    if target.share is None or judged.year not in shares:
        return _members_missing(inputs, judged.year)
    line = line_of(Comparator.AT_LEAST, target.share)
    phrase = line_phrase(line, "%")
    said = Said(zh=f"{phrase.zh}的{target.member_set}达到要求", en=f"{phrase.en} of {target.member_set} fulfilling it")
    base = printed_base(inputs) if reported else Base()
    return judge_line(LineCase(inputs, judged, shares[judged.year], line, base, said, "%"))


def _stated_shares(inputs: VerdictInputs) -> dict[int, Point]:
    matches = ((told, _PERCENT.fullmatch(told.text.strip())) for told in states(inputs).values())
    return {told.year: Point(told.year, Decimal(match[1]), told.standing, told.source) for told, match in matches if match}


def _members_missing(inputs: VerdictInputs, year: int) -> Finding:
    facts = against_target(inputs, year)
    return Finding(VerdictWord.UNDETERMINED, "per_member/undetermined", facts, (), year, Reason.MEMBERS_MISSING)


def undetermined(inputs: VerdictInputs, point: Point, reason: Reason, *steps: Step) -> Finding:
    """There is a value, but it cannot be judged: the value, the target as printed, and the reason."""
    facts = join(value_said(point, inputs.unit_of_measure), target_of(printed(inputs.raw), inputs.horizon))
    rule = f"{inputs.expression.kind}/undetermined"
    return Finding(VerdictWord.UNDETERMINED, rule, facts, (*value_steps(point), *steps), point.year, reason)


def against_target(inputs: VerdictInputs, year: int) -> Said:
    """A year of which nothing can be stated, and the target it was to be held against."""
    raw = printed(inputs.raw)
    return Said(zh=f"{year}年对照{inputs.horizon}年目标{raw.zh}", en=f"In {year}, against the {inputs.horizon} target {raw.en}")
