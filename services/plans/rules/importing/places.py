"""Regions as cells write them: codes of any padding, or names."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from shared.kit.sheets.cells import Line, narrow
from shared.kit.sheets.faults import Findings
from shared.schemas.plan_document import RegionLevel

Reach = Callable[[str], bool]
"""Whether the one who imports keeps the directory at a path."""

LEVEL_BY_LENGTH = {2: RegionLevel.PROVINCE, 4: RegionLevel.CITY, 6: RegionLevel.COUNTY, 9: RegionLevel.TOWN, 12: RegionLevel.VILLAGE}
ORDER = {level: place for place, level in enumerate(RegionLevel)}
_DIGITS = re.compile(r"[0-9]+")


def code_of(written: str) -> str:
    """A code without the zeros that pad it: 330200 is 3302, 330205001000 is 330205001; ValueError if it is none (GB/T 2260, GB/T 10114)."""
    code = narrow(written)
    if not _DIGITS.fullmatch(code) or len(code) not in LEVEL_BY_LENGTH:
        raise ValueError(written)
    for length, shorter in ((12, 9), (9, 6), (6, 4), (4, 2)):
        if len(code) == length and not code[shorter:].strip("0"):
            code = code[:shorter]
    return code


def looks_like_code(written: str) -> bool:
    """Whether a cell writes digits rather than a name."""
    return bool(_DIGITS.fullmatch(narrow(written)))


@dataclass(frozen=True, slots=True)
class Place:
    """A region as far as units, groups and accounts care."""

    id: UUID
    code: str
    name: str
    path: str


class Places:
    """The regions that a table names."""

    def __init__(self, places: Iterable[Place], reach: Reach) -> None:
        self._by_code: dict[str, Place] = {}
        self._by_name: dict[str, list[Place]] = {}
        self._by_id: dict[UUID, Place] = {}
        self._reach = reach
        for place in places:
            self._by_code[place.code] = self._by_id[place.id] = place
            self._by_name.setdefault(place.name, []).append(place)

    def find(self, line: Line, column: str, written: str, findings: Findings) -> Place | None:
        """The region that a cell names; noted if there is none, or a name stands for several that the importer keeps."""
        if looks_like_code(written):
            return self._coded(line, column, written, findings)
        named = self._by_name.get(written, [])
        named = named if len(named) <= 1 else [place for place in named if self._reach(place.path)] or named
        if len(named) == 1:
            return named[0]
        findings.add(line.row, column, "ambiguous-region" if named else "unknown-region", value=written, count=len(named))
        return None

    def _coded(self, line: Line, column: str, written: str, findings: Findings) -> Place | None:
        try:
            place = self._by_code.get(code_of(written))
        except ValueError:
            findings.add(line.row, column, "not-a-code", value=written, length=len(narrow(written)))
            return None
        if place is None:
            findings.add(line.row, column, "unknown-region", value=written)
        return place

    def of(self, region_id: UUID) -> Place | None:
        """A region by its id, if the table names it."""
        return self._by_id.get(region_id)

    def reached(self, line: Line, column: str, path: str, findings: Findings) -> bool:
        """Whether the importer keeps that place; noted if not."""
        if not self._reach(path):
            findings.add(line.row, column, "out-of-reach")
        return self._reach(path)
