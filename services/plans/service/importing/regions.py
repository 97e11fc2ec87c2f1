"""Region tables: what is known of their codes, and storing what was planned."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from services.plans.models import DirectoryChange, RegionCode, RegionRecord, RegionSuccession
from services.plans.repository import importing as repository
from services.plans.repository import storing
from services.plans.rules.borders import kind_of
from services.plans.rules.importing.region_planning import components, plan_regions
from services.plans.rules.importing.regions import Bearing, Kinship, RegionLine, RegionPlan, Rename, read_region
from services.plans.service.directory_events import region_named
from services.plans.service.importing.asking import Asking
from services.plans.service.importing.noting import change_row
from shared.kit.ids import new_id
from shared.kit.sheets.cells import Line
from shared.kit.sheets.faults import Findings
from shared.kit.work import Work
from shared.schemas.borders import ChangeKind
from shared.schemas.events.directory import RegionNamed
from shared.schemas.plan_document import RegionLevel


async def plan(asking: Asking, lines: Sequence[Line], findings: Findings) -> RegionPlan:
    """What the rows of a region table would do."""
    read = [line for line in (read_region(line, findings) for line in lines) if line is not None]
    return await plan_read(asking, read, findings)


async def plan_read(asking: Asking, read: Sequence[RegionLine], findings: Findings) -> RegionPlan:
    """The same of rows that are read; many rows are planned beside the event loop."""
    rows = await repository.bearings(asking.db, {code for line in read for code in _codes(line)})
    known = [_bearing(row) for row in rows]
    told = any(line.predecessors or line.successors for line in read)
    kin = await repository.kin(asking.db, {one.region_id for one in known}) if told else []
    return await asyncio.to_thread(plan_regions, read, known, kin, asking.reaches, asking.today, new_id, findings)


def _codes(line: RegionLine) -> Sequence[str]:
    """Codes that a row names, and those its parent could bear."""
    parents = [line.parent_code] if line.parent_code else [line.code[:length] for length in (2, 4, 6, 9) if length < len(line.code)]
    return [line.code, *parents, *line.predecessors, *line.successors]


def _bearing(row: Any) -> Bearing:
    level = RegionLevel(row.level)
    return Bearing(row.id, row.region_id, row.code, row.name, level, row.parent_id, row.path, row.valid_from, row.valid_until)


async def store(work: Work, planned: RegionPlan) -> None:
    """Store what was planned; changes whose day has come are noted as done."""
    founded = [{"id": one.region_id, "level": one.level, "parent_id": one.parent_id, "path": one.path} for one in planned.founded]
    await work.db.insert(RegionRecord, founded)
    await work.db.insert(RegionCode, [_code(one) for one in (*planned.founded, *planned.continued)])
    await storing.correct_bearings(work.db, [{"at": one.id, "to_name": one.name, "since": one.since} for one in planned.corrected])
    await storing.end_bearings(work.db, [{"at": one.bearing.id, "until": one.on} for one in planned.renamed])
    await work.db.insert(RegionCode, [_next_code(one) for one in planned.renamed])
    await work.db.insert(DirectoryChange, [_renamed(work, one) for one in planned.renamed])
    grouped = [(_change_of(work, kin), kin) for kin in components(planned.kin)]
    await work.db.insert(DirectoryChange, [change for change, _ in grouped])
    await work.db.insert(RegionSuccession, [_succession(change["id"], one) for change, kin in grouped for one in kin])
    await work.tell(*_named(planned))


def _named(planned: RegionPlan) -> Iterator[RegionNamed]:
    """What every region that is new or bears another name is called, and from when."""
    for one in (*planned.founded, *planned.continued, *planned.corrected):
        yield region_named(one.region_id, one.path, one.level, one.code, one.name, one.since)
    for change in planned.renamed:
        old = change.bearing
        yield region_named(old.region_id, old.path, old.level, old.code, change.name, change.on)


def _code(one: Bearing) -> dict[str, Any]:
    return {"id": one.id, "region_id": one.region_id, "code": one.code, "name": one.name, "valid_from": one.since, "valid_until": one.until}


def _next_code(one: Rename) -> dict[str, Any]:
    return {**_code(one.bearing), "id": one.id, "name": one.name, "valid_from": one.on}


def _renamed(work: Work, one: Rename) -> dict[str, Any]:
    detail = {"imported": True, "name": one.name, "before": one.bearing.name}
    return change_row(work, ChangeKind.REGION_RENAMED, one.on, detail, region_id=one.bearing.region_id)


def _change_of(work: Work, kin: Sequence[Kinship]) -> dict[str, Any]:
    """One change of borders of the past, noted as done: nothing moves."""
    kind = kind_of(len({one.predecessor_id for one in kin}), len({one.successor_id for one in kin}))
    return change_row(work, kind, kin[0].on, {"imported": True, "takes": {}})


def _succession(change_id: UUID, one: Kinship) -> dict[str, Any]:
    pair = {"predecessor_id": one.predecessor_id, "successor_id": one.successor_id, "in_part": one.in_part}
    return {"id": new_id(), "change_id": change_id, **pair}
