"""Queries on units that are about to change, and on their people."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select, update

from services.plans.models import PlanRecord, PostRecord, ResponsibilityRecord, UnitName, UnitPerson, UnitRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.tables import table_of

units, people, names = table_of(UnitRecord), table_of(UnitPerson), table_of(UnitName)
_OPEN_PLANS = ("drafting", "consultation", "issued", "in_force")


async def unit_to_change(db: WriteDb, unit_id: UUID) -> UnitRecord | None:
    """A unit, locked."""
    return (await db.session.scalars(select(UnitRecord).where(UnitRecord.id == unit_id).with_for_update())).one_or_none()


async def lies_below(db: Db, unit_id: UUID, superior_id: UUID) -> bool:
    """Whether ``superior_id`` is the unit or lies below it, in one statement."""
    chain = select(units.c.id, units.c.superior_id).where(units.c.id == superior_id).cte("chain", recursive=True)
    above = units.alias()
    chain = chain.union(select(above.c.id, above.c.superior_id).join(chain, above.c.id == chain.c.superior_id))
    return bool(await db.all(select(chain.c.id).where(chain.c.id == unit_id)))


async def name_in_use(db: WriteDb, region_id: UUID, name: str) -> UnitName | None:
    """Who answers to a name in a region."""
    wanted = select(UnitName).where(UnitName.region_id == region_id, UnitName.name == name, UnitName.valid_until.is_(None))
    return (await db.session.scalars(wanted.with_for_update())).one_or_none()


async def names_of(db: WriteDb, unit_id: UUID) -> list[UnitName]:
    """Names that a unit answers to, locked."""
    wanted = select(UnitName).where(UnitName.unit_id == unit_id, UnitName.valid_until.is_(None)).order_by(UnitName.id)
    return list(await db.session.scalars(wanted.with_for_update()))


async def posts_running(db: WriteDb, unit_id: UUID, day: date) -> list[PostRecord]:
    """Posts of a unit that are in force on ``day`` or later."""
    wanted = select(PostRecord).where(PostRecord.unit_id == unit_id, or_(PostRecord.valid_until.is_(None), PostRecord.valid_until > day))
    return list(await db.session.scalars(wanted.order_by(PostRecord.id)))


async def entries_of(db: WriteDb, unit_ids: Iterable[UUID], day: date) -> list[ResponsibilityRecord]:
    """What some units are responsible for on ``day`` or later, in plans that are not over."""
    running = or_(ResponsibilityRecord.valid_until.is_(None), ResponsibilityRecord.valid_until > day)
    open_plans = select(PlanRecord.id).where(PlanRecord.state.in_(_OPEN_PLANS))
    wanted = select(ResponsibilityRecord).where(
        ResponsibilityRecord.unit_id.in_(list(unit_ids)), running, ResponsibilityRecord.plan_id.in_(open_plans)
    )
    return list(await db.session.scalars(wanted.order_by(ResponsibilityRecord.plan_id, ResponsibilityRecord.id)))


async def plans_by_id(db: WriteDb, plan_ids: Iterable[UUID]) -> dict[UUID, PlanRecord]:
    """Plans, locked in order."""
    wanted = select(PlanRecord).where(PlanRecord.id.in_(list(plan_ids))).order_by(PlanRecord.id).with_for_update()
    return {plan.id: plan for plan in await db.session.scalars(wanted)}


async def units_beneath(db: WriteDb, unit_id: UUID) -> list[UnitRecord]:
    """Units whose superior or seat is this one, locked."""
    wanted = select(UnitRecord).where(or_(UnitRecord.superior_id == unit_id, UnitRecord.seated_at_id == unit_id))
    return list(await db.session.scalars(wanted.order_by(UnitRecord.id).with_for_update()))


async def give_people(db: WriteDb, unit_id: UUID, day: date) -> None:
    """Leaders and contacts of a unit that is closed end on its day."""
    running = or_(people.c.valid_until.is_(None), people.c.valid_until > day)
    await db.run(update(people).where(people.c.unit_id == unit_id, people.c.valid_from < day, running).values(valid_until=day))


async def person_to_change(db: WriteDb, person_id: UUID) -> UnitPerson | None:
    """A leader or contact, locked."""
    return (await db.session.scalars(select(UnitPerson).where(UnitPerson.id == person_id).with_for_update())).one_or_none()


async def people_page(db: Db, query: PageQuery, unit_id: UUID, day: date | None) -> Sequence[Row[Any]]:
    """Leaders and contacts of a unit, of one day or of all time, in order of entry."""
    statement = select(people).where(people.c.unit_id == unit_id)
    if day is not None:
        statement = statement.where(people.c.valid_from <= day, or_(people.c.valid_until.is_(None), people.c.valid_until > day))
    return await db.all(after(statement, query, (people.c.id, UUID)))
