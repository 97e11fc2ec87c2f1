"""The round of another year like an earlier one."""

import calendar
import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Earlier:
    """A round as it was: its days, and which of them somebody had given (None: it followed from the plan or the calendar)."""

    name: str
    subject_year: int
    opens_on: date
    internal_due_on: date | None
    outward_due_on: date | None
    closes_on: date | None


def later(day: date | None, years: int) -> date | None:
    """The same day ``years`` later; 29 February becomes the 28th where there is none."""
    if day is None:
        return None
    year = day.year + years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def renamed(name: str, years: int) -> str:
    """The name with every year in it (2022, 2022年, 2022—2023) moved by ``years``; numbers of other lengths stay."""
    return re.sub(r"(?<!\d)(19|20|21)\d\d(?!\d)", lambda found: str(int(found[0]) + years), name)


def moved_on(earlier: Earlier, years: int) -> Earlier:
    """The round ``years`` later: given days move along, days that followed follow again."""
    opens = later(earlier.opens_on, years)
    assert opens is not None
    return Earlier(
        renamed(earlier.name, years),
        earlier.subject_year + years,
        opens,
        later(earlier.internal_due_on, years),
        later(earlier.outward_due_on, years),
        later(earlier.closes_on, years),
    )
