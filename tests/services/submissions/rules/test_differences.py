"""Against which version a submission is held, and by how much a number changed."""

from decimal import Decimal

import pytest

from services.submissions.rules.differences import Past, change_of, changed_fields, version_before
from shared.schemas.answers import Answer, AnswerKind
from shared.schemas.submissions import Compared, SubmissionState

ONCE = [Past(1, "submit")]
RETURNED = [Past(1, "submit"), Past(2, "start_review"), Past(3, "return")]
AGAIN = [*RETURNED, Past(4, "submit")]
APPROVED = [*AGAIN, Past(5, "approve")]
_S = SubmissionState


@pytest.mark.parametrize(
    ("past", "state", "against", "number"),
    [
        ([], _S.DRAFT, Compared.SUBMITTED, None),
        (ONCE, _S.SUBMITTED, Compared.SUBMITTED, None),
        ([*ONCE, Past(2, "withdraw")], _S.WITHDRAWN, Compared.SUBMITTED, 1),
        (RETURNED, _S.RETURNED, Compared.SUBMITTED, 1),
        (AGAIN, _S.SUBMITTED, Compared.SUBMITTED, 1),
        (APPROVED, _S.APPROVED, Compared.SUBMITTED, 1),
        (AGAIN, _S.SUBMITTED, Compared.APPROVED, None),
        (APPROVED, _S.APPROVED, Compared.APPROVED, None),
        ([*APPROVED, Past(6, "submit")], _S.SUBMITTED, Compared.APPROVED, 5),
    ],
)
def test_the_version_it_is_held_against(past: list[Past], state: SubmissionState, against: Compared, number: int | None) -> None:
    assert version_before(past, state, against) == number


def number(text: str) -> Answer:
    """A value."""
    return Answer(kind=AnswerKind.VALUE, value=Decimal(text))


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (number("30.0"), number("31.5"), (Decimal("1.5"), Decimal("5.0"))),
        (number("-4"), number("-2"), (Decimal(2), Decimal("50.0"))),
        (number("0"), number("3"), (Decimal(3), None)),
        (number("3"), Answer(kind=AnswerKind.NOT_SURVEY_YEAR), None),
        (None, number("3"), None),
    ],
)
def test_by_how_much(before: Answer | None, after: Answer, change: tuple[Decimal, Decimal | None] | None) -> None:
    assert change_of(before, after) == change


def test_fields_in_the_order_of_the_form() -> None:
    assert changed_fields(["b", "a", "c"], {"a": 1, "b": [1]}, {"a": 2, "b": [1], "c": "x"}) == [("a", 1, 2), ("c", None, "x")]
