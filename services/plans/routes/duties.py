"""Duties: read, added to a draft, corrected, removed; and the preview of their dates."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.plans.errors import FaultyDuty, PreviewTooLong, UnknownAction, WrongPlanState
from services.plans.service import duties
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.etag import RequiredIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, KeyReused, MissingIdempotencyKey, MissingIfMatch, StaleEtag
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.duties import DutyEdit, DutyEntry, FullDuty, Preview

router = api_router("/api/v1/plans", "duties")
_EDIT = (WrongPlanState, ConcurrentChange, StaleEtag, MissingIfMatch)
_PREVIEWED = timedelta(days=3 * 365)


async def _read(db: Db, actor: Actor, duty_id: UUID, response: Response) -> FullDuty:
    found = await duties.read_duty(db, actor, duty_id)
    response.headers["ETag"] = etag(found.version)
    return found


@router.get("/duties/{duty_id:uuid}", operation_id="read_duty", **guarded(Permission.PLAN_READ))
async def read_duty(db: InRead, actor: CurrentActor, duty_id: UUID, response: Response) -> FullDuty:
    """A duty with its dates as a rule of RFC 5545, and who owes it."""
    return await _read(db, actor, duty_id, response)


@router.post(
    "/duties",
    operation_id="add_duty",
    status_code=201,
    **guarded(Permission.PLAN_DRAFT, FaultyDuty, UnknownAction, WrongPlanState, ConcurrentChange, MissingIdempotencyKey, KeyReused),
)
async def add_duty(work: InWork, body: DutyEntry, response: Response) -> FullDuty:
    """Add a duty to a draft: with its clause, or in the name of who enters it."""
    duty_id = await duties.add_duty(work, body)
    response.headers["Location"] = f"/api/v1/plans/duties/{duty_id}"
    return await _read(work.db, work.actor, duty_id, response)


@router.patch("/duties/{duty_id:uuid}", operation_id="edit_duty", **guarded(Permission.PLAN_DRAFT, FaultyDuty, UnknownAction, *_EDIT))
async def edit_duty(work: InWork, duty_id: UUID, body: DutyEdit, if_match: RequiredIfMatch, response: Response) -> FullDuty:
    """Correct a duty of a draft, its workday policy too."""
    await duties.edit_duty(work, duty_id, body, if_match)
    return await _read(work.db, work.actor, duty_id, response)


@router.delete("/duties/{duty_id:uuid}", operation_id="remove_duty", status_code=204, **guarded(Permission.PLAN_DRAFT, *_EDIT))
async def remove_duty(work: InWork, duty_id: UUID, if_match: RequiredIfMatch) -> None:
    """Take a duty out of a draft."""
    await duties.remove_duty(work, duty_id, if_match)


@router.get("/duties/{duty_id:uuid}/occurrences:preview", operation_id="preview_occurrences", **guarded(Permission.PLAN_READ, PreviewTooLong))
async def preview_occurrences(
    db: InRead,
    actor: CurrentActor,
    clock: InClock,
    duty_id: UUID,
    due_from: Annotated[date | None, Query(alias="from", description="as of the day if left out")] = None,
    due_until: Annotated[date | None, Query(alias="until", description="three years later if left out")] = None,
    as_of: Annotated[date | None, Query(description="with the calendars known at the end of that day; today if left out")] = None,
) -> Preview:
    """What would be due, each with its reasons; computed now, nothing is stored."""
    day = as_of or today(clock)
    first = due_from or day
    return await duties.preview(db, actor, duty_id, first, due_until or first + _PREVIEWED, day)
