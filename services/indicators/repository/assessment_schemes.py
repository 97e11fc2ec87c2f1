"""Queries on assessment schemes and on the facts that they count."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, or_, select

from services.indicators.models import AssessmentSchemeRecord, FactRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.assessments import AssessmentSchemeState

schemes, facts = table_of(AssessmentSchemeRecord), table_of(FactRecord)
_RIGHTS = RightsColumns(region_path=schemes.c.region_path, state=schemes.c.state, disclosure=schemes.c.disclosure)
_FACT_RIGHTS = RightsColumns(region_path=facts.c.region_path)
_OWN_FACTS = RightsColumns(region_path=facts.c.own_path, unit_id=facts.c.unit_id)

_by_id = select(schemes).where(schemes.c.id == bindparam("id"))
_newest = select(schemes).where(schemes.c.series_id == bindparam("series")).order_by(schemes.c.edition.desc()).limit(1)
_fact_by_id = select(facts).where(facts.c.id == bindparam("id"))


async def scheme(db: Db, scheme_id: UUID) -> Row[Any] | None:
    """An edition of a scheme."""
    return await db.one(_by_id, {"id": scheme_id})


async def scheme_to_change(db: WriteDb, scheme_id: UUID) -> AssessmentSchemeRecord:
    """An edition as a record, locked; it must exist."""
    return (await db.session.scalars(select(AssessmentSchemeRecord).where(AssessmentSchemeRecord.id == scheme_id).with_for_update())).one()


async def newest_edition(db: Db, series_id: UUID) -> Row[Any]:
    """The last edition of a series."""
    row = await db.one(_newest, {"series": series_id})
    assert row is not None, series_id
    return row


async def scheme_page(
    db: Db, query: PageQuery, actor: Actor, series_id: UUID | None, year: int | None, state: AssessmentSchemeState | None
) -> Sequence[Row[Any]]:
    """Schemes the actor may know of, in the order in which their editions were begun."""
    statement = select(schemes).where(visible(actor, Permission.ASSESSMENT_READ, _RIGHTS))
    for column, wanted in ((schemes.c.series_id, series_id), (schemes.c.year, year), (schemes.c.state, state)):
        if wanted is not None:
            statement = statement.where(column == wanted)
    return await db.all(after(statement, query, (schemes.c.id, UUID)))


async def fact(db: Db, fact_id: UUID) -> Row[Any] | None:
    """A fact."""
    return await db.one(_fact_by_id, {"id": fact_id})


async def fact_to_change(db: WriteDb, fact_id: UUID) -> FactRecord:
    """A fact as a record, locked; it must exist."""
    return (await db.session.scalars(select(FactRecord).where(FactRecord.id == fact_id).with_for_update())).one()


async def fact_page(db: Db, query: PageQuery, actor: Actor, subject_id: UUID | None, year: int | None, kind: str | None) -> Sequence[Row[Any]]:
    """Facts the actor may know of: those of its office, and those about its own unit or region; withdrawn ones too."""
    seen = or_(visible(actor, Permission.ASSESSMENT_READ, _FACT_RIGHTS), visible(actor, Permission.ASSESSMENT_APPEAL, _OWN_FACTS))
    statement = select(facts).where(seen)
    for column, wanted in ((facts.c.subject_id, subject_id), (facts.c.year, year), (facts.c.kind, kind)):
        if wanted is not None:
            statement = statement.where(column == wanted)
    return await db.all(after(statement, query, (facts.c.id, UUID)))
