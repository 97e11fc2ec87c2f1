"""Telling what began or ended on days that have come: leads of actions, who owes a duty, who is in a group."""

from datetime import date
from uuid import UUID

from services.plans.repository import groups, telling
from services.plans.service.duty_events import tell_duties
from services.plans.service.group_events import tell_groups
from services.plans.service.responsibilities import tell_leads
from shared.kit.work import Work
from shared.schemas.responsibilities import ObligationKind


async def tell_until(work: Work, day: date) -> int:
    """Tell each subject whose state changed by its dates since the last turn, once, as it is on ``day``; how many.

    What is entered with a day that has come is told by its use case at once; the mark keeps this turn from telling it again.
    """
    mark = await telling.mark_to_change(work.db)
    if mark.day >= day:  # another worker was here, or business time was set back
        return 0
    since, mark.day = mark.day, day
    await work.db.flush()
    turning = await telling.entries_turning(work.db, since, day)
    by_plan: dict[tuple[UUID, str], list[str]] = {}
    for row in turning:
        by_plan.setdefault((row.plan_id, row.about), []).append(row.action_key)
    for (plan_id, about), keys in by_plan.items():
        await (tell_leads if about == ObligationKind.ACTION else tell_duties)(work, plan_id, keys)
    found = await telling.groups_turning(work.db, since, day)
    await tell_groups(work, await groups.groups_to_change(work.db, found))
    return len(turning) + len(found)
