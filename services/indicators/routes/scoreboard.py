"""The scoreboard of a plan and year."""

from typing import Annotated
from uuid import UUID

from fastapi import Header, Query

from services.indicators.repository.scoreboard import Shown
from services.indicators.service import scoreboard
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.etag import unless_known
from shared.kit.framework_problems import InvalidCursor
from shared.kit.paging import InPaging, page_parts, ready
from shared.kit.routing import guarded
from shared.rules.access import Permission
from shared.schemas.base import Year
from shared.schemas.catalogue import HealthDimension
from shared.schemas.plan_document import NatureKind
from shared.schemas.scoreboard import Scoreboard
from shared.schemas.verdicts import VerdictWord

router = api_router("/api/v1/indicators", "scoreboard")


@router.get("/plans/{plan_id:uuid}/scoreboard", operation_id="read_scoreboard", **guarded(Permission.VERDICT_READ, InvalidCursor))
async def read_scoreboard(
    db: InRead,
    clock: InClock,
    actor: CurrentActor,
    paging: InPaging,
    plan_id: UUID,
    year: Annotated[Year | None, Query(description="this year if absent")] = None,
    action: str | None = None,
    unit_id: Annotated[UUID | None, Query(description="the filling unit")] = None,
    nature: NatureKind | None = None,
    dimension: HealthDimension | None = None,
    word: Annotated[VerdictWord | None, Query(description="only indicators with a deciding target that got it")] = None,
    if_none_match: Annotated[str | None, Header(description="the ETag of the answer you have: 304 if it still holds")] = None,
) -> Scoreboard:
    """Every indicator of a plan with baseline, series, deciding targets and their verdicts, change and owner; and tallies of the verdicts."""
    shown = Shown(plan_id, year or today(clock).year, action, unit_id, nature, dimension, word)
    totals = await scoreboard.tallies(db, actor, shown)
    rows, items = await scoreboard.scored_rows(db, actor, paging, shown)
    return unless_known(if_none_match, ready(Scoreboard, {**totals, **page_parts(rows, paging, items, "position", "id")}))
