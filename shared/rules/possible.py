"""Which values are possible at all for a unit of measure: a share lies between nothing and the whole, a count is not negative."""

from dataclasses import dataclass
from decimal import Decimal

SHARES = {"%": Decimal(100), "％": Decimal(100), "‰": Decimal(1000)}
"""The whole, by unit of measure of a share."""
_CHANGES = ("增长", "增速", "增幅", "增加值", "变化", "下降", "降幅", "降低", "提高", "提升", "升幅", "变动", "涨")
"""An indicator of a change may fall below nothing and rise beyond the whole: 人均收入年均增长 -3.2%, 增幅 140%."""


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``, both possible; None: no bound."""

    low: Decimal | None
    high: Decimal | None

    def __contains__(self, value: Decimal) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


_ANY, _NOT_NEGATIVE = Range(None, None), Range(Decimal(0), None)


def possible(name: str, unit_of_measure: str | None) -> Range:
    """The possible values of an indicator of this name and unit."""
    if any(word in name for word in _CHANGES):
        return _ANY
    whole = SHARES.get((unit_of_measure or "").strip())
    return _NOT_NEGATIVE if whole is None else Range(Decimal(0), whole)
