"""Checks of answers: hard ones block, soft ones want an explanation. All findings at once, item by item."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from shared.kit.language import Words
from shared.rules.possible import SHARES, possible
from shared.schemas.answers import Answer, AnswerKind, Weight

_JUMP = Decimal("0.3")
_ROUNDING = Decimal("0.05")
"""Half a unit of the first decimal: the coarsest rounding that offices use in these tables."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check knows of an item."""

    id: UUID
    name: str
    unit_of_measure: str | None
    last_value: Decimal | None
    is_exempt: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One finding in both languages, on an item or on a ``field`` of the form (JSON pointer)."""

    item_id: UUID | None
    weight: Weight
    code: str
    words: Words
    places: dict[str, object]
    settled: bool = False
    field: str | None = None

    @property
    def pointer(self) -> str:
        """Where it is, in the submission as it is shown."""
        return f"/items/{self.item_id}" if self.field is None else f"/form{self.field}"


_UNANSWERED = Words("“{name}”尚未填写", "{name} is not answered")
_OUT_OF_RANGE = Words("“{name}”为 {value}{unit}，应在 0 至 {most} 之间", "{name} is {value} {unit}; it must lie between 0 and {most}")
_NEGATIVE = Words("“{name}”不能为负数（{value}）", "{name} cannot be negative ({value})")
_ZERO_DENOMINATOR = Words("“{name}”的分母不能为 0", "the denominator of {name} cannot be 0")
_JUMPED = Words("“{name}”较上年 {last} 变化超过30%，请说明原因", "{name} changed by more than 30 % against last year's {last}; please explain")
_OFF = Words("“{name}”与分子÷分母的结果 {computed} 不一致，请说明", "{name} differs from numerator ÷ denominator = {computed}; please explain")


def check(items: Iterable[tuple[Asked, Answer | None]]) -> list[Found]:
    """Every finding on a whole submission."""
    return [found for asked, answer in items for found in _check_item(asked, answer)]


def blocking(findings: Iterable[Found]) -> list[Found]:
    """Findings that keep a submission from being submitted: hard ones, and soft ones nobody explained."""
    return [found for found in findings if found.weight is Weight.HARD or not found.settled]


def _check_item(asked: Asked, answer: Answer | None) -> Iterator[Found]:
    if asked.is_exempt:
        return
    if answer is None:
        yield Found(asked.id, Weight.HARD, "unanswered", _UNANSWERED, {"name": asked.name})
    elif answer.kind is AnswerKind.VALUE and answer.value is not None:
        yield from _hard(asked, answer, answer.value)
        yield from _soft(asked, answer, answer.value)


def _hard(asked: Asked, answer: Answer, value: Decimal) -> Iterator[Found]:
    bounds = possible(asked.name, asked.unit_of_measure)
    if value not in bounds and bounds.high is not None:
        places = {"name": asked.name, "value": value, "unit": asked.unit_of_measure, "most": bounds.high}
        yield Found(asked.id, Weight.HARD, "out-of-range", _OUT_OF_RANGE, places)
    elif value not in bounds:
        yield Found(asked.id, Weight.HARD, "negative", _NEGATIVE, {"name": asked.name, "value": value})
    if answer.denominator == 0:
        yield Found(asked.id, Weight.HARD, "zero-denominator", _ZERO_DENOMINATOR, {"name": asked.name})


def _soft(asked: Asked, answer: Answer, value: Decimal) -> Iterator[Found]:
    settled = bool(answer.explanation)
    if asked.last_value and abs(value - asked.last_value) > abs(asked.last_value) * _JUMP:
        yield Found(asked.id, Weight.SOFT, "jump", _JUMPED, {"name": asked.name, "last": asked.last_value}, settled)
    computed = _computed(asked, answer)
    if computed is not None and abs(computed - value) > _ROUNDING:
        yield Found(asked.id, Weight.SOFT, "not-the-quotient", _OFF, {"name": asked.name, "computed": computed}, settled)


def _computed(asked: Asked, answer: Answer) -> Decimal | None:
    """Numerator ÷ denominator in the item's own unit, if both are given and the unit is a share."""
    factor = SHARES.get(asked.unit_of_measure or "")
    if factor is None or answer.numerator is None or not answer.denominator:
        return None
    return (answer.numerator / answer.denominator * factor).quantize(Decimal("0.0001"))
