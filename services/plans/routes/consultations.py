"""Consultations on drafts and their comments."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.plans.errors import ConsultationOver, InternalDraft, NotConsulted, UnknownFact, UnknownUnits, WrongPlanState
from services.plans.repository import consultations as repository
from services.plans.routes.showing import show_changed
from services.plans.rules.consulting import by_clause, counts
from services.plans.rules.reply_sheet import reply_sheet
from services.plans.service import consulting
from services.plans.service.seeing import visible_plan
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.downloads import XLSX, download
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, StaleEtag
from shared.kit.language import Words
from shared.kit.paging import InPaging, page_of
from shared.kit.rights import see
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.consultations import (
    Comment,
    CommentDraft,
    CommentReply,
    Consultation,
    ConsultationClosing,
    ConsultationOpening,
    ReplyKind,
    ReplyList,
)
from shared.schemas.page import Page
from shared.schemas.plans import Plan

router = api_router("/api/v1/plans", "plans")
_MOVE = (WrongPlanState, ConcurrentChange, StaleEtag, MissingIdempotencyKey, KeyReused)


@router.post(
    "/{plan_id:uuid}:open-consultation",
    operation_id="open_consultation",
    **guarded(Permission.PLAN_DRAFT, InternalDraft, ConsultationOver, UnknownUnits, *_MOVE),
)
async def open_consultation(work: InWork, plan_id: UUID, body: ConsultationOpening, if_match: OptionalIfMatch, response: Response) -> Plan:
    """Ask for comments on a draft until a day; nobody edits it meanwhile."""
    await consulting.open_consultation(work, plan_id, body, if_match)
    return await show_changed(work, plan_id, response)


@router.post("/{plan_id:uuid}:close-consultation", operation_id="close_consultation", **guarded(Permission.PLAN_DRAFT, *_MOVE))
async def close_consultation(work: InWork, plan_id: UUID, body: ConsultationClosing, if_match: OptionalIfMatch, response: Response) -> Plan:
    """Take no more comments; the plan is a draft again."""
    await consulting.close_consultation(work, plan_id, body, if_match)
    return await show_changed(work, plan_id, response)


@router.get("/{plan_id:uuid}/consultations", operation_id="list_consultations", **guarded(Permission.PLAN_READ, InvalidCursor))
async def list_consultations(db: InRead, actor: CurrentActor, paging: InPaging, plan_id: UUID) -> Page[Consultation]:
    """Every consultation a plan has had, oldest first."""
    await visible_plan(db, actor, plan_id)
    rows = await repository.consultation_page(db, paging, plan_id)
    items = [Consultation(**{name: row._mapping[name] for name in Consultation.model_fields}) for row in rows]
    return page_of(rows, paging, items, "number", "id")


@router.post(
    "/{plan_id:uuid}/comments",
    operation_id="comment_on_plan",
    status_code=201,
    **guarded(Permission.PLAN_COMMENT, ConsultationOver, NotConsulted, UnknownFact, UnknownUnits, ConcurrentChange, MissingIdempotencyKey, KeyReused),
)
async def comment_on_plan(work: InWork, plan_id: UUID, body: CommentDraft, response: Response) -> Comment:
    """Comment on a draft under consultation: on an entry by its key, on a clause by its path, or on the whole."""
    comment_id = await consulting.comment_on_plan(work, plan_id, body)
    response.headers["Location"] = f"/api/v1/plans/comments/{comment_id}"
    return await _comment(work.db, work.actor, comment_id, response)


@router.get("/{plan_id:uuid}/comments", operation_id="list_comments", **guarded(Permission.COMMENT_READ, InvalidCursor))
async def list_comments(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    plan_id: UUID,
    unit_id: UUID | None = None,
    reply: ReplyKind | None = None,
    waiting: bool = False,
) -> Page[Comment]:
    """Comments on a plan, oldest first: the plan office reads all, a unit its own."""
    await visible_plan(db, actor, plan_id)
    rows = await repository.comment_page(db, paging, actor, plan_id, unit_id, reply, waiting)
    return page_of(rows, paging, [_wire(row) for row in rows], "id")


@router.get("/comments/{comment_id:uuid}", operation_id="read_comment", **guarded(Permission.COMMENT_READ))
async def read_comment(db: InRead, actor: CurrentActor, comment_id: UUID, response: Response) -> Comment:
    """A comment and its reply."""
    return await _comment(db, actor, comment_id, response)


@router.post(
    "/comments/{comment_id:uuid}:reply",
    operation_id="reply_to_comment",
    **guarded(Permission.PLAN_DRAFT, ConcurrentChange, StaleEtag, MissingIdempotencyKey, KeyReused),
)
async def reply_to_comment(work: InWork, comment_id: UUID, body: CommentReply, if_match: OptionalIfMatch, response: Response) -> Comment:
    """Say what became of a comment: adopted, partly, not adopted, with the reason."""
    await consulting.reply_to_comment(work, comment_id, body, if_match)
    return await _comment(work.db, work.actor, comment_id, response)


@router.get("/{plan_id:uuid}/reply-list", operation_id="compile_replies", **guarded(Permission.COMMENT_READ))
async def compile_replies(db: InRead, actor: CurrentActor, plan_id: UUID) -> ReplyList:
    """意见采纳情况汇总: comments by clause in document order, with what became of each, and the counts."""
    return await _compiled(db, actor, plan_id)


@router.get(
    "/{plan_id:uuid}/reply-list.xlsx",
    operation_id="export_replies",
    response_class=Response,
    **guarded(Permission.COMMENT_READ),
)
async def export_replies(db: InRead, actor: CurrentActor, plan_id: UUID) -> Response:
    """The same as a workbook."""
    body = reply_sheet(await _compiled(db, actor, plan_id))
    return download(body, XLSX, Words("意见采纳情况汇总.xlsx", f"replies-{plan_id}.xlsx"))


async def _compiled(db: Db, actor: Actor, plan_id: UUID) -> ReplyList:
    plan = await visible_plan(db, actor, plan_id)
    comments = [_wire(row) for row in await repository.compiled(db, actor, plan_id)]
    return ReplyList(plan_id=plan.id, title=plan.title, counts=counts(comments), clauses=by_clause(comments))


async def _comment(db: Db, actor: Actor, comment_id: UUID, response: Response) -> Comment:
    row = await repository.comment(db, comment_id)
    see(actor, Permission.COMMENT_READ, consulting.thing_of_comment(row) if row else None, what="comment", what_zh="意见")
    assert row is not None
    response.headers["ETag"] = etag(row.version)
    return _wire(row)


def _wire(row: Any) -> Comment:
    return Comment(**{name: row._mapping[name] for name in Comment.model_fields})
