"""Entries made one, and plan indicators linked anew, by a person."""

from uuid import UUID

from fastapi import Response

from services.indicators.deps import InOnTrackFrom
from services.indicators.errors import RefusedMerge
from services.indicators.routes.catalogue import told_plan_indicator
from services.indicators.routes.entries import told_indicator
from services.indicators.service import managing, merging
from shared.kit.app import InRead, api_router
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, KeyReused, MissingIdempotencyKey, StaleEtag
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.catalogue import Indicator
from shared.schemas.indicators import PlanIndicator
from shared.schemas.merging import MergePreview, MergeWanted, Merging, Relinking

router = api_router("/api/v1/indicators", "catalogue")
_CHANGE = (RefusedMerge, ConcurrentChange, MissingIdempotencyKey, KeyReused)


@router.post("/{indicator_id:uuid}:preview-merge", operation_id="preview_merge", **guarded(Permission.CATALOGUE_READ, **{"x-reads": True}))
async def preview_merge(db: InRead, indicator_id: UUID, body: MergeWanted) -> MergePreview:
    """What making this entry one with another would move, and every value that stands on both sides. Stores nothing."""
    return await merging.preview_merge(db, indicator_id, body.into_id)


@router.post("/{indicator_id:uuid}:merge", operation_id="merge_indicators", **guarded(Permission.CATALOGUE_KEEP, *_CHANGE, StaleEtag))
async def merge_indicators(
    work: InWork, indicator_id: UUID, body: Merging, if_match: OptionalIfMatch, on_track_from: InOnTrackFrom, response: Response
) -> Indicator:
    """Make this entry one with another that stays; names, plans, values and formulas pass over. The entry that stays is answered."""
    await merging.merge_indicators(work, indicator_id, body, if_match, on_track_from)
    return await told_indicator(work.db, body.into_id, response)


@router.post(
    "/plan-indicators/{plan_indicator_id:uuid}:relink", operation_id="relink_plan_indicator", **guarded(Permission.PLAN_INDICATOR_MANAGE, *_CHANGE)
)
async def relink_plan_indicator(
    work: InWork, plan_indicator_id: UUID, body: Relinking, on_track_from: InOnTrackFrom, response: Response
) -> PlanIndicator:
    """Link a plan's indicator to another entry with a unit that fits; its targets are judged anew by that entry's values."""
    await merging.relink(work, plan_indicator_id, body, on_track_from)
    row = await managing.visible_plan_indicator(work.db, work.actor, plan_indicator_id)
    response.headers["ETag"] = etag(row.version)
    return told_plan_indicator(row)
