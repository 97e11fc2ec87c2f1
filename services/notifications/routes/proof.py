"""Proof of a day, and what was said about one deadline."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.notifications.repository import deadlines, proof
from services.notifications.service import proving
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.framework_problems import InvalidCursor
from shared.kit.paging import InPaging, page_of
from shared.kit.rights import see
from shared.kit.routing import guarded
from shared.rules.access import Permission, Thing
from shared.schemas.page import Page
from shared.schemas.proof import Proof, Said

router = api_router("/api/v1/notifications", "notifications")
_OWN = ("id", "kind", "account_id", "account_name", "why", "sent_at", "read_at", "acknowledged_at")


@router.get("/proof", operation_id="read_proof", **guarded(Permission.DEADLINE_READ))
async def read_proof(
    db: InRead,
    actor: CurrentActor,
    clock: InClock,
    day: Annotated[date | None, Query(description="in Asia/Shanghai; today if left out")] = None,
    unit_id: UUID | None = None,
    plan_id: Annotated[UUID | None, Query(description="only what is about deadlines of the plan")] = None,
) -> Proof:
    """What was due on a day and what became of it, counted over what the caller may know of."""
    return await proving.prove(db, day or today(clock), clock.now(), unit_id=unit_id, plan_id=plan_id, actor=actor)


@router.get("/deadlines/{deadline_id:uuid}/timeline", operation_id="list_timeline", **guarded(Permission.DEADLINE_READ, InvalidCursor))
async def list_timeline(db: InRead, actor: CurrentActor, paging: InPaging, deadline_id: UUID) -> Page[Said]:
    """What was said about a deadline (an assignment has the same id): to whom, when, by which channels, and whether it was read."""
    row = await deadlines.deadline(db, deadline_id)
    thing = Thing(region_path=row.region_path, unit_id=row.unit_id) if row else None
    see(actor, Permission.DEADLINE_READ, thing, what="deadline", what_zh="报送时限")
    rows = await proof.said_page(db, paging, deadline_id)
    channels = await proving.channel_states(db, [one.id for one in rows])
    items = [Said(**{name: one._mapping[name] for name in _OWN}, channels=channels.get(one.id, [])) for one in rows[: paging.limit]]
    return page_of(rows, paging, items, "id")
