"""Occurrences of duties on the wire, each with the reasons for its date."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from shared.schemas.base import Instant, Key, Name, PlanId, Wire, Year
from shared.schemas.calendars import CalendarUsed
from shared.schemas.plan_document import Clause, Due, Recurrence, WorkdayPolicy
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


class FullOccurrence(Occurrence):
    """An occurrence with the reasons for its day and every move that it made."""

    reasoning: Reasoning
    moves: list[OccurrenceMove]
