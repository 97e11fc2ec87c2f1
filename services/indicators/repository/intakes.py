"""Queries of bulk intakes: what rows are held against, and what earlier attempts under the same key have written."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select

from services.indicators.models import IndicatorRecord, IntakeChunkRecord, IntakeRecord, KnownPlan, PlanIndicatorRecord
from shared.kit.db import Db, WriteDb
from shared.kit.tables import table_of

intakes, chunks = table_of(IntakeRecord), table_of(IntakeChunkRecord)
indicators, plan_indicators, plans = table_of(IndicatorRecord), table_of(PlanIndicatorRecord), table_of(KnownPlan)


async def entries(db: Db, ids: Iterable[UUID], names: Iterable[str]) -> Sequence[Row[Any]]:
    """Catalogue entries by id or name."""
    wanted = or_(indicators.c.id.in_(sorted(set(ids))), indicators.c.name.in_(sorted(set(names))))
    return await db.all(select(indicators.c.id, indicators.c.name, indicators.c.unit_of_measure, indicators.c.definition_number).where(wanted))


async def filled(db: Db, indicator_ids: Iterable[UUID], region_ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """Who fills some indicators of some regions, and who may know: the plan's own level, as for an import."""
    columns = (plan_indicators.c.indicator_id, plan_indicators.c.region_id, plan_indicators.c.unit_id, plans.c.disclosure)
    of_plan = plans.c.id == plan_indicators.c.plan_id
    wanted = (plan_indicators.c.indicator_id.in_(sorted(set(indicator_ids))), plan_indicators.c.region_id.in_(sorted(set(region_ids))))
    return await db.all(select(*columns).join(plans, of_plan).where(*wanted))


async def intake(db: Db, caller: UUID, key: str) -> Row[Any] | None:
    """What was begun under a caller's key."""
    return await db.one(select(intakes).where(intakes.c.caller == caller, intakes.c.key == key))


async def chunks_of(db: Db, intake_id: UUID) -> dict[int, list[Any]]:
    """The outcomes of the chunks that were written, by number."""
    return {row.number: row.outcomes for row in await db.all(select(chunks).where(chunks.c.intake_id == intake_id))}


async def add_intake(db: WriteDb, intake_id: UUID, caller: UUID, name: str, key: str, digest: str, at: datetime) -> None:
    """Note that an intake has begun."""
    row = {"id": intake_id, "caller": caller, "caller_name": name, "key": key, "digest": digest, "at": at}
    await db.insert(IntakeRecord, [row])


async def add_chunk(db: WriteDb, intake_id: UUID, number: int, outcomes: Sequence[dict[str, Any]]) -> None:
    """Note what became of a chunk's rows, in the transaction that writes them."""
    await db.insert(IntakeChunkRecord, [{"intake_id": intake_id, "number": number, "outcomes": list(outcomes)}])
