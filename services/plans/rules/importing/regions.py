"""Rows of a region code table against the regions that are there (GB/T 2260: a code and its name are borne between days)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from services.plans.rules.importing.columns import LEVELS
from services.plans.rules.importing.levels import LEVEL_BY_LENGTH
from shared.kit.sheets.cells import Line, check_order, narrow
from shared.kit.sheets.faults import Findings
from shared.kit.sheets.outcomes import Outcome
from shared.rules.region_codes import code_of
from shared.schemas.plan_document import RegionLevel

FOUNDING = date(1949, 10, 1)
"""Since when a code counts where a table does not say."""


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One row, read: a code and name borne between two days. ``top``: it lies in nothing, whatever its code."""

    row: int
    code: str
    name: str
    level: RegionLevel
    parent_code: str | None = None
    since: date | None = None
    until: date | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    top: bool = False

    @property
    def begins(self) -> date:
        """The first day."""
        return self.since or FOUNDING

    def day(self, today: date) -> date:
        """The day on which the row is held against others: today, or as near to it as the row lasts."""
        last = today if self.until is None else min(today, self.until - timedelta(days=1))
        return max(last, self.since or last)


@dataclass(frozen=True, slots=True)
class Bearing:
    """A region bears a code and name between two days. ``id`` is the row's that says so; ``row`` the line that brings it in."""

    id: UUID
    region_id: UUID
    code: str
    name: str
    level: RegionLevel
    parent_id: UUID | None
    path: str
    since: date
    until: date | None
    row: int | None = None

    def on(self, day: date) -> bool:
        """Whether it counts on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Rename:
    """A region's name from a day on; the present one ends."""

    bearing: Bearing
    id: UUID
    name: str
    on: date


@dataclass(frozen=True, slots=True)
class Kinship:
    """One region became another on a day, whole or in part."""

    predecessor_id: UUID
    successor_id: UUID
    on: date
    in_part: bool


@dataclass(slots=True)
class RegionPlan:
    """What is stored if the rows go in."""

    outcomes: list[Outcome] = field(default_factory=list)
    founded: list[Bearing] = field(default_factory=list)
    continued: list[Bearing] = field(default_factory=list)
    corrected: list[Bearing] = field(default_factory=list)
    renamed: list[Rename] = field(default_factory=list)
    kin: list[Kinship] = field(default_factory=list)


def read_region(line: Line, findings: Findings) -> RegionLine | None:
    """A row's cells; None where they make no region."""
    name = line.text("name", findings, required=True)
    since, until = line.day("valid_from", findings), line.day("valid_until", findings)
    check_order(line.row, since or FOUNDING, until, "valid_until", findings)
    code = _code(line, "code", line.text("code", findings, required=True), findings)
    parent = _code(line, "parent_code", line.text("parent_code", findings), findings)
    before, after = (tuple(_codes(line, column, findings)) for column in ("predecessors", "successors"))
    if (before and since is None) or (after and until is None):
        findings.add(line.row, "predecessors" if before and since is None else "successors", "needs-day")
    if code is None:
        return None
    return RegionLine(line.row, code, name, _level(line, code, findings), parent, since, until, before, after)


def _code(line: Line, column: str, written: str, findings: Findings) -> str | None:
    try:
        return code_of(written) if written else None
    except ValueError:
        findings.add(line.row, column, "not-a-code", value=written, length=len(narrow(written)))
        return None


def _codes(line: Line, column: str, findings: Findings) -> Iterable[str]:
    found = (_code(line, column, written, findings) for written in line.listed(column, findings))
    return (code for code in found if code is not None)


def _level(line: Line, code: str, findings: Findings) -> RegionLevel:
    implied, written = LEVEL_BY_LENGTH[len(code)], line.text("level", findings)
    told = LEVELS.get(written) or next((level for level in RegionLevel if level == written.lower()), None)
    if written and told is None:
        findings.add(line.row, "level", "unknown-word", value=written)
    elif told is not None and told is not implied:
        findings.add(line.row, "level", "level-does-not-fit", level=written, value=code)
    return implied
