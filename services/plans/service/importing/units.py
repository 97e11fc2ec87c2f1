"""Unit tables: what is known of what they name, and storing what was planned."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.plans.models import DirectoryChange, UnitName, UnitRecord
from services.plans.repository import importing as repository
from services.plans.repository import storing
from services.plans.rules import uscc
from services.plans.rules.importing.names import Named
from services.plans.rules.importing.unit_planning import plan_units
from services.plans.rules.importing.units import KnownUnit, KnownUnits, UnitLine, UnitPlan, UnitState, read_unit
from services.plans.service.directory_events import unit_changed
from services.plans.service.importing.asking import Asking
from services.plans.service.importing.noting import change_row
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.ids import new_id
from shared.kit.sheets.cells import Line
from shared.kit.sheets.faults import Findings
from shared.kit.work import Work
from shared.schemas.borders import ChangeKind

_FIELDS = ("id", "version", "name", "kind", "region_id", "region_path", "superior_id", "uscc", "closed_on")


async def plan(asking: Asking, lines: Sequence[Line], findings: Findings) -> UnitPlan:
    """What the rows of a unit table would do."""
    places = await asking.places(lines, ("region", "superior_region"))
    read = [line for line in (read_unit(line, places, findings) for line in lines) if line is not None]
    return await plan_read(asking, read, findings)


async def plan_read(asking: Asking, read: Sequence[UnitLine], findings: Findings) -> UnitPlan:
    """The same of rows that are read; many rows are planned beside the event loop."""
    known = await _known(asking.db, read, asking.today)
    return await asyncio.to_thread(plan_units, read, known, asking.reaches, asking.today, new_id, findings)


async def _known(db: Db, lines: Sequence[UnitLine], day: date) -> KnownUnits:
    names = await names_of(db, {place.id for line in lines for place in (line.place, line.superior_place) if place is not None})
    said = {name for line in lines for name in (line.name, line.superior, *line.aliases)}
    codes = {line.uscc for line in lines if line.uscc} | uscc.codes_in(line.superior for line in lines)
    rows = await repository.units_known(db, {one.owner_id for one in names if one.name in said and not one.is_group}, codes, day)
    above = await repository.superiors(db, {row.id for row in rows})
    return KnownUnits([_unit(row) for row in rows], names, above)


def _unit(row: Any) -> KnownUnit:
    return KnownUnit(**{name: getattr(row, name) for name in (*_FIELDS, "superior_name")}, region_name=row.region_name or "")


async def names_of(db: Db, region_ids: set[UUID]) -> list[Named]:
    """Who answers to which name in some regions."""
    rows = await repository.names_in(db, region_ids)
    return [Named(row.region_id, row.name, row.unit_id or row.group_id, is_group=row.group_id is not None) for row in rows]


async def store(work: Work, planned: UnitPlan) -> None:
    """Store what was planned, and tell every unit that is new or otherwise."""
    await work.db.insert(UnitRecord, [_row(state) for state in planned.fresh])
    await storing.change_units(work.db, [_change(state) for state in planned.changed])
    await work.db.insert(UnitName, [_name(one) for one in planned.names])
    await work.db.insert(DirectoryChange, [_renamed(work, state, before) for state, before in planned.renamed])
    await work.tell(*(unit_changed(state) for state in (*planned.fresh, *planned.changed)))


def _row(state: UnitState) -> dict[str, Any]:
    return {name: getattr(state, name) for name in _FIELDS}


def _change(state: UnitState) -> dict[str, Any]:
    fields = ("version", "name", "kind", "superior_id", "uscc")
    return {"at": state.id, **{f"to_{name}": getattr(state, name) for name in fields}}


def _name(one: Named) -> dict[str, Any]:
    owner = {"unit_id": None, "group_id": one.owner_id} if one.is_group else {"unit_id": one.owner_id, "group_id": None}
    return {"id": new_id(), "region_id": one.region_id, "name": one.name, **owner}


def _renamed(work: Work, state: UnitState, before: str) -> dict[str, Any]:
    """The same history as a renaming of today; the old name stays an alias."""
    detail = {"imported": True, "name": state.name, "before": before}
    return change_row(work, ChangeKind.UNIT_RENAMED, today(work.service.clock), detail, unit_id=state.id)
