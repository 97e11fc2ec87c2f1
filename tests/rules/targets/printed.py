"""Every statement printed in the five example documents, as the parser is asked for it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from shared.rules.targets import ParsedTargets, parse
from shared.schemas.targets import TargetExpression

_DOCUMENTS = Path(__file__).parents[3] / "examples" / "documents"
_EXPRESSION: TypeAdapter[TargetExpression] = TypeAdapter(TargetExpression)
_NUMBERS = ("value", "low", "high", "position", "share", "count", "base_year")


@dataclass(frozen=True)
class Printed:
    """A statement of an example document and the expression that a person gave it."""

    document: str
    indicator: str
    unit: str | None
    raw: str
    year: int | None
    expression: TargetExpression

    @property
    def key(self) -> tuple[str, str]:
        """How the list of what needs a person names it."""
        return (self.document, self.raw)


def statements() -> Iterator[Printed]:
    """All statements, in order of the documents."""
    for path in sorted(_DOCUMENTS.glob("*.json")):
        for indicator in json.loads(path.read_text(encoding="utf-8"))["indicators"]:
            for one in indicator.get("statements", []):
                expression = _EXPRESSION.validate_python(one["expression"])
                yield Printed(path.stem, indicator["name"], indicator.get("unit_of_measure"), one["raw"], one.get("year"), expression)


def reading_of(printed: Printed) -> ParsedTargets:
    """What the parser makes of a statement, told what its table heading tells."""
    return parse(printed.raw, indicator=printed.indicator, unit=printed.unit)


def numbers(expression: TargetExpression) -> tuple[Any, ...]:
    """The numbers of an expression, those of an inner one behind them."""
    own = tuple(getattr(expression, name, None) for name in _NUMBERS)
    inner = getattr(expression, "inner", None)
    return own + (numbers(inner) if inner else ())


def agrees(printed: Printed) -> bool:
    """Whether one of the targets read has the same kind and the same numbers as the expression that was given."""
    wanted = printed.expression
    return any(target.expression.kind == wanted.kind and numbers(target.expression) == numbers(wanted) for target in reading_of(printed).targets)
