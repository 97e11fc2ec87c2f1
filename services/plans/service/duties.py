"""Use cases on the duties of a draft: added, corrected and removed by a person; and the preview of their dates."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from services.plans.errors import FaultyDuty, PreviewTooLong, UnknownAction
from services.plans.models import DutyRecord, PlanRecord
from services.plans.repository import duties as repository
from services.plans.service.bearers import bearers_of, name_bearers
from services.plans.service.calendars import calendars_known_at
from services.plans.service.moving import begin_move
from services.plans.service.seeing import thing
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import see
from shared.kit.work import Work
from shared.rules.access import Actor, Permission
from shared.rules.workdays import Dated, Instance, end_of_day, explain, instances, recurrence_rule, settle
from shared.schemas.duties import DutyEdit, DutyEntry, FullDuty, Preview, PreviewedOccurrence
from shared.schemas.lifecycle import PlanMove
from shared.schemas.plan_document import Duty

_LONGEST_PREVIEW_YEARS, _MOST_PREVIEWED = 20, 500
_DOES_NOT_FIT = Words("不符合要求：{why}", "does not fit: {why}")


async def visible_duty(db: Db, actor: Actor, duty_id: UUID) -> Any:
    """The duty's row if the actor may know of its plan; NotFound otherwise."""
    row = await repository.duty(db, duty_id)
    see(actor, Permission.PLAN_READ, thing(row) if row else None, what="duty", what_zh="任务")
    return row


async def read_duty(db: Db, actor: Actor, duty_id: UUID) -> FullDuty:
    """A duty with its dates as a rule, and who owes it."""
    row = await visible_duty(db, actor, duty_id)
    duty = Duty.model_validate(row.fact)
    return FullDuty(
        id=row.id,
        version=row.version,
        plan_id=row.plan_id,
        duty=duty,
        rule=recurrence_rule(duty, row.period_start, row.period_end),
        bearers=await bearers_of(db, row.plan_id, row.key, None),
    )


async def add_duty(work: Work, body: DutyEntry) -> UUID:
    """Add a duty to a draft; one without a clause bears the name of who entered it."""
    plan = await begin_move(work, body.plan_id, PlanMove.EDIT, IfMatch(None))
    rows = await repository.keys_of(work.db, plan.id)
    facts = body.model_dump(mode="json", exclude_none=True, exclude={"plan_id"})
    facts |= {"key": _free_key({row.key for row in rows})} | ({} if body.clause else {"entered_by": work.actor.name})
    duty = await _checked(work, plan.id, facts)
    position = max((row.position for row in rows), default=-1) + 1
    record = DutyRecord(id=new_id(), plan_id=plan.id, position=position, key=duty.key, fact=_fact(duty))
    work.db.add(record)
    plan.duty_count += 1
    await work.db.flush()
    await name_bearers(work, plan, duty)
    await work.audit("add_duty", record.id, plan_id=str(plan.id), key=duty.key)
    return record.id


async def edit_duty(work: Work, duty_id: UUID, body: DutyEdit, if_match: IfMatch) -> None:
    """Correct a duty of a draft; it goes on citing the clause it was read from."""
    plan, record = await _to_change(work, duty_id, if_match)
    changes = body.model_dump(mode="json", exclude_none=True, exclude={"empty"})
    duty = await _checked(work, plan.id, {name: value for name, value in (record.fact | changes).items() if name not in body.empty})
    record.fact = _fact(duty)
    await work.db.flush()
    await name_bearers(work, plan, duty)
    await work.audit("edit_duty", duty_id, plan_id=str(plan.id), **body.model_dump(mode="json", exclude_none=True))


async def remove_duty(work: Work, duty_id: UUID, if_match: IfMatch) -> None:
    """Take a duty out of a draft; the audit trail keeps it as it was."""
    plan, record = await _to_change(work, duty_id, if_match)
    await repository.forget_bearers(work.db, plan.id, record.key)
    await repository.remove_duty(work.db, record)
    plan.duty_count -= 1
    await work.db.flush()
    await work.audit("remove_duty", duty_id, plan_id=str(plan.id), duty=record.fact)


async def _to_change(work: Work, duty_id: UUID, if_match: IfMatch) -> tuple[PlanRecord, DutyRecord]:
    row = await visible_duty(work.db, work.actor, duty_id)
    plan = await begin_move(work, row.plan_id, PlanMove.EDIT, IfMatch(None))
    record = await repository.duty_to_change(work.db, duty_id)
    if_match.check(record.version)
    return plan, record


async def _checked(work: Work, plan_id: UUID, facts: Mapping[str, Any]) -> Duty:
    """The duty that these facts make; every way in which they do not go together is told at once."""
    try:
        duty = Duty.model_validate(facts)
    except ValidationError as fault:
        found = fault.errors(include_url=False, include_context=False, include_input=False)
        faults = [FaultWords(one["type"], _DOES_NOT_FIT, pointer="/" + "/".join(map(str, one["loc"])), why=one["msg"]) for one in found]
        raise FaultyDuty(faults=faults, count=len(faults)) from fault
    if duty.action is not None and not await repository.has_action(work.db, plan_id, duty.action):
        raise UnknownAction(action=duty.action)
    return duty


def _fact(duty: Duty) -> dict[str, Any]:
    return duty.model_dump(mode="json", exclude_none=True)


def _free_key(taken: set[str]) -> str:
    """E for entered: keys of the document's own duties begin with another letter, or are passed over."""
    return next(key for number in range(1, len(taken) + 2) if (key := f"E{number:02}") not in taken)


async def preview(db: Db, actor: Actor, duty_id: UUID, first: date, last: date, as_of: date) -> Preview:
    """What would be due between two days, by the calendars known at the end of ``as_of``; nothing is stored."""
    if last < first or last.year - first.year > _LONGEST_PREVIEW_YEARS:
        raise PreviewTooLong()
    row = await visible_duty(db, actor, duty_id)
    duty = Duty.model_validate(row.fact)
    found = list(instances(duty, row.period_start, row.period_end))
    calendars = await calendars_known_at(db, {one.printed_on for one in found if one.printed_on}, end_of_day(as_of))
    dated = [(one, settle(one.printed_on, duty.workday_policy, calendars)) for one in found if one.printed_on]
    chosen = [(one, settled) for one, settled in dated if first <= settled.due_on <= last]
    rule = recurrence_rule(duty, row.period_start, row.period_end)
    items = [_previewed(one, explain(duty, Dated.of(one, settled, duty.workday_policy), rule), as_of) for one, settled in chosen[:_MOST_PREVIEWED]]
    return Preview(duty_id=duty_id, as_of=as_of, items=items, more=len(chosen) > _MOST_PREVIEWED)


def _previewed(one: Instance, reasoning: Any, as_of: date) -> PreviewedOccurrence:
    due_on = reasoning.due_on
    return PreviewedOccurrence(subject_year=one.subject_year, sequence=one.sequence, due=end_of_day(due_on), past=due_on < as_of, reasoning=reasoning)
