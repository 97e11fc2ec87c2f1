"""What changed between two states of a submission: answers item by item, fields of the form field by field. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from services.submissions.rules.moves import Move
from shared.schemas.answers import Answer, AnswerKind
from shared.schemas.submissions import Compared, SubmissionState

_STEP = Decimal("0.1")
_HANDED_IN = frozenset({SubmissionState.SUBMITTED, SubmissionState.IN_REVIEW, SubmissionState.APPROVED})
_MOVE = {Compared.SUBMITTED: Move.SUBMIT, Compared.APPROVED: Move.APPROVE}


@dataclass(frozen=True, slots=True)
class Past:
    """A version as far as the choice cares."""

    number: int
    move: str


def version_before(past: Sequence[Past], state: SubmissionState, against: Compared) -> int | None:
    """The number of the version that the present content is held against; None where there was none.

    What lies with the reviewer is the last version handed in itself, so it is held against the one before it; an approved form likewise.
    """
    wanted = _MOVE[against]
    numbers = [one.number for one in past if one.move == wanted]
    is_itself = state in _HANDED_IN if against is Compared.SUBMITTED else state is SubmissionState.APPROVED
    left = numbers[:-1] if is_itself else numbers
    return max(left, default=None)


def last_year(item: Any) -> Answer | None:
    """The last official value of an item as an answer."""
    if item.last_value is not None:
        return Answer(kind=AnswerKind.VALUE, value=item.last_value)
    return Answer(kind=AnswerKind.STATE, state=item.last_state) if item.last_state else None


def change_of(before: Answer | None, after: Answer | None) -> tuple[Decimal, Decimal | None] | None:
    """By how much a number changed, and in per cent of what it was (one decimal; None from zero); None where one is no number."""
    if before is None or after is None or before.value is None or after.value is None:
        return None
    change = after.value - before.value
    percent = change / abs(before.value) * 100 if before.value else None
    return change, None if percent is None else percent.quantize(_STEP, ROUND_HALF_EVEN)


def changed_fields(order: Iterable[str], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """(field, before, after) of the fields that differ, in the order of the form."""
    return [(name, before.get(name), after.get(name)) for name in order if before.get(name) != after.get(name)]
