"""Queries of the scan: what is due, whom it concerns, what became of it - a fixed number of statements per batch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, func, literal, or_, select, update

from services.notifications.models import DeadlineRecord, KnownAccount, KnownPost, KnownUnit, MessageRecord, ReminderRecord
from shared.kit.db import Db, WriteDb
from shared.kit.tables import table_of
from shared.schemas.deadlines import ReminderState
from shared.schemas.messages import MessageKind

deadlines, reminders, units = table_of(DeadlineRecord), table_of(ReminderRecord), table_of(KnownUnit)
accounts, posts, messages = table_of(KnownAccount), table_of(KnownPost), table_of(MessageRecord)
_PLANNED = reminders.c.state == literal("planned", literal_execute=True)
"""Spelled out, not bound: SQLite uses a partial index only where it can read its condition in the statement."""
_steps = select(reminders.c.deadline_id, reminders.c.deadline_version, reminders.c.audience, reminders.c.send_at, reminders.c.id).where(
    reminders.c.deadline_id.in_(bindparam("deadlines", expanding=True)),
    or_(reminders.c.state == ReminderState.PLANNED, reminders.c.state == ReminderState.SENT),
    reminders.c.send_at <= bindparam("now"),
)
_something_due = select(reminders.c.id).where(_PLANNED, reminders.c.send_at <= bindparam("now")).limit(1)
_next = (
    select(reminders)
    .where(_PLANNED, reminders.c.send_at <= bindparam("now"))
    .order_by(reminders.c.send_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=reminders)
    .cte("next")
)
"""Limited before anything is joined: a batch must not cost what all that is due costs."""
_due = (
    select(
        _next.c.id,
        _next.c.audience,
        _next.c.deadline_id,
        _next.c.deadline_version,
        _next.c.send_at,
        _next.c.channels,
        _next.c.digest_at,
        _next.c.unless_acknowledged,
        deadlines.c.title,
        deadlines.c.unit_id,
        deadlines.c.region_path,
        deadlines.c.due_on,
        deadlines.c.link,
        deadlines.c.policy_id,
        units.c.name.label("unit_name"),
    )
    .join(deadlines, deadlines.c.id == _next.c.deadline_id)
    .outerjoin(units, units.c.id == deadlines.c.unit_id)
    .order_by(_next.c.send_at, _next.c.id)
)
_holders = (
    select(posts.c.role, posts.c.unit_id, posts.c.region_path, posts.c.account_id)
    .join(accounts, accounts.c.id == posts.c.account_id)
    .where(accounts.c.active, posts.c.valid_from <= bindparam("day"))
    .where(or_(posts.c.valid_until.is_(None), posts.c.valid_until > bindparam("day")))
    .where(
        or_(
            and_(posts.c.unit_id.in_(bindparam("units", expanding=True)), posts.c.role.in_(bindparam("of_units", expanding=True))),
            and_(posts.c.region_path.in_(bindparam("regions", expanding=True)), posts.c.role.in_(bindparam("of_regions", expanding=True))),
        )
    )
)
_acknowledged = (
    select(messages.c.about, messages.c.account_id)
    .distinct()
    .join(deadlines, deadlines.c.id == messages.c.about)
    .where(
        messages.c.about.in_(bindparam("deadlines", expanding=True)),
        messages.c.kind == MessageKind.REMINDER,
        messages.c.acknowledged_at.is_not(None),
        messages.c.sent_at >= deadlines.c.since,
    )
)
_mark = update(reminders).where(reminders.c.id.in_(bindparam("ids", expanding=True)))
_overdue = select(func.count().label("rows")).where(_PLANNED, reminders.c.send_at <= bindparam("now"))


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose holders are looked for: these roles of these units, those roles of those regions."""

    units: frozenset[UUID]
    of_units: frozenset[str]
    regions: frozenset[str]
    of_regions: frozenset[str]


async def something_due(db: Db, now: datetime) -> bool:
    """Whether a scan would find work."""
    return await db.one(_something_due, {"now": now}) is not None


async def due_reminders(db: WriteDb, now: datetime, most: int) -> Sequence[Row[Any]]:
    """Planned reminders whose instant has come, oldest first, locked; another worker skips them."""
    return await db.all(_due, {"now": now, "most": most})


async def steps_reached(db: Db, deadline_ids: Iterable[UUID], now: datetime) -> Sequence[Row[Any]]:
    """Every step of these deadlines that is due or was sent; asked once per batch, for a subquery per row would go through all that is due."""
    return await db.all(_steps, {"deadlines": sorted(set(deadline_ids)), "now": now})


async def holders(db: Db, asked: Asked, day: date) -> Sequence[Row[Any]]:
    """Active accounts that hold one of the roles on ``day``, with the unit and region of their post."""
    lists = {name: sorted(getattr(asked, name)) for name in ("units", "of_units", "regions", "of_regions")}
    return await db.all(_holders, {"day": day, **lists})


async def acknowledged(db: Db, deadline_ids: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """(deadline, account): who signed for a reminder of the deadline as it stands."""
    return {(row.about, row.account_id) for row in await db.all(_acknowledged, {"deadlines": sorted(set(deadline_ids))})}


async def mark(db: WriteDb, ids: Sequence[UUID], **values: Any) -> None:
    """Move reminders on."""
    if ids:
        await db.run(_mark.values(**values), {"ids": list(ids)})


async def overdue(db: Db, before: datetime) -> int:
    """How many planned reminders should have gone out at ``before`` or earlier."""
    row = await db.one(_overdue, {"now": before})
    return int(row.rows) if row else 0
