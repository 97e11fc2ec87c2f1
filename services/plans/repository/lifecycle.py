"""Queries on moves that were said for a day."""

from datetime import date

from sqlalchemy import and_, bindparam, or_, select

from services.plans.models import PlanRecord
from shared.kit.db import Db, WriteDb
from shared.schemas.lifecycle import PlanState

_enters = and_(PlanRecord.state == PlanState.ISSUED, PlanRecord.in_force_from <= bindparam("day"))
_gives_way = and_(
    PlanRecord.state.in_([PlanState.ISSUED, PlanState.IN_FORCE]), PlanRecord.successor_id.is_not(None), PlanRecord.ended_on <= bindparam("day")
)
_due = or_(_enters, _gives_way)
_any_due = select(PlanRecord.id).where(_due).limit(1)
_all_due = select(PlanRecord).where(_due).order_by(PlanRecord.id).with_for_update()


async def something_due(db: Db, day: date) -> bool:
    """Whether a plan comes into force or gives way by ``day``."""
    return await db.one(_any_due, {"day": day}) is not None


async def plans_due(db: WriteDb, day: date, most: int) -> list[PlanRecord]:
    """Plans whose day has come, locked."""
    return list(await db.session.scalars(_all_due.limit(most), {"day": day}))
