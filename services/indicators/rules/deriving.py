"""What a formula gives from official values. Pure; to four decimals, half to even, without needless zeros."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any
from uuid import UUID

from services.indicators.rules.arithmetic import EXACT, rounded
from services.indicators.rules.formulas import Node, evaluate, symbols
from shared.rules.access import Disclosure
from shared.schemas.derivations import DerivationOutcome
from shared.schemas.verdicts import Standing

_STRICTNESS = (Disclosure.PUBLIC, Disclosure.UPWARD, Disclosure.INTERNAL)


@dataclass(frozen=True, slots=True)
class Figure:
    """An official value that a formula may take."""

    indicator_id: UUID
    observation_id: UUID
    version: int
    value: Decimal
    standing: str
    disclosure: str
    definition: int = 1
    definition_in_force: int = 1
    """The definition (口径) it follows, and the one that is valid for its period."""


@dataclass(frozen=True, slots=True)
class Derived:
    """What came of it: a value, or the symbols that have none, or neither where it divides by nothing."""

    value: Decimal | None
    missing: Sequence[str]
    used: Mapping[str, Figure]

    @property
    def outcome(self) -> DerivationOutcome:
        """Before anybody's own value is looked at."""
        if self.missing:
            return DerivationOutcome.WAITING
        return DerivationOutcome.UNDEFINED if self.value is None else DerivationOutcome.COUNTS

    @property
    def standing(self) -> Standing:
        """Provisional as long as one input is; never verified, for nobody verified the quotient itself."""
        is_provisional = any(figure.standing == Standing.PROVISIONAL for figure in self.used.values())
        return Standing.PROVISIONAL if is_provisional else Standing.REPORTED

    def disclosure(self, own: str) -> str:
        """The narrowest level among the entry's own and its inputs'."""
        return strictest([own, *(figure.disclosure for figure in self.used.values())])

    def told_inputs(self) -> list[dict[str, Any]]:
        """The figures as they are kept: enough to do the arithmetic again."""
        return [
            {
                "symbol": symbol,
                "indicator_id": str(figure.indicator_id),
                "observation_id": str(figure.observation_id),
                "version": figure.version,
                "value": format(figure.value, "f"),
                "standing": figure.standing,
                "definition": figure.definition,
                "other_definition": figure.definition != figure.definition_in_force,
            }
            for symbol, figure in self.used.items()
        ]


def strictest(levels: Iterable[str]) -> str:
    """The narrowest of some disclosure levels."""
    return max((Disclosure(level) for level in levels), key=_STRICTNESS.index).value


def derive(node: Node, figures: Mapping[str, Figure]) -> Derived:
    """The value of a formula over ``figures`` by symbol."""
    wanted = symbols(node)
    missing = [symbol for symbol in wanted if symbol not in figures]
    used = {symbol: figures[symbol] for symbol in wanted if symbol in figures}
    if missing:
        return Derived(None, missing, used)
    with localcontext(EXACT):
        found = evaluate(node, {symbol: figure.value for symbol, figure in used.items()})
        return Derived(None if found is None else _told(found), (), used)


def _told(value: Decimal) -> Decimal:
    text = rounded(value)
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else Decimal(text)
