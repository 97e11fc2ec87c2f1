"""What a unit could write at an instant: rows that are kept, given to the rule."""

from datetime import datetime
from typing import Any
from uuid import UUID

from services.submissions.repository import history, known, rounds
from services.submissions.rules.writing import Answered, Then, writable, writable_item
from services.submissions.service.reading import shown
from shared.kit.db import Db
from shared.kit.rights import see
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.assignments import Writable, WritableItem
from shared.schemas.base import UnitId
from shared.schemas.rounds import AssignmentState, RoundState
from shared.schemas.submissions import SubmissionState


async def writable_at(db: Db, actor: Actor, assignment_id: UUID, at: datetime) -> Writable:
    """Whether the unit that owed it could write at ``at``, item by item, with reasons; an instant to come is answered as things stand."""
    row = await rounds.assignment(db, assignment_id)
    thing = Thing(region_path=row.region_path, unit_id=row.unit_id) if row else None
    thing = see(actor, Permission.ASSIGNMENT_READ, thing, what="assignment", what_zh="填报任务")
    assert row is not None
    owed = await history.assignment_at(db, assignment_id, at)
    then = await _then(db, row, owed, at)
    whole = writable(then)
    items = shown(actor, thing, await rounds.items_of(db, assignment_id), {}) if owed is not None else []
    names = await known.unit_names(db, [owed.unit_id]) if owed is not None else {}
    return Writable(
        assignment_id=assignment_id,
        at=at,
        unit_id=UnitId(owed.unit_id) if owed is not None else None,
        unit_name=names.get(owed.unit_id, "?") if owed is not None else None,
        writable=whole.allowed,
        until=then.closes if whole.code == "open" else None,
        items=[_item(item, whole, then) for item in items],
        **_said(whole),
    )


async def _then(db: Db, row: Any, owed: Any, at: datetime) -> Then:
    of, version = await history.round_at(db, row.round_id, at), await history.version_at(db, row.id, at)
    state = None if version is None else SubmissionState(version.state)
    returned = await _returned(db, version.submission_id, at) if state is SubmissionState.RETURNED and version is not None else frozenset()
    return Then(
        at=at,
        round_state=None if of is None else RoundState(of.state),
        opens=None if of is None else of.opens,
        closes=None if of is None else of.closes,
        assignment=None if owed is None else AssignmentState(owed.state),
        reason=None if owed is None else owed.reason,
        submission=state,
        returned=returned,
    )


async def _returned(db: Db, submission_id: UUID, at: datetime) -> frozenset[UUID]:
    return frozenset(UUID(item) for row in await history.returns_until(db, submission_id, at) for item in row.detail["items"])


def _item(item: Any, whole: Answered, then: Then) -> WritableItem:
    exempt = item.waived_because if item.waived_at is not None and item.waived_at <= then.at else None
    one = writable_item(whole, item.id, exempt, then.returned)
    said = _said(one)
    return WritableItem(item_id=item.id, name=item.name, writable=one.allowed, zh=said["zh"], en=said["en"])


def _said(answered: Answered) -> dict[str, str]:
    return {"code": answered.code, "zh": answered.words.say("zh", **answered.places), "en": answered.words.say("en", **answered.places)}
