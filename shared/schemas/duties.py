"""Occurrences of duties on the wire, each with the reasons for its date."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from shared.schemas.base import Instant, Key, Name, PlanId, UnitId, Wire, Year
from shared.schemas.calendars import CalendarUsed
from shared.schemas.plan_document import Clause, Due, Duty, DutyKind, Recurrence, ResponsibilityRole, WorkdayPolicy
from shared.schemas.verdicts import Said


class Reasoning(Wire):
    """Why an occurrence is due when it is: from the printed words to the day, step by step, and as one sentence."""

    clause: Clause | None = Field(default=None, description="the text that the duty was read from")
    entered_by: Name | None = Field(default=None, description="who entered the duty, where no document prints it")
    recurrence: Recurrence
    rule: str | None = Field(default=None, description="all dates of the duty as DTSTART and RRULE (RFC 5545); null where no date follows")
    subject_from: date = Field(description="first day of the period that the occurrence is about")
    subject_until: date = Field(description="last day of that period")
    printed: Due
    read_as: Said = Field(description="how the printed precision is read as a day")
    printed_on: date | None = None
    workday_policy: WorkdayPolicy
    due_on: date | None = None
    moved: bool = Field(description="whether the policy moved the printed day")
    calendars: list[CalendarUsed] = Field(description="the calendars that were asked, of every year between the printed day and the due day")
    final: bool = Field(description="false while one of the calendars is provisional: the day may still move")
    said: Said


class OccurrenceState(StrEnum):
    """Still to take place or past, or voided: it will not take place."""

    SCHEDULED = "scheduled"
    VOIDED = "voided"


class Occurrence(Wire):
    """One concrete instance of a duty: about ``subject_year``, due at 24:00 of ``due_on`` in Asia/Shanghai."""

    id: UUID
    version: int
    plan_id: PlanId
    duty_id: UUID
    duty_key: Key
    what: Name
    subject_year: Year
    sequence: int
    subject_from: date
    subject_until: date
    printed_on: date | None = Field(default=None, description="the day as printed, before the workday policy")
    workday_policy: WorkdayPolicy
    due: Instant | None = None
    due_on: date | None = None
    provisional: bool = Field(description="true while the State Council has not published a calendar that the day depends on")
    state: OccurrenceState
    voided_because: Name | None = None


class OccurrenceMove(Wire):
    """One move of a due day."""

    moved_from: date
    moved_to: date
    because: Name
    at: Instant


class Bearer(Wire):
    """Who owes a duty, as written and as resolved: a unit, or a group whose members each owe it (null: on the work list)."""

    role: ResponsibilityRole
    written: Name
    unit_id: UnitId | None = None
    group_id: UUID | None = None
    valid_from: date | None = None
    valid_until: date | None = Field(default=None, description="the first day on which it is owed by others")
    member_ids: list[UnitId] = Field(default_factory=list, description="the group's units on the day that is asked about")


class FullOccurrence(Occurrence):
    """An occurrence with the reasons for its day, who owes it on that day, and every move that it made."""

    bearers: list[Bearer]
    reasoning: Reasoning
    moves: list[OccurrenceMove]


class FullDuty(Wire):
    """A duty of a stored plan with its dates as a rule and who owes it."""

    id: UUID
    version: int
    plan_id: PlanId
    duty: Duty
    rule: str | None = Field(default=None, description="all dates as DTSTART and RRULE (RFC 5545); null where no date follows")
    bearers: list[Bearer]


_COUNT = Annotated[int, Field(ge=1, le=366)]
_OFFSET = Annotated[int, Field(ge=-5, le=0)]


class DutyEntry(Wire):
    """A duty that a person adds to a draft: with the clause that prints it, or without one, and then in the person's name."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "plan_id": "01a203ef-2e36-720a-8f11-3b984351fa2c",
                    "kind": "progress_report",
                    "who": "各街道",
                    "what": "报送季度工作进展",
                    "recurrence": "quarterly",
                    "due": {"precision": "day", "month": 1, "day": 10},
                    "subject_offset": -1,
                    "workday_policy": "next_workday",
                }
            ]
        }
    )

    plan_id: PlanId
    kind: DutyKind
    who: Name | None = None
    to: Name | None = None
    what: Name
    action: Key | None = None
    recurrence: Recurrence
    count_per_period: _COUNT | None = None
    due: Due | None = None
    subject_offset: _OFFSET | None = None
    first_year: Year | None = None
    last_year: Year | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    workday_policy: WorkdayPolicy | None = None
    clause: Clause | None = None


class Emptied(StrEnum):
    """What of a duty may be taken away."""

    WHO = "who"
    TO = "to"
    ACTION = "action"
    COUNT_PER_PERIOD = "count_per_period"
    DUE = "due"
    FIRST_YEAR = "first_year"
    LAST_YEAR = "last_year"
    VALID_FROM = "valid_from"
    VALID_UNTIL = "valid_until"


class DutyEdit(Wire):
    """What is corrected on a duty of a draft; absent fields stay, those named in ``empty`` are taken away."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"workday_policy": "next_workday", "empty": ["valid_until"]}]})

    kind: DutyKind | None = None
    who: Name | None = None
    to: Name | None = None
    what: Name | None = None
    action: Key | None = None
    recurrence: Recurrence | None = None
    count_per_period: _COUNT | None = None
    due: Due | None = None
    subject_offset: _OFFSET | None = None
    first_year: Year | None = None
    last_year: Year | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    workday_policy: WorkdayPolicy | None = None
    empty: list[Emptied] = Field(default_factory=list, max_length=len(Emptied))


class PreviewedOccurrence(Wire):
    """An occurrence as it would be scheduled; nothing is stored."""

    subject_year: Year
    sequence: int
    due: Instant | None = None
    past: bool = Field(description="whether it is due before the day as of which it was computed")
    reasoning: Reasoning


class Preview(Wire):
    """A duty's occurrences between two days, computed with the calendars known as of a day."""

    duty_id: UUID
    as_of: date
    items: list[PreviewedOccurrence]
    more: bool = Field(description="whether there are more than the first 500")
