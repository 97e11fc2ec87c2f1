"""What a unit could write at an instant, and why: the guards of filling in, asked about any time (domain notes, section 6)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shared.kit.language import Words
from shared.schemas.rounds import AssignmentState, RoundState
from shared.schemas.submissions import SubmissionState


@dataclass(frozen=True, slots=True)
class Then:
    """Everything that counts, as it stood at ``at``. No ``round_state`` or ``assignment``: neither was there yet."""

    at: datetime
    round_state: RoundState | None
    opens: datetime | None
    closes: datetime | None
    assignment: AssignmentState | None
    reason: str | None
    submission: SubmissionState | None
    returned: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Answered:
    """Yes or no, with its code and sentence."""

    allowed: bool
    code: str
    words: Words
    places: dict[str, object] = field(default_factory=dict)


_NOT_ASKED = Words("当时尚无此任务", "the assignment was not there yet")
_WAIVED = Words("已豁免：{reason}", "exempt: {reason}")
_NOT_OPEN = Words("填报自 {opens} 开始", "the round opens at {opens}")
_CLOSED = Words("填报轮次已关闭", "the round is closed")
_OVER = Words("填报已于 {closes} 截止", "the round took answers until {closes}")
_HANDED_IN = Words("已提交，审核中不能修改；可先撤回或等待退回", "handed in: it can be taken back before review, or returned")
_APPROVED = Words("已审核通过", "approved")
_OPEN = Words("任务进行中，可以填写", "it is owed and the round takes answers")
_RETURNED = Words("已退回，可修改被退回的填报项", "returned: the returned items can be changed")
_EXEMPT = Words("该填报项已免报：{reason}", "the item is exempt: {reason}")
_NOT_RETURNED = Words("该填报项未被退回", "the item was not returned")

_SHUT = {
    SubmissionState.SUBMITTED: ("handed-in", _HANDED_IN),
    SubmissionState.IN_REVIEW: ("handed-in", _HANDED_IN),
    SubmissionState.APPROVED: ("approved", _APPROVED),
    SubmissionState.CORRECTED: ("approved", _APPROVED),
}


def writable(then: Then) -> Answered:
    """Whether anything could be written. The order is that of the refusals: not asked, exempt, the round's window, the form's state."""
    if then.assignment is None or then.round_state is None or then.opens is None or then.closes is None:
        return Answered(False, "not-asked", _NOT_ASKED)
    if then.assignment is AssignmentState.WAIVED:
        return Answered(False, "waived", _WAIVED, {"reason": then.reason or "-"})
    if then.submission in _SHUT:
        code, words = _SHUT[then.submission]
        return Answered(False, code, words)
    return _window(then, then.opens, then.closes)


def _window(then: Then, opens: datetime, closes: datetime) -> Answered:
    was_returned = then.submission is SubmissionState.RETURNED
    if then.at < opens:
        return Answered(False, "round-not-open", _NOT_OPEN, {"opens": opens.isoformat()})
    if then.round_state is RoundState.CLOSED:
        return Answered(False, "round-closed", _CLOSED)
    if then.at >= closes and not was_returned:
        return Answered(False, "round-over", _OVER, {"closes": closes.isoformat()})
    return Answered(True, "returned", _RETURNED) if was_returned else Answered(True, "open", _OPEN)


def writable_item(whole: Answered, item_id: UUID, exempt_because: str | None, returned: Collection[UUID]) -> Answered:
    """Whether one item could be written, where ``whole`` is what could be said of the form; ``returned``: the items that were sent back."""
    if exempt_because is not None:
        return Answered(False, "exempt", _EXEMPT, {"reason": exempt_because})
    if whole.code == "returned" and item_id not in returned:
        return Answered(False, "not-returned", _NOT_RETURNED)
    return whole
