"""Queries on duties and on who owes them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, func, or_, select, update

from services.plans.models import ActionRecord, DutyRecord, PlanRecord, ResponsibilityRecord
from shared.kit.db import Db, WriteDb
from shared.kit.tables import table_of
from shared.schemas.responsibilities import ObligationKind

duties, actions, plans = table_of(DutyRecord), table_of(ActionRecord), table_of(PlanRecord)
entries = table_of(ResponsibilityRecord)

_of_plan = [plans.c.region_path, plans.c.state, plans.c.disclosure, plans.c.period_start, plans.c.period_end]
_one = select(duties, *_of_plan).join(plans, plans.c.id == duties.c.plan_id).where(duties.c.id == bindparam("id"))
_about = (entries.c.plan_id == bindparam("plan"), entries.c.about == ObligationKind.DUTY, entries.c.action_key == bindparam("key"))
_BEARER = (entries.c.role, entries.c.written, entries.c.unit_id, entries.c.group_id, entries.c.valid_from, entries.c.valid_until)
_bearers = select(*_BEARER).where(*_about)
_keys = select(duties.c.key, duties.c.position).where(duties.c.plan_id == bindparam("plan"))
_action = select(actions.c.id).where(actions.c.plan_id == bindparam("plan"), actions.c.key == bindparam("key"))
_last_entry = select(func.coalesce(func.max(entries.c.position), -1).label("last")).where(entries.c.plan_id == bindparam("plan"))


async def duty(db: Db, duty_id: UUID) -> Row[Any] | None:
    """A duty with its plan's rights and years."""
    return await db.one(_one, {"id": duty_id})


async def duty_to_change(db: WriteDb, duty_id: UUID) -> DutyRecord:
    """A duty as a record; its plan is locked already."""
    return (await db.session.scalars(select(DutyRecord).where(DutyRecord.id == duty_id))).one()


async def remove_duty(db: WriteDb, record: DutyRecord) -> None:
    """Delete a duty of a draft."""
    await db.session.delete(record)


async def keys_of(db: Db, plan_id: UUID) -> Sequence[Row[Any]]:
    """Key and position of every duty of a plan."""
    return await db.all(_keys, {"plan": plan_id})


async def has_action(db: Db, plan_id: UUID, key: str) -> bool:
    """Whether a plan has an action of that key."""
    return await db.one(_action, {"plan": plan_id, "key": key}) is not None


async def bearers(db: Db, plan_id: UUID, key: str, on: date | None) -> Sequence[Row[Any]]:
    """Who owes a duty; with a day, who owes it on that day."""
    statement = _bearers
    if on is not None:
        statement = statement.where(
            or_(entries.c.valid_from.is_(None), entries.c.valid_from <= on), or_(entries.c.valid_until.is_(None), entries.c.valid_until > on)
        )
    return await db.all(statement.order_by(entries.c.position, entries.c.id), {"plan": plan_id, "key": key})


async def last_entry(db: Db, plan_id: UUID) -> int:
    """The position of a plan's last responsibility; -1 if it has none."""
    row = await db.one(_last_entry, {"plan": plan_id})
    return int(row.last) if row else -1


async def forget_bearers(db: WriteDb, plan_id: UUID, key: str) -> None:
    """Drop who a draft's duty names."""
    await db.run(delete(entries).where(*_about), {"plan": plan_id, "key": key})


async def versions(db: Db, plan_id: UUID, keys: Iterable[str]) -> dict[str, int]:
    """How often each of some duties changed, by key."""
    rows = await db.all(select(duties.c.key, duties.c.version).where(duties.c.plan_id == plan_id, duties.c.key.in_(sorted(set(keys)))))
    return {row.key: row.version for row in rows}


async def count_changes(db: WriteDb, plan_id: UUID, keys: Iterable[str]) -> Sequence[Row[Any]]:
    """Raise the count of changes of some duties; (id, key, fact, the new version) of each, in document order."""
    mine = (duties.c.plan_id == plan_id, duties.c.key.in_(sorted(set(keys))))
    await db.run(update(duties).where(*mine).values(version=duties.c.version + 1))
    return await db.all(select(duties.c.id, duties.c.key, duties.c.fact, duties.c.version).where(*mine).order_by(duties.c.position))


async def bearers_by_key(db: Db, plan_id: UUID, keys: Iterable[str]) -> dict[str, list[Row[Any]]]:
    """Who owes, owed and will owe some duties, by their key."""
    wanted = (entries.c.plan_id == plan_id, entries.c.about == ObligationKind.DUTY, entries.c.action_key.in_(sorted(set(keys))))
    found: dict[str, list[Row[Any]]] = {}
    for row in await db.all(select(entries.c.action_key, *_BEARER).where(*wanted).order_by(entries.c.position, entries.c.id)):
        found.setdefault(row.action_key, []).append(row)
    return found
