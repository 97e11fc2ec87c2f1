"""Use cases on documents that revise targets: enter one, let it take effect, withdraw it; and what conflicts with it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.indicators.errors import NarrowerDisclosure, PlanOver, RefusedValues, RevisionTwice, RevisionWithdrawn, StatementNotInForce
from services.indicators.models import RevisionRecord, StatementRecord, TargetRecord
from services.indicators.repository import amending, catalogue
from services.indicators.repository import revisions as repository
from services.indicators.rules.revising import Owner, Stated, disagreeing, read_rows
from services.indicators.service.judging import rejudge
from services.indicators.service.settling import remember_targets, settle_targets, sides, target_changed
from shared.kit.clock import today
from shared.kit.db import Db, WriteDb
from shared.kit.etag import IfMatch
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.outbox import Outbox
from shared.kit.problems import FaultWords
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Actor, Disclosure, Permission, Thing, decide
from shared.schemas.base import PlanId
from shared.schemas.indicators import TargetBasis
from shared.schemas.lifecycle import PlanState
from shared.schemas.revisions import (
    RevisionCited,
    RevisionEntry,
    RevisionState,
    StatedTarget,
    TargetConflict,
    TargetConflicts,
)
from shared.schemas.targets import Polarity

_BEFORE_PLAN = Words("成文日期 {value} 早于计划发布日期 {issued}", "its date {value} is before the plan was issued on {issued}")
_AHEAD = Words("成文日期 {value} 尚未到来", "its date {value} is still ahead")
_OPENNESS = (Disclosure.INTERNAL, Disclosure.UPWARD, Disclosure.PUBLIC)
_OPEN_STATES = frozenset({PlanState.ISSUED, PlanState.IN_FORCE})


async def enter_revision(work: Work, body: RevisionEntry, on_track_from: Decimal) -> UUID:
    """Store a document that sets targets of a plan; where nothing else was said for a year its targets are in force at once.

    Where it says otherwise than the plan or an earlier document, nothing changes before a named person chooses (``choose_target``).
    """
    plan = await _plan_to_revise(work, body.plan_id)
    disclosure = body.disclosure or Disclosure(plan.disclosure)
    await _refuse_unfit(work, plan, body, disclosure)
    rows = await catalogue.plan_indicators_of(work.db, plan.id)
    owners = {row.key: Owner(row.name, row.unit_of_measure, Polarity(row.polarity)) for row in rows}
    stated, faults = read_rows(body.rows, owners, plan.period_start, plan.period_end)
    faults = [*_faults_of_date(work, plan, body), *faults]
    if faults:
        raise RefusedValues(faults=faults, count=len(faults))
    record = _record(work, plan, body, disclosure)
    work.db.add(record)
    await work.db.flush()
    by_key = {row.key: row for row in rows}
    await work.db.insert(StatementRecord, _statements(record, stated, by_key, await repository.last_position(work.db, plan.id) + 1))
    touched = list({row.key: by_key[row.key] for row in body.rows}.values())
    if record.state == RevisionState.IN_FORCE:
        await _follow(work, plan, touched, on_track_from)
    await work.audit("enter_revision", record.id, plan_id=str(plan.id), rows=len(body.rows))
    return record.id


async def _plan_to_revise(work: Work, plan_id: UUID) -> Any:
    """The issued plan, its targets locked against others; Denied for who may know of it, NotFound for who may not."""
    plan = await catalogue.plan(work.db, plan_id)
    known = Thing(region_path=plan.region_path, state=plan.state, disclosure=Disclosure(plan.disclosure)) if plan else None
    if known is None or not decide(work.actor, Permission.TARGET_REVISE, known).allowed:
        known = see(work.actor, Permission.PLAN_READ, known, what="issued plan", what_zh="已发布的计划")
    require(work.actor, Permission.TARGET_REVISE, known)
    assert plan is not None
    await repository.lock_plan(work.db, plan.id)
    return plan


async def _refuse_unfit(work: Work, plan: Any, body: RevisionEntry, disclosure: Disclosure) -> None:
    if plan.state not in _OPEN_STATES:
        raise PlanOver(state=plan.state)
    if _OPENNESS.index(disclosure) < _OPENNESS.index(Disclosure(plan.disclosure)):
        raise NarrowerDisclosure(plan=plan.disclosure, given=disclosure)
    same = await repository.same_number(work.db, plan.id, body.document_number) if body.document_number else None
    if same is not None:
        raise RevisionTwice(number=body.document_number, revision_id=same)


def _faults_of_date(work: Work, plan: Any, body: RevisionEntry) -> list[FaultWords]:
    if plan.issued_on is not None and body.dated < plan.issued_on:
        return [FaultWords("before-plan", _BEFORE_PLAN, pointer="/dated", value=body.dated.isoformat(), issued=plan.issued_on.isoformat())]
    if body.dated > today(work.service.clock):
        return [FaultWords("still-ahead", _AHEAD, pointer="/dated", value=body.dated.isoformat())]
    return []


def _record(work: Work, plan: Any, body: RevisionEntry, disclosure: Disclosure) -> RevisionRecord:
    effective_from = body.effective_from or body.dated
    return RevisionRecord(
        id=new_id(),
        plan_id=plan.id,
        region_path=plan.region_path,
        kind=body.kind,
        title=body.title,
        document_number=body.document_number,
        issuing_body=body.issuing_body,
        dated=body.dated,
        effective_from=effective_from,
        disclosure=disclosure,
        state=RevisionState.IN_FORCE if effective_from <= today(work.service.clock) else RevisionState.ANNOUNCED,
        by=work.actor.name,
        at=work.now(),
    )


def _statements(record: RevisionRecord, stated: Sequence[Stated], owners: dict[str, Any], first: int) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(),
            "plan_id": record.plan_id,
            "plan_indicator_id": owners[one.row.key].id,
            "position": first + number,
            "printed_key": one.row.key,
            "origin": record.kind,
            "year": one.row.year,
            "population": one.population,
            "raw": one.row.raw,
            "expression": one.expression.model_dump(mode="json", exclude_none=True),
            "clause": None,
            "revision_id": record.id,
            "cited": _cited(record, one).model_dump(mode="json", exclude_none=True),
            "reason": one.row.reason,
        }
        for number, one in enumerate(stated)
    ]


def _cited(record: RevisionRecord, one: Stated) -> RevisionCited:
    names = ("kind", "title", "document_number", "issuing_body", "dated")
    return RevisionCited(revision_id=record.id, clause=one.row.clause, quote=one.row.quote, **{name: getattr(record, name) for name in names})


async def _follow(work: Work, plan: Any, owners: Sequence[Any], on_track_from: Decimal) -> None:
    day, at = today(work.service.clock), work.now()
    await follow_revisions(work.db, work.service.outbox, plan, owners, day=day, at=at, on_track_from=on_track_from)


async def follow_revisions(db: WriteDb, outbox: Outbox, plan: Any, owners: Sequence[Any], *, day: date, at: datetime, on_track_from: Decimal) -> None:
    """Let the targets of plan indicators be what their statements put in force now, and judge them anew."""
    ids = {owner.id for owner in owners}
    standing = [dict(row._mapping) for row in await repository.statements_standing(db, plan.id) if row.plan_indicator_id in ids]
    await settle_targets(db, outbox, [owner._mapping for owner in owners], standing, plan.period_end, at)
    await rejudge(db, outbox, owners, day=day, at=at, on_track_from=on_track_from)


async def take_effect(db: WriteDb, outbox: Outbox, revision_id: UUID, plan_id: UUID, *, day: date, at: datetime, on_track_from: Decimal) -> None:
    """The day of an announced revision has come; nothing is done where it was withdrawn meanwhile."""
    await repository.lock_plan(db, plan_id)
    record = await repository.revision_to_change(db, revision_id)
    if record.state != RevisionState.ANNOUNCED:
        return
    record.state = RevisionState.IN_FORCE
    await db.flush()
    plan, owners = await catalogue.plan(db, plan_id), await _owners_of(db, revision_id)
    await follow_revisions(db, outbox, plan, owners, day=day, at=at, on_track_from=on_track_from)


async def _owners_of(db: Db, revision_id: UUID) -> Sequence[Any]:
    rows = await repository.statements_of_revision(db, revision_id)
    return await catalogue.plan_indicators_by_id(db, {row.plan_indicator_id for row in rows})


async def visible_revision(db: Db, actor: Actor, revision_id: UUID) -> Any:
    """The revision if the actor may know of it; NotFound otherwise."""
    row = await repository.revision(db, revision_id)
    known = Thing(region_path=row.region_path, disclosure=Disclosure(row.disclosure)) if row else None
    see(actor, Permission.PLAN_INDICATOR_READ, known, what="revision", what_zh="目标调整文件")
    return row


async def withdraw_revision(work: Work, revision_id: UUID, reason: str, if_match: IfMatch, on_track_from: Decimal) -> None:
    """Let a revision count no longer: what was in force before it is in force again, a person's choice too."""
    row = await visible_revision(work.db, work.actor, revision_id)
    require(work.actor, Permission.TARGET_REVISE, Thing(region_path=row.region_path, disclosure=Disclosure(row.disclosure)))
    await repository.lock_plan(work.db, row.plan_id)
    record = await repository.revision_to_change(work.db, revision_id)
    if_match.check(record.version)
    if record.state == RevisionState.WITHDRAWN:
        raise RevisionWithdrawn(reason=record.withdrawn_because)
    plan, owners = await catalogue.plan(work.db, row.plan_id), await _owners_of(work.db, revision_id)
    record.state, record.withdrawn_because = RevisionState.WITHDRAWN, reason
    await work.db.flush()
    await _restore_choices(work, row.plan_id, revision_id, owners)
    await _follow(work, plan, owners, on_track_from)
    await work.audit("withdraw_revision", revision_id, reason=reason)


async def _restore_choices(work: Work, plan_id: UUID, revision_id: UUID, owners: Sequence[Any]) -> None:
    """Where a statement of the withdrawn document was chosen, the choice before it counts again, if its statement still does."""
    ids = [owner.id for owner in owners]
    standing = {row.id: row for row in await repository.statements_standing(work.db, plan_id)}
    mine = {row.id for row in await repository.statements_of_revision(work.db, revision_id)}
    lost = [row for row in await amending.targets_of_indicators(work.db, ids) if row.basis == TargetBasis.CHOSEN and row.statement_id in mine]
    choices = await repository.former_choices(work.db, ids)
    fresh = [found for row in lost if (found := _choice_before(row, choices, standing)) is not None]
    restored = {(row["plan_indicator_id"], row["year"], row["population"]) for row in fresh}
    replaced = [row for row in lost if (row.plan_indicator_id, row.year, row.population) in restored]
    await amending.drop_targets(work.db, [row.id for row in replaced])
    await work.db.insert(TargetRecord, fresh)
    said = [(row, dict(standing[row["statement_id"]]._mapping)) for row in fresh]
    await remember_targets(work.db, said, [], work.now())
    await work.tell(*(target_changed(row, statement) for row, statement in said))


def _choice_before(lost: Any, choices: Sequence[Any], standing: Collection[UUID]) -> dict[str, Any] | None:
    slot = (lost.plan_indicator_id, lost.year, lost.population)
    found = (c for c in choices if (c.plan_indicator_id, c.year, c.population) == slot and c.statement_id in standing)
    before = next(found, None)
    if before is None:
        return None
    place = {"id": new_id(), "version": 1, "plan_id": lost.plan_id, "plan_indicator_id": lost.plan_indicator_id, "part": 0}
    choice = {"basis": TargetBasis.CHOSEN, "chosen_by": before.chosen_by, "reason": before.reason, "chosen_at": before.at}
    return {**place, "year": lost.year, "population": lost.population, "statement_id": before.statement_id, **choice}


async def refuse_idle(db: Db, statement: Any) -> None:
    """Raise StatementNotInForce for a statement whose document was withdrawn or does not take effect yet."""
    row = await repository.revision(db, statement.revision_id) if statement.revision_id else None
    if row is not None and row.state != RevisionState.IN_FORCE:
        raise StatementNotInForce(state=row.state)


async def target_conflicts(db: Db, actor: Actor, plan_id: UUID) -> TargetConflicts:
    """Every place of a plan where statements disagree and nobody has chosen since, of the indicators that the actor may know of."""
    plan = await catalogue.plan(db, plan_id)
    known = Thing(region_path=plan.region_path, state=plan.state, disclosure=Disclosure(plan.disclosure)) if plan else None
    see(actor, Permission.PLAN_INDICATOR_READ, known, what="issued plan", what_zh="已发布的计划")
    assert plan is not None
    rows = await catalogue.plan_indicators_of(db, plan_id)
    by_owner: dict[UUID, list[Any]] = {}
    for statement in await repository.statements_standing(db, plan_id):
        by_owner.setdefault(statement.plan_indicator_id, []).append(statement)
    in_force: dict[UUID, list[Any]] = {}
    for target in await amending.targets_of_indicators(db, [row.id for row in rows]):
        in_force.setdefault(target.plan_indicator_id, []).append(target)
    found = [one for row in rows for one in _conflicts(row, by_owner.get(row.id, []), in_force.get(row.id, []), plan.period_end)]
    return TargetConflicts(plan_id=PlanId(plan_id), conflicts=found)


def _conflicts(owner: Any, statements: Sequence[Any], targets: Sequence[Any], last_year: int) -> list[TargetConflict]:
    said = {row.id: row for row in statements}
    counts = {target.statement_id for target in targets}
    settled = {(t.year, t.population) for t in targets if t.basis == TargetBasis.CHOSEN and _nothing_since(t, statements)}
    place = {"plan_indicator_id": owner.id, "key": owner.key, "name": owner.name}
    printed, revised = sides([row._mapping for row in statements])
    found = disagreeing(printed, revised, settled, Polarity(owner.polarity), last_year)
    return [
        TargetConflict(year=slot[0], population=slot[1], statements=[_stated(said[c.id], c.id in counts) for c in told], **place)
        for slot, told in found
    ]


def _nothing_since(target: Any, statements: Sequence[Any]) -> bool:
    """Whether no document has spoken on the year since somebody chose."""
    said = (row.said_at for row in statements if row.said_at is not None and (row.year, row.population) == (target.year, target.population))
    return target.chosen_at is None or all(at <= target.chosen_at for at in said)


def _stated(row: Any, in_force: bool) -> StatedTarget:
    return StatedTarget(statement_id=row.id, raw=row.raw, expression=row.expression, origin=row.origin, cited=row.cited, in_force=in_force)
