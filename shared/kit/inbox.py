"""The inbox: an event takes effect once, and an older state never overwrites a newer one."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from sqlalchemy import insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from shared.kit.clock import real_now
from shared.kit.context import request_scope
from shared.kit.db import Database, WriteDb
from shared.kit.log import logger
from shared.kit.problems import Problem
from shared.kit.tables import inbox_events, inbox_subjects
from shared.schemas.cloud_event import CloudEvent, EventOutcome, EventOutcomes
from shared.schemas.events import EVENTS, Event

Data = TypeVar("Data", bound=Event)
Handler = Callable[[WriteDb, Any], Awaitable[None]]



@dataclass(frozen=True, slots=True)
class Received(Generic[Data]):
    """A typed event with its envelope."""

    envelope: CloudEvent
    data: Data


class Handlers:
    """What a service does on each event it hears."""

    def __init__(self) -> None:
        self._by_type: dict[str, Handler] = {}

    def on(self, event: type[Data]) -> Callable[[Callable[[WriteDb, Received[Data]], Awaitable[None]]], Callable[[WriteDb, Received[Data]], Awaitable[None]]]:
        """Register the handler of ``event``; it runs inside the inbox's transaction and must not call anybody."""

        def register(handler: Callable[[WriteDb, Received[Data]], Awaitable[None]]) -> Callable[[WriteDb, Received[Data]], Awaitable[None]]:
            if event.type in self._by_type:
                raise ValueError(f"{event.type} has a handler already")
            self._by_type[event.type] = handler
            return handler

        return register

    def types(self) -> frozenset[str]:
        """The event types that are handled."""
        return frozenset(self._by_type)

    async def handle(self, db: WriteDb, envelope: CloudEvent) -> None:
        """Run the handler of the event's type; raises ValidationError for data that does not fit."""
        data = EVENTS[envelope.type].model_validate(envelope.data)
        await self._by_type[envelope.type](db, Received(envelope, data))


async def take(database: Database, handlers: Handlers, batch: list[CloudEvent]) -> EventOutcomes:
    """Take a batch in one transaction, each event in a savepoint of its own: one bad event does not hold up the rest."""
    async with database.write() as db:
        outcomes = [await _take_one(db, handlers, envelope) for envelope in batch]
    return EventOutcomes(outcomes=outcomes)


async def _take_one(db: WriteDb, handlers: Handlers, envelope: CloudEvent) -> EventOutcome:
    if envelope.type not in handlers.types():
        return EventOutcome(id=envelope.id, outcome="refused", why=f"{envelope.type} is not handled here")
    if await db.one(select(inbox_events.c.id).where(inbox_events.c.id == envelope.id)) is not None:
        return EventOutcome(id=envelope.id, outcome="repeated")
    try:
        with request_scope(envelope.requestid or None):
            async with db.session.begin_nested():
                return await _apply(db, handlers, envelope)
    except (ValidationError, SQLAlchemyError, Problem, LookupError, ValueError) as fault:
        logger.error("event refused", type=envelope.type, event_id=str(envelope.id), exc_info=fault)
        return EventOutcome(id=envelope.id, outcome="refused", why=f"{type(fault).__name__}: {fault}"[:500])


async def _apply(db: WriteDb, handlers: Handlers, envelope: CloudEvent) -> EventOutcome:
    outdated = EVENTS[envelope.type].is_state and not await _is_newer(db, envelope)
    if not outdated:
        await handlers.handle(db, envelope)
        await db.flush()
    row = {"id": envelope.id, "type": envelope.type, "subject": envelope.subject, "subject_version": envelope.subjectversion}
    outcome = "outdated" if outdated else "applied"
    await db.run(insert(inbox_events), {**row, "received_at": real_now(), "outcome": outcome})
    return EventOutcome(id=envelope.id, outcome="outdated" if outdated else "applied")


async def _is_newer(db: WriteDb, envelope: CloudEvent) -> bool:
    """Whether this state is newer than the one known; if so it is the one known from now on."""
    topic = EVENTS[envelope.type].topic()
    key = (inbox_subjects.c.topic == topic, inbox_subjects.c.subject == envelope.subject)
    known = await db.one(select(inbox_subjects.c.subject_version).where(*key).with_for_update())
    if known is None:
        await db.run(insert(inbox_subjects), {"topic": topic, "subject": envelope.subject, "subject_version": envelope.subjectversion})
        return True
    if known.subject_version >= envelope.subjectversion:
        return False
    await db.run(update(inbox_subjects).where(*key).values(subject_version=envelope.subjectversion))
    return True
