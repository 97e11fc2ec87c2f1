"""Statements by which an adopted amendment changes a plan's facts: set by set."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, func, select, update

from services.plans.repository.plans import FACTS, responsibilities
from shared.kit.db import Db, WriteDb


async def rows_of(db: Db, part: str, plan_id: UUID) -> Sequence[Row[Any]]:
    """The rows of a plan's facts of one kind: id, key, fact."""
    table = FACTS[part]
    return await db.all(select(table.c.id, table.c.key, table.c.fact).where(table.c.plan_id == plan_id).order_by(table.c.position))


async def delete_facts(db: WriteDb, part: str, plan_id: UUID, keys: Sequence[str]) -> None:
    """Take facts out."""
    table = FACTS[part]
    await db.run(delete(table).where(table.c.plan_id == plan_id, table.c.key.in_(keys)))


async def place_facts(db: WriteDb, part: str, plan_id: UUID, rows: Sequence[dict[str, Any]]) -> None:
    """Give facts that stay their new place and text."""
    table = FACTS[part]
    change = update(table).where(table.c.plan_id == bindparam("of"), table.c.key == bindparam("known"))
    values = [{"of": plan_id, "known": row["key"], "place": row["position"], "said": row["fact"]} for row in rows]
    await db.run(change.values(position=bindparam("place"), fact=bindparam("said")), values)


async def mark_facts(db: WriteDb, part: str, plan_id: UUID, keys: Sequence[str], number: int) -> None:
    """Note the version that facts came with."""
    table = FACTS[part]
    await db.run(update(table).where(table.c.plan_id == plan_id, table.c.key.in_(keys)).values(since_version=number))


async def insert_facts(db: WriteDb, part: str, rows: Sequence[dict[str, Any]]) -> None:
    """Put new facts in."""
    await db.insert(FACTS[part], rows)


async def entries_of(db: Db, plan_id: UUID) -> Sequence[Row[Any]]:
    """Every unit entry of a plan: of actions, duties and indicators, ended ones too."""
    own = responsibilities.c
    return await db.all(select(responsibilities).where(own.plan_id == plan_id).order_by(own.position, own.id))


async def place_entries(db: WriteDb, places: Sequence[dict[str, Any]]) -> None:
    """Say where unit entries that stay are printed now: ``which`` and the columns of a clause."""
    names = ("clause_path", "quote", "clause_start", "clause_end")
    change = update(responsibilities).where(responsibilities.c.id == bindparam("which"))
    change = change.values({name: bindparam(f"new_{name}") for name in names} | {"version": responsibilities.c.version + 1})
    await db.run(change, [{"which": place["which"], **{f"new_{name}": place[name] for name in names}} for place in places])


async def delete_entries(db: WriteDb, rows: Sequence[Any]) -> None:
    """Take unit entries of a draft out."""
    await db.run(delete(responsibilities).where(responsibilities.c.id.in_([row.id for row in rows])))


async def end_entries(db: WriteDb, rows: Sequence[Any], day: date) -> None:
    """Unit entries hold until ``day``; one that would never have held is taken out."""
    own = responsibilities.c
    never = [row.id for row in rows if row.valid_from is not None and row.valid_from >= day]
    open_ones = [row.id for row in rows if row.id not in set(never) and (row.valid_until is None or row.valid_until > day)]
    await db.run(delete(responsibilities).where(own.id.in_(never)))
    await db.run(update(responsibilities).where(own.id.in_(open_ones)).values(valid_until=day, version=own.version + 1))


async def unresolved(db: Db, plan_id: UUID) -> int:
    """Unit entries of actions that nobody answers to and that have not ended."""
    own = responsibilities.c
    nobody = (own.unit_id.is_(None), own.group_id.is_(None), own.valid_until.is_(None))
    row = await db.one(select(func.count()).where(own.plan_id == plan_id, own.about == "action", *nobody))
    return int(row[0]) if row else 0
