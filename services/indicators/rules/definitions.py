"""Definitions (口径) by number: which one a period's value follows, and whether a target may be held against a value of another one.

Source: domain notes, sections 1 (observation) and 4 (undetermined until a named person accepts the comparison).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from services.indicators.rules.findings import Finding
from services.indicators.rules.series import Point, Told, answered, judged_year, numbers, state_said, states, value_said, value_steps
from services.indicators.rules.wording import Reason, join, printed, target_of
from shared.schemas.verdicts import Said, Step, VerdictInputs, VerdictWord

FIRST = 1
_BY_EVERY_YEAR = frozenset({"cumulative_count", "relative", "yearly_step", "trend", "second_order_trend"})
_BY_NO_VALUE = frozenset({"none", "rank"})


class Since(NamedTuple):
    """A definition and the day from which it is valid."""

    valid_from: date
    number: int


History = Sequence[Since]
"""The definitions of an entry after its first one, which holds for all time before."""


def in_force(history: Iterable[Since], day: date) -> int:
    """The number of the definition that is valid on a day; of a period its last day."""
    return max((since.number for since in history if since.valid_from <= day), default=FIRST)


def plan_day(issued_on: date | None, first_year: int) -> date:
    """The day whose definitions a plan's baselines and targets follow: that of the document, else the first of its period."""
    return issued_on or date(first_year, 1, 1)


def differing(inputs: VerdictInputs) -> Finding | None:
    """Undetermined, where the verdict would rest on a value of another definition that nobody has accepted; else None.

    A line, a state or a figure of others is held against the value of the year judged alone; a change, a trend or a sum against every
    year. A place is taken among values of one year and one entry.
    """
    if inputs.definition is None or inputs.expression.kind in _BY_NO_VALUE:
        return None
    comparable = {inputs.definition, *(inputs.accepted_definitions or ())}
    foreign = [point for point in _deciding(inputs) if point.definition is not None and point.definition not in comparable]
    return _undetermined(inputs, foreign[-1]) if foreign else None


def _deciding(inputs: VerdictInputs) -> list[Point | Told]:
    """The values that the verdict rests on, by year."""
    if inputs.expression.kind in _BY_EVERY_YEAR:
        return list(numbers(inputs).values())
    said: dict[int, Point | Told] = {**states(inputs), **numbers(inputs)}
    judged = judged_year(inputs, _years(inputs))
    return [] if isinstance(judged, Finding) else [said[judged.year]]


def _years(inputs: VerdictInputs) -> set[int]:
    if inputs.expression.kind == "state":
        return set(states(inputs))
    return answered(inputs) if inputs.expression.kind == "per_member" else set(numbers(inputs))


def _undetermined(inputs: VerdictInputs, point: Point | Told) -> Finding:
    figure = value_said(point, inputs.unit_of_measure) if isinstance(point, Point) else state_said(point)
    differs = Said(
        zh=f"该值按口径第{point.definition}版统计，目标按口径第{inputs.definition}版设定",
        en=f"it follows definition {point.definition}, the target definition {inputs.definition}",
    )
    facts = join(figure, differs, target_of(printed(inputs.raw), inputs.horizon))
    step = Step(name="definition", formula=f"{point.definition} = {inputs.definition}", result="false")
    rule = f"{inputs.expression.kind}/definition"
    return Finding(VerdictWord.UNDETERMINED, rule, facts, (*value_steps(point), step), point.year, Reason.DEFINITION_DIFFERS)
