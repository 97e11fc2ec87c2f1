"""Use cases on rectifications: opened by a person or proposed by a verdict, reported on, checked by another one, waived by two, closed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.submissions.errors import DueDayPassed, RectificationFourEyes, UnknownFinding, UnknownRectificationUnit, WrongRectificationState
from services.submissions.models import RectificationEventRecord, RectificationRecord
from services.submissions.repository import ledgers, submissions
from services.submissions.repository import rectifications as repository
from services.submissions.rules.rectifying import MOVES, Answer, Move, answer_to, possible
from shared.kit.clock import today
from shared.kit.db import Db, WriteDb
from shared.kit.etag import IfMatch
from shared.kit.ids import new_id
from shared.kit.outbox import Outbox
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Actor, Disclosure, Permission, Thing, decide
from shared.rules.workdays import end_of_day
from shared.schemas.base import PlanId, UnitId
from shared.schemas.deadlines import ClearedAs
from shared.schemas.events.measuring import VerdictChanged
from shared.schemas.events.reporting import Concern, DeadlineCleared, DeadlineSet
from shared.schemas.ledgers import RecheckOutcome
from shared.schemas.rectifications import (
    NewRectification,
    ProgressReport,
    RectificationOpening,
    RectificationOrigin,
    RectificationRecheck,
    WaiverDecision,
)
from shared.schemas.rectifications import RectificationState as State

PLATFORM = "jianxing"
"""Who acts where a verdict does."""


def thing(row: Any) -> Thing:
    """A rectification as far as rights care."""
    return Thing(region_path=row.region_path, unit_id=row.unit_id, disclosure=Disclosure(row.disclosure))


async def visible_rectification(db: Db, actor: Actor, rectification_id: UUID) -> Any:
    """The row if the actor may know of it; NotFound otherwise."""
    row = await repository.rectification(db, rectification_id)
    see(actor, Permission.RECTIFICATION_READ, thing(row) if row else None, what="rectification", what_zh="整改事项")
    return row


def may(actor: Actor, row: Any) -> list[str]:
    """Moves that state, rights and four eyes leave to the actor."""
    return [
        move.value
        for move in possible(State(row.state))
        if decide(actor, MOVES[move].permission, thing(row)).allowed and (not MOVES[move].four_eyes or _other_eyes(actor, row))
    ]


def _other_eyes(actor: Actor, row: Any) -> bool:
    return actor.id != row.moved_by and row.unit_id not in actor.unit_ids


async def open_rectification(work: Work, body: NewRectification) -> UUID:
    """Open one by hand, or by a finding that was submitted; its deadline is set."""
    region_path = await _region_of(work, body.unit_id, None)
    require(work.actor, Permission.RECTIFICATION_RUN, Thing(region_path=region_path))
    _require_ahead(work, body.due_on)
    if body.finding_id is not None:
        found = await submissions.submission(work.db, body.finding_id)
        if found is None or found.region_path != region_path:
            raise UnknownFinding(finding_id=body.finding_id)
    origin = RectificationOrigin.FINDING if body.finding_id else RectificationOrigin.HAND
    record = RectificationRecord(
        id=new_id(), state=State.OPEN, origin=origin, region_path=region_path, disclosure=Disclosure.UPWARD, **body.model_dump()
    )
    record.moved_by = work.actor.id
    work.db.add(record)
    await _finish(work, record, Move.OPEN, body.measures)
    return record.id


async def _region_of(work: Work, unit_id: UUID, within: str | None) -> str:
    """Where the unit serves; UnknownRectificationUnit where it is not known, or not of the region of the rectification."""
    unit = await ledgers.unit(work.db, unit_id)
    if unit is None or (within is not None and not unit.region_path.startswith(within)):
        raise UnknownRectificationUnit(unit_id=unit_id)
    return str(unit.region_path)


def _require_ahead(work: Work, due_on: date) -> None:
    day = today(work.service.clock)
    if due_on < day:
        raise DueDayPassed(due_on=due_on.isoformat(), today=day.isoformat())


async def _begin(work: Work, rectification_id: UUID, move: Move, if_match: IfMatch) -> RectificationRecord:
    """The record locked for ``move``, after every reason not to: unknown, denied, stale, wrong state, own work."""
    row = await visible_rectification(work.db, work.actor, rectification_id)
    require(work.actor, MOVES[move].permission, thing(row))
    record = await repository.to_change(work.db, rectification_id)
    if_match.check(record.version)
    if State(record.state) not in MOVES[move].before:
        raise WrongRectificationState(state=record.state, allowed=", ".join(possible(State(record.state))) or "-")
    if MOVES[move].four_eyes and not _other_eyes(work.actor, record):
        raise RectificationFourEyes()
    return record


_CLEARED = {State.CLOSED: ClearedAs.FULFILLED, State.REPORTED: ClearedAs.FULFILLED, State.WAIVED: ClearedAs.WAIVED}


async def _finish(work: Work, record: RectificationRecord, move: Move, text: str | None) -> None:
    """Put the move through: state, history, deadline, audit."""
    record.state, record.moved_by = MOVES[move].after, work.actor.id
    await work.db.flush()
    await _note(work.db, record, move, work.now(), text, by_id=work.actor.id, by=work.actor.name)
    if move is not Move.REPORT and record.due_on is not None:
        await work.tell(_deadline(record, move))
    await work.audit(f"{move}_rectification", record.id, state=record.state)


async def _note(
    db: WriteDb, record: RectificationRecord, move: str, at: datetime, text: str | None, *, by: str = PLATFORM, by_id: UUID | None = None
) -> None:
    number = await repository.next_number(db, record.id)
    told = {"move": move, "state": record.state, "at": at, "by_id": by_id, "by": by, "text": text, "due_on": record.due_on}
    db.add(RectificationEventRecord(id=new_id(), rectification_id=record.id, number=number, **told))
    await db.flush()


def _deadline(record: RectificationRecord, why: str) -> DeadlineSet | DeadlineCleared:
    """What is owed now: the day of what is open, nothing of what is reported, waiting or over."""
    if record.state != State.OPEN:
        cleared = _CLEARED.get(State(record.state), ClearedAs.ENDED)
        return DeadlineCleared(version=record.version, deadline_id=record.id, cleared_as=cleared, why=why)
    assert record.due_on is not None
    assert record.unit_id is not None
    return DeadlineSet(
        version=record.version,
        deadline_id=record.id,
        kind="rectification",
        title=record.title,
        unit_id=UnitId(record.unit_id),
        region_path=record.region_path,
        due=end_of_day(record.due_on),
        due_on=record.due_on,
        link=f"/api/v1/submissions/rectifications/{record.id}",
        concerns=[] if record.plan_id is None else [Concern(plan_id=PlanId(record.plan_id))],
    )


async def accept_proposal(work: Work, rectification_id: UUID, body: RectificationOpening, if_match: IfMatch) -> None:
    """Open what a verdict proposed, with measures, owner and day."""
    record = await _begin(work, rectification_id, Move.OPEN, if_match)
    await _region_of(work, body.unit_id, record.region_path)
    _require_ahead(work, body.due_on)
    record.unit_id, record.measures, record.due_on = body.unit_id, body.measures, body.due_on
    await _finish(work, record, Move.OPEN, body.measures)


async def dismiss_proposal(work: Work, rectification_id: UUID, reason: str, if_match: IfMatch) -> None:
    """Say that nothing is to be put right, and why."""
    record = await _begin(work, rectification_id, Move.DISMISS, if_match)
    record.ended_because = reason
    await _finish(work, record, Move.DISMISS, reason)


async def report_progress(work: Work, rectification_id: UUID, body: ProgressReport, if_match: IfMatch) -> None:
    """Tell how far it has come; what is done waits for another person's check, and its reminders stop."""
    move = Move.FINISH if body.done else Move.REPORT
    record = await _begin(work, rectification_id, move, if_match)
    await _finish(work, record, move, body.text)


async def check_rectification(work: Work, rectification_id: UUID, body: RectificationRecheck, if_match: IfMatch) -> None:
    """Close what was put right, or open it again until a new day."""
    move = Move.CONFIRM if body.outcome is RecheckOutcome.PASSED else Move.FAIL
    record = await _begin(work, rectification_id, move, if_match)
    if body.due_on is not None:
        _require_ahead(work, body.due_on)
        record.due_on = body.due_on
    else:
        record.ended_because = body.note
    await _finish(work, record, move, body.note)


async def ask_waiver(work: Work, rectification_id: UUID, reason: str, if_match: IfMatch) -> None:
    """Ask another person to let it be, with the reason; until then it is not reminded of."""
    record = await _begin(work, rectification_id, Move.ASK_WAIVER, if_match)
    await _finish(work, record, Move.ASK_WAIVER, reason)


async def decide_waiver(work: Work, rectification_id: UUID, body: WaiverDecision, if_match: IfMatch) -> None:
    """Grant or refuse what somebody else asked for; refused, it is open with the day it had."""
    move = Move.GRANT_WAIVER if body.granted else Move.REFUSE_WAIVER
    record = await _begin(work, rectification_id, move, if_match)
    record.ended_because = body.note if body.granted else None
    await _finish(work, record, move, body.note)


async def follow_verdict(db: WriteDb, outbox: Outbox, verdict: VerdictChanged, at: datetime) -> None:
    """Propose what a bad verdict asks for, once; close what is under way when the verdict has turned good."""
    live = await repository.live_of_target(db, verdict.target_id)
    match answer_to(verdict.word, live=live is not None):
        case Answer.PROPOSE:
            await _propose(db, verdict, at)
        case Answer.CLOSE if live is not None:
            live.state, live.ended_because, live.word = State.CLOSED, verdict.said.zh, verdict.word
            await db.flush()
            await _note(db, live, "verdict_turned", at, verdict.said.zh)
            if live.due_on is not None:
                cleared = DeadlineCleared(version=live.version, deadline_id=live.id, cleared_as=ClearedAs.FULFILLED, why="verdict turned")
                await outbox.record(db, cleared, at=at)


async def _propose(db: WriteDb, verdict: VerdictChanged, at: datetime) -> None:
    level = await repository.disclosure_of(db, verdict.plan_indicator_id)
    record = RectificationRecord(
        id=new_id(),
        state=State.PROPOSED,
        origin=RectificationOrigin.VERDICT,
        title=f"{verdict.indicator_name}（{verdict.horizon}年）",
        problem=verdict.said.zh,
        region_path=verdict.region_path,
        disclosure=level or Disclosure.INTERNAL,
        unit_id=verdict.filling_unit_id,
        target_id=verdict.target_id,
        verdict_version=verdict.version,
        plan_id=verdict.plan_id,
        plan_indicator_id=verdict.plan_indicator_id,
        horizon=verdict.horizon,
        word=verdict.word,
    )
    db.add(record)
    await db.flush()
    await _note(db, record, "propose", at, verdict.said.zh)


async def succeed_owner(db: WriteDb, outbox: Outbox, unit_id: UUID, successor_id: UUID, at: datetime) -> None:
    """What a unit has to put right passes to its successor, with its day."""
    for record in await repository.live_of_unit(db, unit_id):
        record.unit_id = successor_id
        await db.flush()
        await _note(db, record, "owner_succeeded", at, None)
        if record.state == State.OPEN:
            await outbox.record(db, _deadline(record, "owner succeeded"), at=at)
