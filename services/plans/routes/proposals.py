"""Amendments that a later document of a plan proposes."""

from uuid import UUID

from fastapi import Response

from services.plans.errors import (
    AlreadyDrafted,
    AmendmentDecided,
    CorrectionsRefused,
    NoEarlierText,
    NothingAmended,
    NotReadYet,
    UndatedAmendment,
    UnfitAmendment,
    UnfitMatch,
    UnknownConflict,
    UnknownWorkEntry,
    WorkListOpen,
    WrongPlanState,
)
from services.plans.routes.amendments import show_amendment
from services.plans.service import proposing
from shared.kit.app import api_router
from shared.kit.etag import OptionalIfMatch
from shared.kit.framework_problems import ConcurrentChange, KeyReused, MissingIdempotencyKey, StaleEtag
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.amendments import Amendment
from shared.schemas.proposals import AmendmentProposal, ConflictDecisions

router = api_router("/api/v1/plans", "plans")
_MOVE = (WrongPlanState, UnfitAmendment, ConcurrentChange, StaleEtag, MissingIdempotencyKey, KeyReused)
_PROPOSE = (
    NotReadYet, NoEarlierText, AlreadyDrafted, WorkListOpen, UnknownWorkEntry, CorrectionsRefused, UnfitMatch, NothingAmended, UndatedAmendment,
)  # fmt: skip


@router.post(
    "/documents/{document_id:uuid}:propose-amendment",
    operation_id="propose_amendment",
    status_code=201,
    **guarded(Permission.PLAN_ISSUE, *_PROPOSE, *_MOVE),
)
async def propose_amendment(work: InWork, document_id: UUID, body: AmendmentProposal, if_match: OptionalIfMatch, response: Response) -> Amendment:
    """Draft an amendment of what a later document of a plan says: every difference, fact by fact, with both clauses.

    What people edited in the plan since its former document was read stays; where the new text changes the same place, it is a
    conflict. A plan that is not issued yet is revised likewise. Nothing changes before the amendment is adopted.
    """
    amendment_id = await proposing.propose_amendment(work, document_id, body, if_match)
    response.headers["Location"] = f"/api/v1/plans/amendments/{amendment_id}"
    return await show_amendment(work.db, work.actor, amendment_id, response)


@router.post(
    "/amendments/{amendment_id:uuid}:decide",
    operation_id="decide_conflicts",
    **guarded(Permission.PLAN_ISSUE, AmendmentDecided, UnknownConflict, *_MOVE),
)
async def decide_conflicts(work: InWork, amendment_id: UUID, body: ConflictDecisions, if_match: OptionalIfMatch, response: Response) -> Amendment:
    """Say whose word counts where the new text and a person's edits disagree: the plan's or the document's."""
    await proposing.decide_conflicts(work, amendment_id, body, if_match)
    return await show_amendment(work.db, work.actor, amendment_id, response)
