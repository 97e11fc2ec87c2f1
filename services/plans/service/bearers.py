"""Who owes a duty: whom its plan names for it, as written and as resolved."""

from datetime import date
from uuid import UUID

from services.plans.models import PlanRecord, ResponsibilityRecord
from services.plans.repository import duties as repository
from services.plans.rules.resolving import resolve
from services.plans.service.drafting import names_in, party_row
from shared.kit.db import Db
from shared.kit.ids import new_id
from shared.kit.work import Work
from shared.schemas.duties import Bearer
from shared.schemas.plan_document import Duty
from shared.schemas.responsibilities import ObligationKind


async def bearers_of(db: Db, plan_id: UUID, key: str, on: date | None) -> list[Bearer]:
    """Units and groups that owe a duty on a day (None: at any time). A group is expanded by who needs its members."""
    return [Bearer(**row._mapping) for row in await repository.bearers(db, plan_id, key, on)]


async def name_bearers(work: Work, plan: PlanRecord, duty: Duty) -> None:
    """Let a draft's duty be owed by whom it names now; a name that does not resolve is for the work list."""
    await repository.forget_bearers(work.db, plan.id, duty.key)
    if duty.who is None:
        return
    names = await names_in(work.db, plan.region_id)
    row = party_row(ObligationKind.DUTY, duty.key, duty.who, resolve(duty.who, names))
    place = {"id": new_id(), "plan_id": plan.id, "position": await repository.last_entry(work.db, plan.id) + 1}
    await work.db.insert(ResponsibilityRecord, [{**place, **row}])
