"""Duties and their occurrences: what is owed, about which period, due when."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.schemas.base import Instant, Key, PlanId, Year
from shared.schemas.duties import Bearer
from shared.schemas.events.base import INDICATORS, PLANS, SUBMISSIONS, Event
from shared.schemas.plan_document import Duty


class DutyChanged(Event):
    """A duty of an issued plan as it now is, with everybody who owes, owed or will owe it; ``gone``: an amendment took it out."""

    type: ClassVar = "duty.changed"
    sender: ClassVar = PLANS
    receivers: ClassVar = (SUBMISSIONS,)

    duty_id: UUID
    plan_id: PlanId
    duty: Duty
    bearers: list[Bearer]
    gone: bool = False


class OccurrenceEvent(Event):
    """Base of the occurrence events: one concrete instance of a duty."""

    sender: ClassVar = PLANS
    receivers: ClassVar = (INDICATORS, SUBMISSIONS)

    occurrence_id: UUID
    plan_id: PlanId
    duty_key: Key
    subject_year: Year
    sequence: int
    due: Instant | None
    due_on: date | None
    provisional: bool


class OccurrenceScheduled(OccurrenceEvent):
    """An occurrence became known."""

    type: ClassVar = "occurrence.scheduled"


class OccurrenceMoved(OccurrenceEvent):
    """The calendar or an amendment moved an occurrence."""

    type: ClassVar = "occurrence.moved"


class OccurrenceVoided(Event):
    """An occurrence will not take place."""

    type: ClassVar = "occurrence.voided"
    sender: ClassVar = PLANS
    receivers: ClassVar = (INDICATORS, SUBMISSIONS)

    occurrence_id: UUID
