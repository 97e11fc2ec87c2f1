"""Rows of a unit table against the units that are there: known by credit code first, then by region and any of their names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.plans.rules import uscc
from services.plans.rules.importing.columns import KINDS
from services.plans.rules.importing.names import Named
from shared.kit.sheets.cells import Line
from shared.kit.sheets.faults import Findings
from shared.kit.sheets.outcomes import Outcome
from shared.kit.sheets.places import Place, Places
from shared.schemas.directory import UnitKind


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One row, read. An empty cell leaves what is there."""

    row: int
    name: str
    place: Place
    kind: UnitKind | None = None
    superior: str = ""
    superior_place: Place | None = None
    aliases: tuple[str, ...] = ()
    uscc: str | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as it is; ``region_name`` is where it serves, ``superior_name`` what its superior is called."""

    id: UUID
    version: int
    name: str
    kind: str
    region_id: UUID
    region_path: str
    region_name: str = ""
    superior_id: UUID | None = None
    superior_name: str | None = None
    uscc: str | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class UnitState:
    """A unit as it is to be stored."""

    id: UUID
    version: int
    name: str
    kind: str
    region_id: UUID
    region_path: str
    superior_id: UUID | None
    uscc: str | None
    closed_on: date | None


@dataclass(slots=True)
class UnitPlan:
    """What is stored if the rows go in. ``renamed`` are (unit, name before, name after)."""

    outcomes: list[Outcome] = field(default_factory=list)
    fresh: list[UnitState] = field(default_factory=list)
    changed: list[UnitState] = field(default_factory=list)
    names: list[Named] = field(default_factory=list)
    renamed: list[tuple[UnitState, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class KnownUnits:
    """What is there: units by id, names in use, and every unit's superior as far up as rows reach."""

    units: Sequence[KnownUnit]
    names: Sequence[Named]
    superiors: Mapping[UUID, UUID | None]


def read_unit(line: Line, places: Places, findings: Findings) -> UnitLine | None:
    """A row's cells; None where it cannot be said which unit is meant."""
    name, written = line.text("name", findings, required=True), line.text("region", findings, required=True)
    place = places.find(line, "region", written, findings) if written else None
    above, above_written = line.text("superior", findings), line.text("superior_region", findings)
    above_place = places.find(line, "superior_region", above_written, findings) if above_written else place
    closed_on = line.day("closed_on", findings)
    kind, aliases, credit = _kind(line, findings), line.listed("aliases", findings), _uscc(line, findings)
    if place is None or not name:
        return None
    return UnitLine(line.row, name, place, kind, above, above_place, aliases, credit, closed_on)


def _kind(line: Line, findings: Findings) -> UnitKind | None:
    written = line.text("kind", findings)
    kind = KINDS.get(written) or next((kind for kind in UnitKind if kind == written.lower()), None)
    if written and kind is None:
        findings.add(line.row, "kind", "unknown-word", value=written)
    return kind


def _uscc(line: Line, findings: Findings) -> str | None:
    written = line.text("uscc", findings)
    code = uscc.plain(written)
    if written and not uscc.is_valid(code):
        findings.add(line.row, "uscc", "wrong-uscc", value=written)
    return code or None
