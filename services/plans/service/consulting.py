"""Use cases of a consultation: open it, comment, reply, close it."""

from typing import Any
from uuid import UUID

from services.plans.errors import ConsultationOver, NotConsulted, UnknownFact, UnknownUnits
from services.plans.models import CommentRecord, ConsultationRecord, PlanRecord
from services.plans.repository import consultations
from services.plans.rules.consulting import may_speak, speaker
from services.plans.service.moving import begin_move
from services.plans.service.seeing import thing, visible_plan
from shared.kit.clock import today
from shared.kit.etag import IfMatch
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Permission, Thing, decide
from shared.rules.workdays import end_of_day
from shared.schemas.base import PlanId, UnitId
from shared.schemas.consultations import CommentAbout, CommentDraft, CommentReply, ConsultationClosing, ConsultationOpening
from shared.schemas.events.planning import ConsultationAnswered, ConsultationClosed, ConsultationOpened
from shared.schemas.lifecycle import PlanMove, PlanState

_UNKNOWN_UNIT = Words("没有编号为 {value} 的单位", "there is no unit {value}")
_FACTS = {
    CommentAbout.SECTION: "sections",
    CommentAbout.ACTION: "actions",
    CommentAbout.INDICATOR: "indicators",
    CommentAbout.DUTY: "duties",
}


async def open_consultation(work: Work, plan_id: UUID, body: ConsultationOpening, if_match: IfMatch) -> None:
    """Ask for comments on a draft until a day; each unit asked gets a deadline with reminders."""
    plan = await begin_move(work, plan_id, PlanMove.OPEN_CONSULTATION, if_match)
    if body.closes_on < today(work.service.clock):
        raise ConsultationOver(closes_on=body.closes_on.isoformat())
    asked = await _asked(work, body)
    record = ConsultationRecord(
        id=new_id(),
        plan_id=plan_id,
        number=await consultations.how_many(work.db, plan_id) + 1,
        public=body.public,
        unit_ids=[str(unit) for unit in asked],
        opened_at=work.now(),
        closes_on=body.closes_on,
        closes=end_of_day(body.closes_on),
        comments=0,
    )
    plan.state = PlanState.CONSULTATION
    work.db.add(record)
    await work.db.flush()
    await work.tell(_opened(plan, record))
    await work.audit("open_consultation", plan_id, until=body.closes_on.isoformat(), units=len(asked), public=body.public)


async def _asked(work: Work, body: ConsultationOpening) -> list[UUID]:
    known, members = await consultations.units_asked(work.db, body.units, body.groups, today(work.service.clock))
    unknown = [(n, unit) for n, unit in enumerate(body.units) if unit not in known]
    if unknown:
        faults = [FaultWords("unknown_unit", _UNKNOWN_UNIT, pointer=f"/units/{n}", value=unit) for n, unit in unknown]
        raise UnknownUnits(faults=faults, count=len(faults))
    return sorted(known | members)


def _opened(plan: PlanRecord, record: ConsultationRecord) -> ConsultationOpened:
    return ConsultationOpened(
        version=plan.version,
        plan_id=PlanId(plan.id),
        consultation_id=record.id,
        title=plan.title,
        region_path=plan.region_path,
        unit_ids=[UnitId(UUID(unit)) for unit in record.unit_ids],
        closes=record.closes,
        closes_on=record.closes_on,
    )


async def close_consultation(work: Work, plan_id: UUID, body: ConsultationClosing, if_match: IfMatch) -> None:
    """Take no more comments; the draft can be worked on again."""
    plan = await begin_move(work, plan_id, PlanMove.CLOSE_CONSULTATION, if_match)
    plan.state = PlanState.DRAFTING
    await work.db.flush()
    await end_consultation(work, plan, body.summary)
    await work.audit("close_consultation", plan_id)


async def end_consultation(work: Work, plan: PlanRecord, summary: str | None) -> None:
    """Close the plan's open consultation, if there is one, and stop its reminders; the plan is flushed already."""
    record = await consultations.open_consultation(work.db, plan.id)
    if record is None:
        return
    record.closed_at, record.summary = work.now(), summary
    await work.db.flush()
    units = [UnitId(UUID(unit)) for unit in record.unit_ids]
    await work.tell(
        ConsultationClosed(version=plan.version, plan_id=PlanId(plan.id), consultation_id=record.id, unit_ids=units, summary=record.summary)
    )


async def comment_on_plan(work: Work, plan_id: UUID, body: CommentDraft) -> UUID:
    """Say something on a draft under consultation, as a unit that was asked or (the plan office) for somebody who wrote in."""
    plan = await visible_plan(work.db, work.actor, plan_id)
    require(work.actor, Permission.PLAN_COMMENT, thing(plan))
    record = await _still_open(work, plan)
    unit_id = await _speaker(work, plan, record, body)
    fact = await _fact(work, plan_id, body)
    record.comments += 1
    comment = _comment(work, plan, record, body, unit_id, fact)
    work.db.add(comment)
    await work.db.flush()
    if unit_id is not None:
        await work.tell(ConsultationAnswered(version=plan.version, plan_id=PlanId(plan_id), consultation_id=record.id, unit_id=UnitId(unit_id)))
    await work.audit("comment_on_plan", comment.id, plan=str(plan_id), number=comment.number)
    return comment.id


async def _still_open(work: Work, plan: Any) -> ConsultationRecord:
    record = await consultations.open_consultation(work.db, plan.id)
    if record is None or work.now() >= record.closes:
        raise ConsultationOver(closes_on=record.closes_on.isoformat() if record else "-")
    return record


async def _speaker(work: Work, plan: Any, record: ConsultationRecord, body: CommentDraft) -> UUID | None:
    """The unit that speaks; the plan office may speak for any unit, or for somebody outside."""
    for_others = decide(work.actor, Permission.PLAN_DRAFT, thing(plan)).allowed
    if body.on_behalf_of is not None and not for_others:
        require(work.actor, Permission.PLAN_DRAFT, thing(plan))
    if for_others:
        return await _any_unit(work, body.unit_id)
    asked = {UUID(unit) for unit in record.unit_ids}
    unit_id = speaker(work.actor.unit_ids, asked, body.unit_id)
    if not may_speak(unit_id, work.actor.unit_ids, asked, public=record.public):
        raise NotConsulted()
    return unit_id


async def _any_unit(work: Work, unit_id: UUID | None) -> UUID | None:
    if unit_id is not None and unit_id not in (await consultations.units_asked(work.db, [unit_id], [], today(work.service.clock)))[0]:
        raise UnknownUnits(faults=[FaultWords("unknown_unit", _UNKNOWN_UNIT, pointer="/unit_id", value=unit_id)], count=1)
    return unit_id


async def _fact(work: Work, plan_id: UUID, body: CommentDraft) -> Any:
    if body.key is None:
        return None
    fact = await consultations.fact_of(work.db, _FACTS[body.about], plan_id, body.key)
    if fact is None:
        raise UnknownFact(about=body.about, key=body.key)
    return fact


def _comment(work: Work, plan: Any, record: ConsultationRecord, body: CommentDraft, unit_id: UUID | None, fact: Any) -> CommentRecord:
    clause = fact["clause"] if fact else {}
    return CommentRecord(
        id=new_id(),
        plan_id=plan.id,
        region_path=plan.region_path,
        consultation_id=record.id,
        number=record.comments,
        about=body.about,
        key=body.key,
        clause_path=clause.get("path", body.clause_path),
        clause_start=clause.get("start"),
        quote=clause.get("quote"),
        text=body.text,
        unit_id=unit_id,
        by_id=work.actor.id,
        by=work.actor.name,
        on_behalf_of=body.on_behalf_of,
        at=work.now(),
    )


async def reply_to_comment(work: Work, comment_id: UUID, body: CommentReply, if_match: IfMatch) -> None:
    """Say what became of a comment, and why where it was not adopted whole; a later reply replaces the earlier one."""
    row = await consultations.comment(work.db, comment_id)
    see(work.actor, Permission.COMMENT_READ, thing_of_comment(row) if row else None, what="comment", what_zh="意见")
    record = await consultations.comment_to_change(work.db, comment_id)
    require(work.actor, Permission.PLAN_DRAFT, Thing(region_path=record.region_path))
    if_match.check(record.version)
    record.reply, record.reason = body.reply, body.reason
    record.replied_by, record.replied_at = work.actor.name, work.now()
    await work.db.flush()
    await work.audit("reply_to_comment", comment_id, reply=body.reply)


def thing_of_comment(row: Any) -> Thing:
    """A comment as far as rights care."""
    return Thing(region_path=row.region_path, unit_id=row.unit_id, owner_id=row.by_id)
