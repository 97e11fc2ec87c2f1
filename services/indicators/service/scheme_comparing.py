"""A plan held against a monitoring scheme."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.indicators.repository import catalogue
from services.indicators.repository import schemes as repository
from services.indicators.rules.schemes import counts_of, held_against
from services.indicators.service import managing, schemes
from shared.kit.db import Db
from shared.kit.paging import PageQuery
from shared.kit.rights import see
from shared.rules.access import Actor, Disclosure, Permission, Thing, decide
from shared.schemas.schemes import InPlan, PlanCounts, SchemeComparison


async def compare(db: Db, actor: Actor, plan_id: UUID, scheme_id: UUID) -> SchemeComparison:
    """What the scheme asks for, what the plan lacks of it and has beyond it; indicators that the actor may not know of are left out."""
    plan = await catalogue.plan(db, plan_id)
    known = Thing(region_path=plan.region_path, state=plan.state, disclosure=Disclosure(plan.disclosure)) if plan else None
    see(actor, Permission.PLAN_READ, known, what="issued plan", what_zh="已发布的计划")
    scheme = await schemes.visible_scheme(db, actor, scheme_id)
    rows = [
        row for row in await catalogue.plan_indicators_of(db, plan_id) if decide(actor, Permission.PLAN_INDICATOR_READ, managing.thing(row)).allowed
    ]
    items = await repository.items_of(db, scheme_id)
    asked, beyond = held_against(items, await schemes.entries_by_id(db, (item.indicator_id for item in items)), [_in_plan(row) for row in rows])
    counts = counts_of(asked, len(beyond))
    return SchemeComparison(scheme_id=scheme_id, scheme_version=scheme.version, plan_id=plan_id, counts=counts, asked=asked, beyond=beyond)


async def count_plans(db: Db, actor: Actor, scheme_id: UUID, paging: PageQuery) -> tuple[Sequence[Any], list[PlanCounts]]:
    """A page of the plans that a scheme asks, each with how its list compares; the same queries however many plans there are."""
    scheme = await schemes.visible_scheme(db, actor, scheme_id)
    plans = await repository.plan_page(db, paging, actor, scheme)
    items = await repository.items_of(db, scheme_id)
    entries = await schemes.entries_by_id(db, (item.indicator_id for item in items))
    owned = await repository.indicators_of_plans(db, actor, [plan.id for plan in plans])
    told = []
    for plan in plans:
        asked, beyond = held_against(items, entries, [_in_plan(row) for row in owned.get(plan.id, ())])
        told.append(PlanCounts(plan_id=plan.id, title=plan.title, region_path=plan.region_path, counts=counts_of(asked, len(beyond))))
    return plans, told


def _in_plan(row: Any) -> InPlan:
    return InPlan(
        plan_indicator_id=row.id,
        key=row.key,
        name=row.name,
        unit_of_measure=row.unit_of_measure,
        filling_unit_id=row.unit_id,
        indicator_id=row.indicator_id,
    )
