"""Occurrences of duties, with the reasons for their days."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.plans.repository import occurrences as repository
from services.plans.service import occurrences
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.etag import etag
from shared.kit.framework_problems import InvalidCursor
from shared.kit.paging import InPaging, as_dicts, page_of
from shared.kit.routing import guarded
from shared.rules.access import Permission
from shared.schemas.duties import FullOccurrence, Occurrence, OccurrenceState
from shared.schemas.page import Page

router = api_router("/api/v1/plans", "duties")


@router.get("/occurrences", operation_id="list_occurrences", **guarded(Permission.PLAN_READ, InvalidCursor))
async def list_occurrences(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    plan_id: UUID | None = None,
    due_from: date | None = None,
    due_until: date | None = None,
    subject_year: Annotated[int | None, Query(description="the year that is reported about")] = None,
    state: OccurrenceState | None = None,
    unit_id: Annotated[UUID | None, Query(description="of duties that name the unit, by itself or through a group")] = None,
) -> Page[Occurrence]:
    """Concrete instances of duties in order of their due day, each with its due instant (24:00 in Asia/Shanghai)."""
    rows = await repository.occurrence_page(
        db, paging, actor, plan_id=plan_id, due_from=due_from, due_until=due_until, subject_year=subject_year, state=state, unit_id=unit_id
    )
    return page_of(rows, paging, _without_sort_key(as_dicts(rows)), "sort_on", "id")


def _without_sort_key(items: list[dict[str, object]]) -> list[dict[str, object]]:
    for item in items:
        del item["sort_on"]
    return items


@router.get("/occurrences/{occurrence_id:uuid}", operation_id="read_occurrence", **guarded(Permission.PLAN_READ))
async def read_occurrence(db: InRead, actor: CurrentActor, occurrence_id: UUID, response: Response) -> FullOccurrence:
    """An occurrence, why it is due when it is, and every move that it made."""
    found = await occurrences.explained(db, actor, occurrence_id)
    response.headers["ETag"] = etag(found.version)
    return found
