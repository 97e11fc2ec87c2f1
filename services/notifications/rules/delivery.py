"""Decisions on deliveries: who goes first, when to try again, when to give up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.schemas.deliveries import AttemptOutcome, DeliveryState, Lane
from shared.schemas.messages import MessageKind

MAX_ATTEMPTS = 15
"""With the waits below, about half a day: longer than a mail server's night, shorter than a deadline's last day."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
_LONGEST_ASKED = timedelta(days=1)
_LANES = {
    MessageKind.ESCALATION: Lane.URGENT,
    MessageKind.REMINDER: Lane.NORMAL,
    MessageKind.RETURNED: Lane.NORMAL,
    MessageKind.ASSIGNED: Lane.NORMAL,
}


def lane_of(kind: MessageKind) -> Lane:
    """What is overdue goes first; what asks for work comes next; what only tells comes last."""
    return _LANES.get(kind, Lane.BULK)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a channel says of one attempt.

    ``code`` and ``detail`` are the other side's words. ``unreachable`` means the whole channel: nothing of it is tried for a while, and no
    delivery is charged. ``postponed`` was not tried at all (a rate limit, an open circuit). ``bad_address`` keeps later messages from it.
    """

    word: AttemptOutcome
    code: str
    detail: str = ""
    retry_after: timedelta | None = None
    bad_address: bool = False

    @classmethod
    def delivered(cls, code: str, detail: str = "") -> "Outcome":
        """The other side has it."""
        return cls(AttemptOutcome.DELIVERED, code, detail)

    @classmethod
    def passing(cls, code: str, detail: str = "", retry_after: timedelta | None = None) -> "Outcome":
        """Not now; another attempt may succeed."""
        return cls(AttemptOutcome.PASSING, code, detail, retry_after)

    @classmethod
    def permanent(cls, code: str, detail: str = "", *, bad_address: bool = False) -> "Outcome":
        """Never in this form."""
        return cls(AttemptOutcome.PERMANENT, code, detail, bad_address=bad_address)

    @classmethod
    def unreachable(cls, code: str, detail: str = "", retry_after: timedelta | None = None) -> "Outcome":
        """Nobody can be reached through this channel at present."""
        return cls(AttemptOutcome.UNREACHABLE, code, detail, retry_after)

    @classmethod
    def postponed(cls, code: str, retry_after: timedelta) -> "Outcome":
        """Not tried: this channel or address has to rest first."""
        return cls(AttemptOutcome.POSTPONED, code, "", retry_after)

    @classmethod
    def suppressed(cls, code: str) -> "Outcome":
        """Must not be sent, and was not."""
        return cls(AttemptOutcome.SUPPRESSED, code)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a delivery becomes: its state, why, until when nobody takes it up, and whether the attempt counts."""

    state: DeliveryState
    why: str | None
    held_until: datetime
    counts: bool = True


_FINAL = {
    AttemptOutcome.DELIVERED: DeliveryState.DELIVERED,
    AttemptOutcome.PERMANENT: DeliveryState.FAILED,
    AttemptOutcome.SUPPRESSED: DeliveryState.SUPPRESSED,
}


def settle(outcome: Outcome, attempts: int, now: datetime, jitter: float) -> Settled:
    """The state after attempt number ``attempts``; ``jitter`` (0.8 to 1.2) keeps failed ones from coming back all at once."""
    if outcome.word in _FINAL:
        state = _FINAL[outcome.word]
        return Settled(state, None if state is DeliveryState.DELIVERED else outcome.code, now)
    counts = outcome.word not in {AttemptOutcome.UNREACHABLE, AttemptOutcome.POSTPONED}
    if counts and attempts >= MAX_ATTEMPTS:
        return Settled(DeliveryState.DEAD, outcome.code, now)
    return Settled(DeliveryState.PLANNED, outcome.code, now + wait(attempts, outcome.retry_after, jitter), counts)


def wait(attempts: int, asked: timedelta | None, jitter: float) -> timedelta:
    """Doubling from 15 seconds to an hour; never shorter than the other side asked, which is believed up to a day."""
    doubled = min(_LONGEST_WAIT, _FIRST_WAIT * (1 << min(max(attempts - 1, 0), 12)))
    return max(doubled * jitter, min(asked, _LONGEST_ASKED)) if asked else doubled * jitter


def may_reach(address: str, allowed: Sequence[str]) -> bool:
    """Whether ``address`` is one of ``allowed``: in full, or by its ``@domain``."""
    whole = address.casefold()
    return any(whole == entry or (entry.startswith("@") and whole.endswith(entry)) for entry in allowed)
