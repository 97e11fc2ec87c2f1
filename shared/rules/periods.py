"""Periods of values: a year, half, quarter or month, each with one printed form (2025, 2025-H1, 2025-Q3, 2025-07).

Chinese fiscal years are calendar years. Pure: no clock, no time zone.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1949, 2200


class Grain(StrEnum):
    """How long a period is, longest first."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"


_PER_YEAR = {Grain.YEAR: 1, Grain.HALF: 2, Grain.QUARTER: 4, Grain.MONTH: 12}
_LONGEST_FIRST = tuple(Grain)
_SHAPES = {Grain.YEAR: "{year:04}", Grain.HALF: "{year:04}-H{number}", Grain.QUARTER: "{year:04}-Q{number}", Grain.MONTH: "{year:04}-{number:02}"}
_FORM = re.compile(r"([0-9]{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?")
PATTERN = rf"^{_FORM.pattern}$"
"""The printed form as a regular expression, for API documents."""
LIKE = {Grain.YEAR: ("____",), Grain.HALF: ("____-H_",), Grain.QUARTER: ("____-Q_",), Grain.MONTH: ("____-0_", "____-1_")}
"""Patterns of SQL's LIKE that the printed forms of a grain fit, and no other's."""


@dataclass(frozen=True, slots=True)
class Period:
    """``number`` counts the periods of this grain within the year, from 1."""

    year: int
    grain: Grain = Grain.YEAR
    number: int = 1

    def __post_init__(self) -> None:
        if not (FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.number <= _PER_YEAR[self.grain]):
            raise ValueError(f"no such period: {self.year} {self.grain} {self.number}")

    def __str__(self) -> str:
        return _SHAPES[self.grain].format(year=self.year, number=self.number)

    def __lt__(self, other: "Period") -> bool:
        """In order of the last day; of those that end together the shorter one first: 12月, 四季度, 下半年, 全年."""
        return self._place < other._place

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, (self.number - 1) * self._months + 1, 1)

    @property
    def last(self) -> date:
        """The last day."""
        month = self.number * self._months
        return date(self.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    def contains(self, other: "Period | date") -> bool:
        """Whether a day, or the whole of another period, lies in this one; a period contains itself."""
        first, last = (other, other) if isinstance(other, date) else (other.first, other.last)
        return self.first <= first and last <= self.last

    @property
    def previous(self) -> "Period":
        """The period of the same grain right before; ValueError before the first year."""
        return self._moved(-1)

    @property
    def following(self) -> "Period":
        """The period of the same grain right after; ValueError after the last year."""
        return self._moved(1)

    @property
    def year_before(self) -> "Period":
        """The same period of the year before (同期)."""
        return Period(self.year - 1, self.grain, self.number)

    def _moved(self, by: int) -> "Period":
        per_year = _PER_YEAR[self.grain]
        place = self.year * per_year + self.number - 1 + by
        return Period(place // per_year, self.grain, place % per_year + 1)

    @property
    def _months(self) -> int:
        return 12 // _PER_YEAR[self.grain]

    @property
    def _place(self) -> tuple[int, int, int]:
        return self.year, self.number * self._months, -_LONGEST_FIRST.index(self.grain)


@lru_cache(maxsize=8192)
def parse_period(text: str) -> Period:
    """The period that ``text`` prints; ValueError for any other form (2025年, 2025-7, 2025-H3, a year before 1949)."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(f"not a period: {text[:40]!r}")
    year, half, quarter, month = match.groups()
    for grain, number in ((Grain.HALF, half), (Grain.QUARTER, quarter), (Grain.MONTH, month)):
        if number is not None:
            return Period(int(year), grain, int(number))
    return Period(int(year))
