"""What becomes of longer time once its day has passed."""

from services.submissions.repository import assignments
from services.submissions.rules.assignments import outcome
from shared.kit.service import Service
from shared.kit.work import own_work
from shared.schemas.rounds import AssignmentState

_MOST = 200


class Lapsing:
    """Ends extensions whose day has passed, as kept or lapsed; late by a loop's turn changes nothing about which."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def turn(self) -> int:
        """End some; how many."""
        async with own_work(self._service) as work:
            past = await assignments.run_out(work.db, work.now(), _MOST)
            for record, state, submitted_at in past:
                record.state = outcome(AssignmentState(state), submitted_at, record.granted_at, record.until)
                record.ended_at = record.until
                await work.audit("end_extension", record.id, assignment=str(record.assignment_id), outcome=record.state)
            return len(past)
