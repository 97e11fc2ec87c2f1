"""When one unit takes another's place: its open assignments, drafts and reminders pass to the successor."""

from datetime import datetime

from services.submissions.models import AssignmentMoveRecord
from services.submissions.repository import moved
from services.submissions.service.recording import assignment_row
from services.submissions.service.rectifying import succeed_owner
from services.submissions.service.telling import assignment_event, deadlines_set
from shared.kit.db import WriteDb
from shared.kit.outbox import Outbox
from shared.schemas.events.directory import UnitSucceeded
from shared.schemas.events.reporting import AssignmentChanged
from shared.schemas.rounds import AssignmentState

_WAITING = (AssignmentState.OPEN, AssignmentState.REOPENED)


async def succeed_unit(db: WriteDb, outbox: Outbox, succession: UnitSucceeded, at: datetime) -> None:
    """Give the successor what is open; where it owes the same round already, both forms become its own by right of reading only."""
    await moved.follow_lead(db, succession.unit_id, succession.successor_id)
    await succeed_owner(db, outbox, succession.unit_id, succession.successor_id, at)
    await moved.give_ledgers(db, succession.unit_id, succession.successor_id, succession.region_path)
    for record, round_name in await moved.assignments_passing(db, succession.unit_id, succession.successor_id):
        record.unit_id, record.region_path = succession.successor_id, succession.region_path
        await moved.give_submission(db, record.id, succession.successor_id, succession.region_path)
        await db.flush()
        db.add(AssignmentMoveRecord(**assignment_row(record, "passed on", at)))
        waiting = await deadlines_set(db, [(record, round_name)]) if record.state in _WAITING else []
        await outbox.record(db, assignment_event(AssignmentChanged, record, round_name), *waiting, at=at)
