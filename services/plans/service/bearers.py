"""Who owes a duty: whom its plan names for it, as written and as resolved."""

from datetime import date
from uuid import UUID

from services.plans.models import PlanRecord, ResponsibilityRecord
from services.plans.repository import duties as repository
from services.plans.repository import groups
from services.plans.rules.resolving import resolve
from services.plans.service.drafting import names_in, party_row
from shared.kit.db import Db
from shared.kit.ids import new_id
from shared.kit.work import Work
from shared.schemas.base import UnitId
from shared.schemas.duties import Bearer
from shared.schemas.plan_document import Duty
from shared.schemas.responsibilities import ObligationKind


async def bearers_of(db: Db, plan_id: UUID, key: str, on: date | None) -> list[Bearer]:
    """Units and groups that owe a duty on a day (None: at any time); with a day, a group comes with the units that are in it then."""
    rows = await repository.bearers(db, plan_id, key, on)
    inside = {} if on is None else await groups.units_on(db, {row.group_id for row in rows if row.group_id}, on)
    return [Bearer(**row._mapping, member_ids=[UnitId(unit) for unit in inside.get(row.group_id, [])]) for row in rows]


async def name_bearers(work: Work, plan: PlanRecord, duty: Duty) -> None:
    """Let a draft's duty be owed by whom it names now; a name that does not resolve is for the work list."""
    await repository.forget_bearers(work.db, plan.id, duty.key)
    if duty.who is None:
        return
    names = await names_in(work.db, plan.region_id)
    row = party_row(ObligationKind.DUTY, duty.key, duty.who, resolve(duty.who, names))
    place = {"id": new_id(), "plan_id": plan.id, "position": await repository.last_entry(work.db, plan.id) + 1}
    await work.db.insert(ResponsibilityRecord, [{**place, **row}])
