"""The line that a printed change draws from its base: 10% more than 2020, 1 point less than last year."""

from dataclasses import dataclass
from decimal import Decimal

from services.indicators.rules.arithmetic import HUNDRED, ONE, ZERO, operand, plain, rounded
from services.indicators.rules.lines import Line, line_of
from shared.schemas.targets import ChangeUnit, Comparator, Direction, Relative, YearlyStep
from shared.schemas.verdicts import Step


@dataclass(frozen=True, slots=True)
class Change:
    """A size (positive) in a direction; ``high`` where the size is printed as 1-2."""

    direction: Direction
    comparator: Comparator
    low: Decimal
    high: Decimal | None
    unit: ChangeUnit

    @classmethod
    def of_step(cls, target: YearlyStep) -> "Change":
        """The change asked of each year."""
        return cls(target.direction, target.comparator, target.low, target.high, target.change_unit)

    @classmethod
    def of_relative(cls, target: Relative, size: Decimal) -> "Change":
        """The change asked against the base; ``size`` is its lower end."""
        return cls(target.direction, target.comparator, size, target.high, target.change_unit)

    def sizes(self) -> Line:
        """The sizes that satisfy: 1-2以上 asks for the lower end, 1-2以内 for the upper, bare 1-2 for both."""
        if self.high is None or self.comparator in (Comparator.AT_LEAST, Comparator.ABOVE):
            return line_of(self.comparator, self.low)
        if self.comparator in (Comparator.AT_MOST, Comparator.BELOW):
            return line_of(self.comparator, self.high)
        return Line(low=self.low, high=self.high)


def change_line(base: Decimal, change: Change, years: int = 1) -> tuple[Line, tuple[Step, ...]] | None:
    """The values that satisfy the change after so many years; null for a percentage of a base that is not above zero.

    Per cent compounds, as 年均增长 does: base × (1 ± size / 100) ^ years. Points add: base ± size × years.
    """
    if change.unit is ChangeUnit.PERCENT and base <= ZERO:
        return None
    sizes = change.sizes()
    if change.direction is Direction.HOLD:
        most = sizes.low if sizes.high is None else sizes.high
        return _held(base, change.unit, most or ZERO, years)
    sign = 1 if change.direction is Direction.UP else -1
    ends = [None if size is None else _reach(base, size, sign, change.unit, years) for size in (sizes.low, sizes.high)]
    steps = tuple(end[1] for end in ends if end)
    low, high = (None if end is None else end[0] for end in ends)
    if sign > 0:
        return Line(low, high, sizes.low_open, sizes.high_open), steps
    return Line(high, low, sizes.high_open, sizes.low_open), steps


def _held(base: Decimal, unit: ChangeUnit, size: Decimal, years: int) -> tuple[Line, tuple[Step, ...]]:
    low, below = _reach(base, size, -1, unit, years)
    high, above = _reach(base, size, 1, unit, years)
    return Line(low, high), (below, above)


def _reach(base: Decimal, size: Decimal, sign: int, unit: ChangeUnit, years: int) -> tuple[Decimal, Step]:
    mark = "+" if sign > 0 else "-"
    if unit is ChangeUnit.PERCENT:
        value = base * (ONE + sign * size / HUNDRED) ** years
        formula = f"{operand(base)} * (1 {mark} {plain(size)} / 100)" + (f" ** {years}" if years > 1 else "")
    else:
        value = base + sign * size * years
        formula = f"{operand(base)} {mark} {plain(size)}" + (f" * {years}" if years > 1 else "")
    return value, Step(name="target_line", formula=formula, result=rounded(value))
