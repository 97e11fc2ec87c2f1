"""Moves that were said for a day to come: this loop makes them when the day has come."""

from datetime import date

from services.plans.models import PlanRecord
from services.plans.repository import lifecycle
from services.plans.service.lifecycle import enter_into_force, give_way
from shared.kit.clock import today
from shared.kit.service import Service
from shared.kit.work import Work, own_work

_MOST = 100


class DatedMoves:
    """One turn moves at most a hundred plans, each under its lock, so several workers do no harm."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def turn(self) -> int:
        """How many plans came into force or gave way."""
        service = self._service
        day = today(service.clock)
        if not await lifecycle.something_due(service.database.read, day):
            return 0
        async with own_work(service) as work:
            due = await lifecycle.plans_due(work.db, day, _MOST)
            for plan in due:
                await _move(work, plan, day)
        return len(due)


async def _move(work: Work, plan: PlanRecord, day: date) -> None:
    if plan.successor_id is not None and plan.ended_on is not None and plan.ended_on <= day:
        await give_way(work, plan)
        await work.audit("supersede_plan", plan.id, by="day")
    else:
        await enter_into_force(work, plan)
        await work.audit("bring_into_force", plan.id, by="day")
