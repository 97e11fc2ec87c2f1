"""Queries on versions and amendments of plans."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select

from services.plans.models import AmendmentRecord, PlanVersionRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.tables import table_of

versions, amendments = table_of(PlanVersionRecord), table_of(AmendmentRecord)
_BRIEF = [column for column in versions.c if column.name != "document"]
_newest = select(func.max(versions.c.number)).where(versions.c.plan_id == bindparam("plan"))
_version = select(versions).where(versions.c.plan_id == bindparam("plan"), versions.c.number == bindparam("number"))
_amendment = select(amendments).where(amendments.c.id == bindparam("id"))


async def newest(db: Db, plan_id: UUID) -> int:
    """The number of a plan's newest version; 0 where it has none."""
    row = await db.one(_newest, {"plan": plan_id})
    return (row[0] if row else None) or 0


async def version(db: Db, plan_id: UUID, number: int) -> Row[Any] | None:
    """A version with its document."""
    return await db.one(_version, {"plan": plan_id, "number": number})


async def version_page(db: Db, query: PageQuery, plan_id: UUID) -> Sequence[Row[Any]]:
    """Versions of a plan without their documents, oldest first."""
    statement = select(*_BRIEF).where(versions.c.plan_id == plan_id)
    return await db.all(after(statement, query, (versions.c.number, int), (versions.c.id, UUID)))


async def amendment(db: Db, amendment_id: UUID) -> Row[Any] | None:
    """An amendment."""
    return await db.one(_amendment, {"id": amendment_id})


async def amendment_to_change(db: WriteDb, amendment_id: UUID) -> AmendmentRecord:
    """An amendment as a record, locked; it must exist."""
    return (await db.session.scalars(select(AmendmentRecord).where(AmendmentRecord.id == amendment_id).with_for_update())).one()


async def amendment_page(db: Db, query: PageQuery, plan_id: UUID) -> Sequence[Row[Any]]:
    """Amendments of a plan, oldest first."""
    return await db.all(after(select(amendments).where(amendments.c.plan_id == plan_id), query, (amendments.c.id, UUID)))
