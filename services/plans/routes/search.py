"""Search over plans, actions, indicators, duties and clauses."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.plans.errors import SearchTooShort
from services.plans.service import searching
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.framework_problems import InvalidCursor
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.rules.access import Permission
from shared.schemas.page import Page
from shared.schemas.search import SearchHit, SearchKind

router = api_router("/api/v1/plans", "search")


@router.get("/search", operation_id="search_plans", **guarded(Permission.PLAN_READ, InvalidCursor, SearchTooShort))
async def search_plans(
    db: InRead,
    clock: InClock,
    actor: CurrentActor,
    paging: InPaging,
    q: Annotated[str, Query(min_length=1, max_length=100, description="words of two characters or more; all must be there", examples=["健康素养"])],
    kind: SearchKind | None = None,
    region_id: Annotated[UUID | None, Query(description="plans of this region and of those below it")] = None,
) -> Page[SearchHit]:
    """Where a text stands: plans first, then actions, indicators, duties, clauses; within one kind in the order of being stored."""
    rows, hits = await searching.search(db, actor, paging, q, kind, region_id, today(clock))
    return page_of(rows, paging, hits, "rank", "id")
