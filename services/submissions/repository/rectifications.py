"""Queries on rectifications."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select

from services.submissions.models import KnownIndicator, KnownUnit, RectificationEventRecord, RectificationRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.rectifications import RectificationState

rectifications, events = table_of(RectificationRecord), table_of(RectificationEventRecord)
units, indicators = table_of(KnownUnit), table_of(KnownIndicator)
_RIGHTS = RightsColumns(region_path=rectifications.c.region_path, unit_id=rectifications.c.unit_id, disclosure=rectifications.c.disclosure)
_shown = select(rectifications, units.c.name.label("unit_name")).outerjoin(units, units.c.id == rectifications.c.unit_id)
_by_id = _shown.where(rectifications.c.id == bindparam("id"))
LIVE = (RectificationState.PROPOSED, RectificationState.OPEN, RectificationState.REPORTED, RectificationState.WAIVER_ASKED)


async def rectification(db: Db, rectification_id: UUID) -> Row[Any] | None:
    """A rectification with the name of the unit that puts it right."""
    return await db.one(_by_id, {"id": rectification_id})


async def page(
    db: Db, query: PageQuery, actor: Actor, unit_id: UUID | None, plan_id: UUID | None, state: str | None, due_before: date | None
) -> Sequence[Row[Any]]:
    """Rectifications the actor may know of, oldest first; ``due_before``: open, and due before that day."""
    statement = _shown.where(visible(actor, Permission.RECTIFICATION_READ, _RIGHTS))
    for column, wanted in ((rectifications.c.unit_id, unit_id), (rectifications.c.plan_id, plan_id), (rectifications.c.state, state)):
        if wanted is not None:
            statement = statement.where(column == wanted)
    if due_before is not None:
        statement = statement.where(rectifications.c.state == RectificationState.OPEN, rectifications.c.due_on < due_before)
    return await db.all(after(statement, query, (rectifications.c.id, UUID)))


async def to_change(db: WriteDb, rectification_id: UUID) -> RectificationRecord:
    """A rectification as a record, locked."""
    return (await db.session.scalars(select(RectificationRecord).where(RectificationRecord.id == rectification_id).with_for_update())).one()


async def live_of_target(db: WriteDb, target_id: UUID) -> RectificationRecord | None:
    """The one of a target that is under way, locked."""
    wanted = select(RectificationRecord).where(RectificationRecord.target_id == target_id, RectificationRecord.state.in_(LIVE))
    return (await db.session.scalars(wanted.with_for_update())).one_or_none()


async def live_of_unit(db: WriteDb, unit_id: UUID) -> list[RectificationRecord]:
    """Those under way that a unit owns, locked."""
    wanted = select(RectificationRecord).where(RectificationRecord.unit_id == unit_id, RectificationRecord.state.in_(LIVE))
    return list(await db.session.scalars(wanted.order_by(RectificationRecord.id).with_for_update()))


async def history(db: Db, rectification_id: UUID) -> Sequence[Row[Any]]:
    """Everything that happened to one, oldest first."""
    return await db.all(select(events).where(events.c.rectification_id == rectification_id).order_by(events.c.number))


async def next_number(db: Db, rectification_id: UUID) -> int:
    """The number of the next thing that happens to it."""
    row = await db.one(select(func.coalesce(func.max(events.c.number), 0).label("last")).where(events.c.rectification_id == rectification_id))
    return int(row.last) + 1 if row else 1


async def disclosure_of(db: Db, plan_indicator_id: UUID) -> str | None:
    """The disclosure level of a plan indicator; None where it is not known."""
    row = await db.one(select(indicators.c.disclosure).where(indicators.c.id == plan_indicator_id))
    return row.disclosure if row else None
