"""Definitions (口径): those of an entry side by side, and what was accepted as comparable for a plan's indicator."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.indicators.deps import InOnTrackFrom
from services.indicators.errors import AlreadyAccepted, AlreadyRevoked, RefusedAcceptance
from services.indicators.repository import definitions as repository
from services.indicators.repository import entries
from services.indicators.rules.comparability import PRINTED_BASELINE
from services.indicators.rules.history import told_definitions
from services.indicators.service import cataloguing, managing
from services.indicators.service import definitions as use_cases
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.definitions import Acceptance, Definition, NewAcceptance, Revocation
from shared.schemas.page import Page

router = api_router("/api/v1/indicators", "catalogue")
_CHANGE = (ConcurrentChange, MissingIdempotencyKey, KeyReused)


def _told(row: Any) -> Acceptance:
    copied = {name: getattr(row, name) for name in Acceptance.model_fields}
    return Acceptance(**copied | {"definition": None if row.definition == PRINTED_BASELINE else row.definition})


@router.get("/{indicator_id:uuid}/definitions", operation_id="list_definitions", **guarded(Permission.CATALOGUE_READ))
async def list_definitions(db: InRead, indicator_id: UUID) -> list[Definition]:
    """What the indicator meant from when on, the first first; field by field what each definition changed, and why."""
    await cataloguing.visible_indicator(db, indicator_id)
    return told_definitions(await entries.versions_of(db, indicator_id))


@router.get(
    "/plan-indicators/{plan_indicator_id:uuid}/definition-acceptances",
    operation_id="list_definition_acceptances",
    **guarded(Permission.PLAN_INDICATOR_READ, InvalidCursor),
)
async def list_definition_acceptances(db: InRead, actor: CurrentActor, paging: InPaging, plan_indicator_id: UUID) -> Page[Acceptance]:
    """Comparisons across definitions that somebody has accepted for this plan's indicator, revoked ones too."""
    await managing.visible_plan_indicator(db, actor, plan_indicator_id)
    rows = await repository.acceptance_page(db, paging, plan_indicator_id)
    return page_of(rows, paging, [_told(row) for row in rows], "id")


@router.post(
    "/plan-indicators/{plan_indicator_id:uuid}/definition-acceptances",
    operation_id="accept_definition",
    status_code=201,
    **guarded(Permission.PLAN_INDICATOR_MANAGE, RefusedAcceptance, AlreadyAccepted, *_CHANGE),
)
async def accept_definition(
    work: InWork, plan_indicator_id: UUID, body: NewAcceptance, on_track_from: InOnTrackFrom, response: Response
) -> Acceptance:
    """Accept by name that values of another definition, or a baseline printed with a qualifier, may be compared; verdicts follow at once."""
    record = await use_cases.accept(work, plan_indicator_id, body, on_track_from)
    response.headers["ETag"] = etag(record.version)
    return _told(record)


@router.post(
    "/definition-acceptances/{acceptance_id:uuid}:revoke",
    operation_id="revoke_definition_acceptance",
    **guarded(Permission.PLAN_INDICATOR_MANAGE, AlreadyRevoked, StaleEtag, *_CHANGE),
)
async def revoke_definition_acceptance(
    work: InWork, acceptance_id: UUID, body: Revocation, if_match: OptionalIfMatch, on_track_from: InOnTrackFrom, response: Response
) -> Acceptance:
    """Take an acceptance back with a reason: what rested on it is undetermined again."""
    record = await use_cases.revoke(work, acceptance_id, body, if_match, on_track_from)
    response.headers["ETag"] = etag(record.version)
    return _told(record)
