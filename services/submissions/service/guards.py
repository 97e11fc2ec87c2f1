"""What must hold for a move besides state and permission."""

from datetime import datetime
from typing import Any

from services.submissions.errors import FourEyes, RoundClosed, RoundNotOpen
from shared.rules.access import Actor
from shared.schemas.rounds import RoundState


def may_review(actor: Actor, submission: Any) -> bool:
    """Nobody reviews what they filed, and nobody reviews their own unit."""
    filed_by = {submission.started_by, submission.submitted_by}
    return actor.id not in filed_by and submission.unit_id not in actor.unit_ids


def require_four_eyes(actor: Actor, submission: Any) -> None:
    """Raise FourEyes where the reviewer filed it or is of the unit that did."""
    if not may_review(actor, submission):
        raise FourEyes()


def require_round_open(row: Any, now: datetime, *, was_returned: bool = False) -> None:
    """Raise RoundNotOpen or RoundClosed unless the round takes answers at ``now``; what was returned has a due day of its own."""
    if now < row.opens:
        raise RoundNotOpen(opens=row.opens.isoformat())
    if row.round_state != RoundState.OPEN or (now >= row.closes and not was_returned):
        raise RoundClosed(closes=row.closes.isoformat())
