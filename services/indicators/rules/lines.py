"""A line that a value is held against: one- or two-sided, each side open or closed."""

from dataclasses import dataclass
from decimal import Decimal

from services.indicators.rules.arithmetic import ZERO, operand, truth
from shared.schemas.targets import Comparator, Direction, Polarity
from shared.schemas.verdicts import Step

ABOUT = Decimal("0.05")
"""左右 (about): within 5 % of the printed number, both ends included.

No document defines 左右. Five per cent of the number itself is the tolerance that keeps 8 % 左右 between 7.6 % and 8.4 %:
a figure outside it would be printed as another whole or half number. It mirrors ``on_track_from`` = 0.95.
"""

_FROM_POLARITY = {Polarity.UP: Comparator.AT_LEAST, Polarity.DOWN: Comparator.AT_MOST, Polarity.WITHIN: Comparator.EQUAL}


def comparator_of(printed: Comparator | None, polarity: Polarity) -> Comparator | None:
    """The printed comparator; for a bare number the one its polarity gives, and null where it gives none (state)."""
    return printed or _FROM_POLARITY.get(polarity)


@dataclass(frozen=True, slots=True)
class Line:
    """The values that satisfy a target: from ``low`` to ``high``; null is endless, an open end does not count itself."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False

    def holds(self, value: Decimal) -> bool:
        """True when the value satisfies the target."""
        return not self._below(value) and not self._above(value)

    def edge(self, value: Decimal) -> Decimal:
        """The end of the line that the value misses (the nearer one by construction)."""
        edge = self.low if self._below(value) else self.high
        return value if edge is None else edge

    def distance(self, value: Decimal) -> Decimal:
        """How far the value is from satisfying the target; zero on an open end."""
        return ZERO if self.holds(value) else abs(self.edge(value) - value)

    def formula(self, value: str) -> str:
        """The comparison in figures; ``value`` is a number or an expression."""
        if self.low is not None and self.low == self.high:
            return f"{value} = {operand(self.low)}"
        above, below = "<" if self.low_open else "<=", "<" if self.high_open else "<="
        if self.low is not None and self.high is not None:
            return f"{operand(self.low)} {above} {value} {below} {operand(self.high)}"
        if self.low is not None:
            return f"{value} {'>' if self.low_open else '>='} {operand(self.low)}"
        return f"{value} {below} {operand(self.high or ZERO)}"

    def step(self, name: str, value: Decimal) -> Step:
        """The comparison of a value with the line, as a step."""
        return Step(name=name, formula=self.formula(operand(value)), result=truth(self.holds(value)))

    def _below(self, value: Decimal) -> bool:
        return self.low is not None and (value <= self.low if self.low_open else value < self.low)

    def _above(self, value: Decimal) -> bool:
        return self.high is not None and (value >= self.high if self.high_open else value > self.high)


def line_of(comparator: Comparator, value: Decimal) -> Line:
    """The line that a comparator and a number draw."""
    if comparator is Comparator.ABOUT:
        return Line(low=value - abs(value) * ABOUT, high=value + abs(value) * ABOUT)
    if comparator is Comparator.EQUAL:
        return Line(low=value, high=value)
    if comparator in (Comparator.AT_LEAST, Comparator.ABOVE):
        return Line(low=value, low_open=comparator is Comparator.ABOVE)
    return Line(high=value, high_open=comparator is Comparator.BELOW)


def no_worse(polarity: Polarity) -> Comparator:
    """What 保持 (hold) asks of a value against an earlier one: no worse, or the same where no way is better."""
    return _FROM_POLARITY.get(polarity, Comparator.EQUAL)


def went_against(direction: Direction, before: Decimal, after: Decimal) -> bool:
    """True when the change from ``before`` to ``after`` goes the wrong way; a broken hold always does."""
    if direction is Direction.UP:
        return after < before
    return after > before if direction is Direction.DOWN else True
