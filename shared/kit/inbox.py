"""The inbox: an event takes effect once, and an older state never overwrites a newer one."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from sqlalchemy import bindparam, select, update

from shared.kit.clock import real_now
from shared.kit.context import request_scope
from shared.kit.db import Database, WriteDb
from shared.kit.log import logger
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

    def on(
        self, event: type[Data]
    ) -> Callable[[Callable[[WriteDb, Received[Data]], Awaitable[None]]], Callable[[WriteDb, Received[Data]], Awaitable[None]]]:
        """Register the handler of ``event``; it runs inside the inbox's transaction and must not call anybody."""

        def register(handler: Callable[[WriteDb, Received[Data]], Awaitable[None]]) -> Callable[[WriteDb, Received[Data]], Awaitable[None]]:
            if event.type in self._by_type:
                raise ValueError(f"{event.type} has a handler already")
            self._by_type[event.type] = handler
            return handler

        return register

    def copy(self) -> "Handlers":
        """The same handlers, to which one running service adds those that need it."""
        other = Handlers()
        other._by_type.update(self._by_type)
        return other

    def types(self) -> frozenset[str]:
        """The event types that are handled."""
        return frozenset(self._by_type)

    async def handle(self, db: WriteDb, envelope: CloudEvent) -> None:
        """Run the handler of the event's type; raises ValidationError for data that does not fit."""
        data = EVENTS[envelope.type].model_validate(envelope.data)
        await self._by_type[envelope.type](db, Received(envelope, data))


async def take(database: Database, handlers: Handlers, batch: list[CloudEvent]) -> EventOutcomes:
    """Take a batch in one transaction. A batch with a bad event is taken again event by event, each in a savepoint of its own:
    one bad event does not hold up the rest.
    """
    async with database.write() as db:
        try:
            async with db.session.begin_nested():
                outcomes = await _take_all(db, handlers, batch)
        except Exception as fault:  # the edge of the service: whatever a message breaks, it must not break the batch
            logger.info("batch is taken event by event", why=type(fault).__name__)
            outcomes = [await _take_one(db, handlers, envelope) for envelope in batch]
    return EventOutcomes(outcomes=outcomes)


async def _take_one(db: WriteDb, handlers: Handlers, envelope: CloudEvent) -> EventOutcome:
    try:
        async with db.session.begin_nested():
            return (await _take_all(db, handlers, [envelope]))[0]
    except Exception as fault:  # as above
        logger.error("event refused", type=envelope.type, event_id=str(envelope.id), exc_info=fault)
        return EventOutcome(id=envelope.id, outcome="refused", why=f"{type(fault).__name__}: {fault}"[:500])


async def _take_all(db: WriteDb, handlers: Handlers, batch: list[CloudEvent]) -> list[EventOutcome]:
    """Apply what is new; look-ups and bookkeeping are one statement each for the whole batch."""
    seen = {row.id for row in await db.all(_seen, {"ids": [envelope.id for envelope in batch]})}
    known = await _Versions.load(db, batch)
    outcomes, rows = [], []
    for envelope in batch:
        outcome = await _apply(db, handlers, envelope, seen, known)
        outcomes.append(EventOutcome(id=envelope.id, outcome=outcome))
        if outcome != "repeated":
            seen.add(envelope.id)
            rows.append(_row(envelope, outcome))
    await db.flush()
    await db.insert(inbox_events, rows)
    await known.store(db)
    return outcomes


Outcome = Literal["applied", "repeated", "outdated"]


async def _apply(db: WriteDb, handlers: Handlers, envelope: CloudEvent, seen: set[UUID], known: "_Versions") -> Outcome:
    if envelope.type not in handlers.types():
        raise LookupError(f"{envelope.type} is not handled here")
    if envelope.id in seen:
        return "repeated"
    if EVENTS[envelope.type].is_state and not known.is_news(envelope):
        return "outdated"
    with request_scope(envelope.requestid or None):
        await handlers.handle(db, envelope)
    return "applied"


def _row(envelope: CloudEvent, outcome: str) -> dict[str, Any]:
    about = {"type": envelope.type, "subject": envelope.subject, "subject_version": envelope.subjectversion}
    return {"id": envelope.id, **about, "received_at": real_now(), "outcome": outcome}


class _Versions:
    """The newest version known of each subject of a batch, locked until the transaction ends."""

    def __init__(self, known: dict[tuple[str, str], int]) -> None:
        self._known = known
        self._changed: dict[tuple[str, str], int] = {}

    @classmethod
    async def load(cls, db: WriteDb, batch: list[CloudEvent]) -> "_Versions":
        subjects = sorted({envelope.subject for envelope in batch})
        return cls({(row.topic, row.subject): row.subject_version for row in await db.all(_subjects, {"subjects": subjects})})

    def is_news(self, envelope: CloudEvent) -> bool:
        """Whether this state is newer than the one known; if so it is the one known from now on."""
        key = (EVENTS[envelope.type].topic(), envelope.subject)
        known = self._changed.get(key, self._known.get(key))
        if known is not None and known >= envelope.subjectversion:
            return False
        self._changed[key] = envelope.subjectversion
        return True

    async def store(self, db: WriteDb) -> None:
        rows = [{"topic": topic, "subject": subject, "subject_version": version} for (topic, subject), version in self._changed.items()]
        await db.insert(inbox_subjects, [row for row in rows if (row["topic"], row["subject"]) not in self._known])
        moved = [
            {"of": row["topic"], "about": row["subject"], "to": row["subject_version"]}
            for row in rows
            if (row["topic"], row["subject"]) in self._known
        ]
        await db.run(_move_subject, moved)


_seen = select(inbox_events.c.id).where(inbox_events.c.id.in_(bindparam("ids", expanding=True)))
_subjects = select(inbox_subjects).where(inbox_subjects.c.subject.in_(bindparam("subjects", expanding=True))).with_for_update()
_move_subject = (
    update(inbox_subjects)
    .where(inbox_subjects.c.topic == bindparam("of"), inbox_subjects.c.subject == bindparam("about"))
    .values(subject_version=bindparam("to"))
)
