"""What follows when a region or unit of the directory becomes another."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from services.indicators.models import (
    AdjustmentRecord,
    AppealRecord,
    AssessmentRecord,
    AssessmentSchemeRecord,
    FactRecord,
    IndicatorRecord,
    KnownPlan,
    KnownRegion,
    PlanIndicatorRecord,
    SchemeRecord,
    StandingRecord,
    VerdictRecord,
)
from shared.kit.db import WriteDb
from shared.kit.paths import move_rows
from shared.kit.tables import table_of

plan_indicators, verdicts, regions = table_of(PlanIndicatorRecord), table_of(VerdictRecord), table_of(KnownRegion)
_ABOUT_ASSESSED: tuple[type[Any], ...] = (FactRecord, AppealRecord, AdjustmentRecord)
_LYING: tuple[type[Any], ...] = (
    IndicatorRecord,
    KnownPlan,
    PlanIndicatorRecord,
    VerdictRecord,
    SchemeRecord,
    AssessmentSchemeRecord,
    AssessmentRecord,
    *_ABOUT_ASSESSED,
)


async def follow_unit(db: WriteDb, unit_id: UUID, successor_id: UUID) -> Sequence[Row[Any]]:
    """The successor fills what the unit filled, and owns its verdicts; the plan indicators as they now are."""
    ids = [row.id for row in await db.all(select(plan_indicators.c.id).where(plan_indicators.c.unit_id == unit_id))]
    chosen = plan_indicators.c.id.in_(ids)
    await db.run(update(plan_indicators).where(chosen).values(unit_id=successor_id, version=plan_indicators.c.version + 1))
    await db.run(update(verdicts).where(verdicts.c.plan_indicator_id.in_(ids)).values(unit_id=successor_id))
    return await db.all(select(plan_indicators).where(chosen))


async def follow_region(db: WriteDb, old: str, new: str, on: date) -> None:
    """Plans, what is kept there, plan indicators, verdicts, schemes and assessments lie at the new path; values stay where they were measured."""
    for record in _LYING:
        await move_rows(db, table_of(record), old, new)
    own: tuple[type[Any], ...] = (StandingRecord, *_ABOUT_ASSESSED)
    for record in own:
        await move_rows(db, table_of(record), old, new, column="own_path")
    itself = old.split(".")[-2] == new.split(".")[-2]  # else it ended, and only what lay in it moves
    if not itself:
        await db.run(update(regions).where(regions.c.path == old).values(ended_on=on))
    await move_rows(db, regions, old, new, *(() if itself else (regions.c.path != old,)), column="path")
