"""A plan as it is answered: the row as a wire model, with what the asking person may do next."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.plans.service.moving import possible_moves
from services.plans.service.seeing import visible_plan
from shared.kit.db import Db
from shared.kit.etag import etag
from shared.kit.service import Service
from shared.kit.work import Work
from shared.rules.access import Actor
from shared.schemas.lifecycle import PossibleMove
from shared.schemas.plan_document import Period
from shared.schemas.plans import Plan


def plan_of(row: Any, may: list[PossibleMove] | None = None) -> Plan:
    """The wire model of a plan's row."""
    columns = row._mapping
    copied = {name: columns[name] for name in Plan.model_fields if name in columns}
    counts = {"actions": row.action_count, "indicators": row.indicator_count, "duties": row.duty_count}
    period = Period(start=row.period_start, end=row.period_end)
    return Plan(**copied, **counts, period=period, unresolved_units=row.unresolved_count, may=may)


async def show(db: Db, service: Service, actor: Actor, plan_id: UUID, response: Response) -> Plan:
    """The plan with its ETag, if the actor may know of it."""
    row = await visible_plan(db, actor, plan_id)
    response.headers["ETag"] = etag(row.version)
    return plan_of(row, await possible_moves(db, service, actor, row))


async def show_changed(work: Work, plan_id: UUID, response: Response) -> Plan:
    """The plan as it stands inside the transaction that changed it."""
    return await show(work.db, work.service, work.actor, plan_id, response)
