"""Consultations: each unit asked has a deadline, which it is reminded of until the last day, and never called in for."""

from datetime import datetime
from uuid import UUID, uuid5

from services.notifications.rules import wording
from services.notifications.rules.policies import Policy
from services.notifications.service.reminding import clear_deadline, set_deadline
from services.notifications.service.telling import Occasion
from shared.kit.db import WriteDb
from shared.kit.service import Service
from shared.schemas.base import UnitId
from shared.schemas.deadlines import ClearedAs
from shared.schemas.events.planning import ConsultationAnswered, ConsultationClosed, ConsultationEvent, ConsultationOpened
from shared.schemas.events.reporting import Concern, DeadlineCleared, DeadlineSet
from shared.schemas.messages import MessageKind
from shared.schemas.policies import DeadlineKind


def deadline_id(consultation_id: UUID, unit_id: UUID) -> UUID:
    """The id of a unit's deadline in a consultation: the same whenever it is asked for."""
    return uuid5(consultation_id, unit_id.hex)


async def open_deadlines(db: WriteDb, opened: ConsultationOpened, service: Service, otherwise: Policy) -> None:
    """A deadline with its reminders for each unit that was asked."""
    for unit_id in opened.unit_ids:
        await set_deadline(db, _deadline(opened, unit_id), service.clock.now(), otherwise)


def _deadline(opened: ConsultationOpened, unit_id: UnitId) -> DeadlineSet:
    return DeadlineSet(
        version=opened.version,
        deadline_id=deadline_id(opened.consultation_id, unit_id),
        kind=DeadlineKind.CONSULTATION,
        title=f"对《{opened.title}》的意见"[:300],
        unit_id=unit_id,
        region_path=opened.region_path,
        due=opened.closes,
        due_on=opened.closes_on,
        link=_link(opened.plan_id),
        concerns=[Concern(plan_id=opened.plan_id)],
    )


async def clear_deadlines(db: WriteDb, closed: ConsultationClosed, now: datetime) -> None:
    """Nobody is asked any more."""
    for unit_id in closed.unit_ids:
        await clear_deadline(db, _cleared(closed, unit_id, ClearedAs.ENDED, "consultation closed"), now)


async def unit_answered(db: WriteDb, answered: ConsultationAnswered, now: datetime) -> None:
    """The unit has spoken."""
    await clear_deadline(db, _cleared(answered, answered.unit_id, ClearedAs.FULFILLED, "answered"), now)


def _cleared(event: ConsultationEvent, unit_id: UUID, cleared: ClearedAs, why: str) -> DeadlineCleared:
    return DeadlineCleared(version=event.version, deadline_id=deadline_id(event.consultation_id, unit_id), cleared_as=cleared, why=why)


def asked(opened: ConsultationOpened) -> Occasion:
    """What the liaisons of the units asked are told."""
    text = wording.consulted(opened.title, opened.closes_on)
    return Occasion(f"consultation/{opened.consultation_id}", MessageKind.CONSULTATION, text, opened.plan_id, _link(opened.plan_id))


def _link(plan_id: UUID) -> str:
    return f"/api/v1/plans/{plan_id}"
