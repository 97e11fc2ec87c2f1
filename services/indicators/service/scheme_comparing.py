"""A plan held against a monitoring scheme."""

from typing import Any
from uuid import UUID

from services.indicators.repository import catalogue
from services.indicators.repository import schemes as repository
from services.indicators.rules.schemes import held_against
from services.indicators.service import managing, schemes
from shared.kit.db import Db
from shared.kit.rights import see
from shared.rules.access import Actor, Disclosure, Permission, Thing, decide
from shared.schemas.schemes import AskedOf, Definitions, InPlan, SchemeComparison, SchemeCounts


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
    counts = SchemeCounts(
        **{found.value: sum(one.found is found for one in asked) for found in AskedOf},
        beyond=len(beyond),
        definition_differs=sum(one.found is AskedOf.IN_PLAN and one.definitions is Definitions.DIFFERS for one in asked),
    )
    return SchemeComparison(scheme_id=scheme_id, scheme_version=scheme.version, plan_id=plan_id, counts=counts, asked=asked, beyond=beyond)


def _in_plan(row: Any) -> InPlan:
    return InPlan(
        plan_indicator_id=row.id,
        key=row.key,
        name=row.name,
        unit_of_measure=row.unit_of_measure,
        filling_unit_id=row.unit_id,
        indicator_id=row.indicator_id,
    )
