"""Which plan somebody may know of."""

from typing import Any
from uuid import UUID

from services.plans.repository import plans
from shared.kit.db import Db
from shared.kit.rights import see
from shared.rules.access import Actor, Disclosure, Permission, Thing


def thing(row: Any) -> Thing:
    """A plan as far as rights care."""
    return Thing(region_path=row.region_path, state=row.state, disclosure=Disclosure(row.disclosure))


async def visible_plan(db: Db, actor: Actor, plan_id: UUID) -> Any:
    """The plan's row if the actor may know of it; NotFound otherwise."""
    row = await plans.plan(db, plan_id)
    see(actor, Permission.PLAN_READ, thing(row) if row else None, what="plan", what_zh="计划")
    return row
