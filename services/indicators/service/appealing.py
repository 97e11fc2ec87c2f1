"""Use cases on appeals (申诉) and adjustments: the assessed objects within the window, the office corrects with four eyes."""

from typing import Any
from uuid import UUID

from services.indicators.errors.assessments import (
    AdjustmentDecided,
    AppealDecided,
    AppealElsewhere,
    AppealsClosed,
    SecondPersonWanted,
)
from services.indicators.models import AdjustmentRecord, AppealRecord
from services.indicators.repository import assessment_schemes
from services.indicators.repository import assessments as repository
from services.indicators.rules.assessing.totals import ranked
from services.indicators.service.assessing import may_read, placing, positions_of, to_move
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.ids import new_id
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Actor, Permission, Thing, decide
from shared.schemas.assessment_appeals import AdjustmentDecision, AdjustmentEntry, AdjustmentState, AppealDecision, AppealEntry, AppealState
from shared.schemas.assessment_cards import Card
from shared.schemas.assessment_results import AssessmentState
from shared.schemas.assessments import AssessmentSchemeDefinition

_NOT_FINAL = (AssessmentState.PROVISIONAL, AssessmentState.ANNOUNCED)
_ANY = IfMatch(None)


def own(row: Any) -> Thing:
    """Something of one assessed, as far as the assessed's own rights care."""
    return Thing(region_path=row.own_path, unit_id=row.unit_id)


async def visible_standing(db: Db, actor: Actor, standing_id: UUID) -> tuple[Any, Any]:
    """The standing and its result, if the actor may know of the result, or of its own standing once announced; NotFound otherwise."""
    row = await repository.standing(db, standing_id)
    result: Any = await repository.assessment(db, row.assessment_id) if row else None
    if row is not None and not may_read(actor, result):
        mine = result.state != AssessmentState.PROVISIONAL and decide(actor, Permission.ASSESSMENT_APPEAL, own(row)).allowed
        row = row if mine else None
    if row is None:
        see(actor, Permission.ASSESSMENT_READ, None, what="standing", what_zh="考核对象结果")
    return row, result


async def appeal(work: Work, standing_id: UUID, body: AppealEntry) -> UUID:
    """Object to what one got, by whom it is about, until the end of the window's last day."""
    row, result = await visible_standing(work.db, work.actor, standing_id)
    require(work.actor, Permission.ASSESSMENT_APPEAL, own(row))
    until = result.appeals_until
    if result.state != AssessmentState.ANNOUNCED or until is None or until < today(work.service.clock):
        raise AppealsClosed(until=until)
    place = {"assessment_id": row.assessment_id, "standing_id": row.id, "region_path": result.region_path, "name": row.name}
    whose = {"own_path": row.own_path, "unit_id": row.unit_id}
    record = AppealRecord(id=new_id(), key=body.key, text=body.text, state=AppealState.OPEN, by=work.actor.name, at=work.now(), **place, **whose)
    work.db.add(record)
    await work.db.flush()
    await work.audit("appeal", record.id, standing_id=str(standing_id))
    return record.id


async def visible_appeal(db: Db, actor: Actor, appeal_id: UUID) -> Any:
    """The appeal if the actor made it (its unit or region did) or its office decides; NotFound otherwise."""
    row = await repository.appeal(db, appeal_id)
    if row is None or not decide(actor, Permission.ASSESSMENT_APPEAL, own(row)).allowed:
        see(actor, Permission.ASSESSMENT_READ, Thing(region_path=row.region_path) if row else None, what="appeal", what_zh="申诉")
    return row


async def decide_appeal(work: Work, appeal_id: UUID, body: AppealDecision, if_match: IfMatch) -> None:
    """Uphold or reject an appeal with a reason; the score itself changes by an adjustment."""
    row = await visible_appeal(work.db, work.actor, appeal_id)
    require(work.actor, Permission.ASSESSMENT_RUN, Thing(region_path=row.region_path))
    record = await repository.appeal_to_change(work.db, appeal_id)
    if_match.check(record.version)
    if record.state != AppealState.OPEN:
        raise AppealDecided(state=record.state)
    record.state = AppealState.UPHELD if body.upheld else AppealState.REJECTED
    record.reason, record.decided_by, record.decided_at = body.reason, work.actor.name, work.now()
    await work.db.flush()
    await work.audit("decide_appeal", appeal_id, upheld=body.upheld, reason=body.reason)


async def propose_adjustment(work: Work, standing_id: UUID, body: AdjustmentEntry) -> UUID:
    """Propose points to add or take off, with a reason; nothing changes before a second person confirms."""
    row, _ = await visible_standing(work.db, work.actor, standing_id)
    result = await to_move(work, row.assessment_id, _ANY, *_NOT_FINAL)
    if body.appeal_id is not None:
        found = await repository.appeal(work.db, body.appeal_id)
        if found is None or found.standing_id != standing_id or found.state != AppealState.UPHELD:
            raise AppealElsewhere(appeal_id=body.appeal_id)
    place = {"assessment_id": row.assessment_id, "standing_id": row.id, "region_path": result.region_path, "name": row.name}
    who = {"own_path": row.own_path, "unit_id": row.unit_id, "by_id": work.actor.id, "by": work.actor.name, "at": work.now()}
    record = AdjustmentRecord(id=new_id(), state=AdjustmentState.PROPOSED, **place, **who, **body.model_dump())
    work.db.add(record)
    await work.db.flush()
    await work.audit("propose_adjustment", record.id, standing_id=str(standing_id), points=str(body.points))
    return record.id


async def visible_adjustment(db: Db, actor: Actor, adjustment_id: UUID) -> Any:
    """The adjustment if the actor's office makes it, or a confirmed one of its own; NotFound otherwise."""
    row = await repository.adjustment(db, adjustment_id)
    mine = row is not None and row.state == AdjustmentState.CONFIRMED and decide(actor, Permission.ASSESSMENT_APPEAL, own(row)).allowed
    if not mine:
        see(actor, Permission.ASSESSMENT_READ, Thing(region_path=row.region_path) if row else None, what="adjustment", what_zh="调整")
    return row


async def decide_adjustment(work: Work, adjustment_id: UUID, body: AdjustmentDecision, if_match: IfMatch) -> None:
    """Confirm or reject as the second person; a confirmed one moves scores, places and grades at once."""
    row = await visible_adjustment(work.db, work.actor, adjustment_id)
    await to_move(work, row.assessment_id, _ANY, *_NOT_FINAL)
    record = await repository.adjustment_to_change(work.db, adjustment_id)
    if_match.check(record.version)
    if record.state != AdjustmentState.PROPOSED:
        raise AdjustmentDecided(state=record.state)
    if record.by_id == work.actor.id:
        raise SecondPersonWanted()
    record.state = AdjustmentState.CONFIRMED if body.confirmed else AdjustmentState.REJECTED
    record.note, record.decided_by_id, record.decided_by, record.decided_at = body.note, work.actor.id, work.actor.name, work.now()
    await work.db.flush()
    if body.confirmed:
        await _place_anew(work, row.assessment_id)
    await work.audit("decide_adjustment", adjustment_id, confirmed=body.confirmed, note=body.note)


async def _place_anew(work: Work, assessment_id: UUID) -> None:
    """Scores with their confirmed adjustments, never below 0; and the places and grades that follow for everybody."""
    result: Any = await repository.assessment(work.db, assessment_id)
    row: Any = await assessment_schemes.scheme(work.db, result.scheme_id)
    standings = await repository.standings_of(work.db, assessment_id)
    points = await repository.confirmed_points(work.db, assessment_id)
    scores = {one.id: None if one.computed is None else max(one.computed + points.get(one.id, 0), one.computed * 0) for one in standings}
    cards = {one.id: Card.model_validate(one.card) for one in standings}
    found = ranked(AssessmentSchemeDefinition.model_validate(row.definition), cards, scores)
    positions = positions_of({one.id: (found[one.id], one.name) for one in standings})
    await repository.set_places(
        work.db, [{"which": one.id, "score": scores[one.id], **placing(found[one.id], positions[one.id])} for one in standings]
    )
