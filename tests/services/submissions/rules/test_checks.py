"""Checks of answers, as a table of cases."""

from decimal import Decimal
from uuid import UUID

import pytest

from services.submissions.rules.checks import Asked, blocking, check
from shared.schemas.answers import Answer, AnswerKind, Weight

ITEM = UUID(int=1)
REASON = "统计口径调整"


def asked(unit: str | None = "%", last: str | None = None) -> Asked:
    return Asked(ITEM, "居民健康素养水平", unit, Decimal(last) if last else None)


def value(number: str, **more: object) -> Answer:
    return Answer.model_validate({"kind": "value", "value": number, **more})


@pytest.mark.parametrize(
    ("question", "answer", "codes", "blocks"),
    [
        (asked(), None, ["unanswered"], True),
        (asked(), value("31.2"), [], False),
        (asked(), value("100"), [], False),
        (asked(), value("100.1"), ["out-of-range"], True),
        (asked(), value("-0.1"), ["out-of-range"], True),
        (asked("‰"), value("999"), [], False),
        (asked("户"), value("-1"), ["negative"], True),
        (asked(last="29.3"), value("31.2"), [], False),
        (asked(last="20"), value("26"), [], False),
        (asked(last="20"), value("26.1"), ["jump"], True),
        (asked(last="20"), value("26.1", explanation=REASON), ["jump"], False),
        (asked(last="0"), value("5"), [], False),
        (asked(), value("31.2", numerator="312", denominator="1000"), [], False),
        (asked(), value("31.2", numerator="330", denominator="1000"), ["not-the-quotient"], True),
        (asked(), value("31.2", numerator="330", denominator="1000", explanation=REASON), ["not-the-quotient"], False),
        (asked(), value("31.2", numerator="330", denominator="0"), ["zero-denominator"], True),
        (asked("‰"), value("2.27", numerator="227", denominator="100000"), [], False),
        (asked(), Answer(kind=AnswerKind.NOT_SURVEY_YEAR), [], False),
        (asked(), Answer(kind=AnswerKind.STATE, state="消除"), [], False),
    ],
)
def test_findings(question: Asked, answer: Answer | None, codes: list[str], blocks: bool) -> None:
    found = check([(question, answer)])
    assert [one.code for one in found] == codes
    assert bool(blocking(found)) is blocks


def test_all_findings_come_at_once_and_name_their_item() -> None:
    other = Asked(UUID(int=2), "婴儿死亡率", "‰", Decimal("2.27"))
    found = check([(asked(last="20"), value("120")), (other, None)])
    assert [(one.item_id.int, one.code, one.weight) for one in found] == [
        (1, "out-of-range", Weight.HARD),
        (1, "jump", Weight.SOFT),
        (2, "unanswered", Weight.HARD),
    ]
    assert "120%" in found[0].words.say("zh", **found[0].places)
