"""Verdicts and their explanations."""

from uuid import UUID

from fastapi import Response

from services.indicators.errors import TargetUnclear
from services.indicators.repository import measuring as repository
from services.indicators.service import asking, managing
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.etag import etag
from shared.kit.framework_problems import InvalidCursor
from shared.kit.paging import InPaging, as_dicts, page_of
from shared.kit.rights import see
from shared.kit.routing import guarded
from shared.rules.access import Permission
from shared.schemas.indicators import ExplainedVerdict, StoredVerdict
from shared.schemas.page import Page
from shared.schemas.verdicts import VerdictWord
from shared.schemas.what_if import VerdictQuestion, WhatIf

router = api_router("/api/v1/indicators", "verdicts")


@router.get("/verdicts", operation_id="list_verdicts", **guarded(Permission.VERDICT_READ, InvalidCursor))
async def list_verdicts(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    plan_id: UUID | None = None,
    plan_indicator_id: UUID | None = None,
    word: VerdictWord | None = None,
    horizon: int | None = None,
) -> Page[StoredVerdict]:
    """Verdicts on targets in force, each with the sentence that can be read aloud and the clause that set the target."""
    rows = await repository.verdict_page(db, paging, actor, plan_id, plan_indicator_id, word, horizon)
    return page_of(rows, paging, as_dicts(rows), "id")


@router.get("/verdicts/{verdict_id:uuid}", operation_id="read_verdict", **guarded(Permission.VERDICT_READ))
async def read_verdict(db: InRead, actor: CurrentActor, verdict_id: UUID, response: Response) -> ExplainedVerdict:
    """A verdict with its whole explanation: rule, inputs, arithmetic, sentence, clause."""
    row = await repository.verdict(db, verdict_id)
    see(actor, Permission.VERDICT_READ, managing.thing(row) if row else None, what="verdict", what_zh="达标判定")
    assert row is not None
    response.headers["ETag"] = etag(row.version)
    return ExplainedVerdict(**{name: row._mapping[name] for name in ExplainedVerdict.model_fields})


@router.post("/verdicts:evaluate", operation_id="evaluate_verdict", **guarded(Permission.VERDICT_READ, TargetUnclear, **{"x-reads": True}))
async def evaluate_verdict(db: InRead, clock: InClock, actor: CurrentActor, body: VerdictQuestion) -> WhatIf:
    """What-if: judge a verdict's case with another value, target, figure or day, and draw it on to the horizon; nothing is stored."""
    return await asking.evaluate(db, actor, body, today(clock))
