"""Regions as cells write them: codes of any padding, or names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from shared.kit.sheets.cells import Line, narrow
from shared.kit.sheets.faults import Findings
from shared.rules.region_codes import code_of, looks_like_code

Reach = Callable[[str], bool]
"""Whether the one who imports keeps what lies at a path."""


@dataclass(frozen=True, slots=True)
class Place:
    """A region as far as a table cares."""

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
