"""Use cases on regions, units and groups. An import goes in whole or not at all."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.plans.models import UnitGroup, UnitGroupMember, UnitName, UnitRecord
from services.plans.repository import directory as repository
from services.plans.repository import groups as group_rows
from services.plans.rules.importing.faults import FAULTS
from services.plans.rules.importing.regions import RegionLine
from services.plans.service.group_events import tell_groups
from services.plans.service.import_faults import (
    CODE_TAKEN,
    NAME_TAKEN,
    UNKNOWN_REGION,
    UNKNOWN_UNIT,
    Faults,
    Names,
    require_import,
)
from services.plans.service.importing import regions
from services.plans.service.importing.asking import Asking
from shared.kit.clock import today
from shared.kit.framework_problems import Denied
from shared.kit.ids import new_id
from shared.kit.rights import require_somewhere
from shared.kit.sheets.faults import OUT_OF_REACH, Findings
from shared.kit.sheets.outcomes import Outcome
from shared.kit.work import Work
from shared.rules.access import Permission
from shared.schemas.base import RegionId, UnitId
from shared.schemas.directory import GroupRow, ImportOutcome, RegionImport, RegionRow, RowOutcome, UnitImport, UnitRow
from shared.schemas.events.directory import UnitChanged


async def import_regions(work: Work, body: RegionImport) -> ImportOutcome:
    """Bring in regions, in any order; one that is there with the same name stays unchanged, with another name it refuses the import."""
    findings, faults = Findings(FAULTS), Faults()
    asking = Asking(work.db, work.actor, today(work.service.clock))
    planned = await regions.plan_read(asking, [_line(number, row) for number, row in enumerate(body.rows, 1)], findings)
    for fault in findings.all():
        if fault.code == OUT_OF_REACH:
            raise Denied(permission=Permission.DIRECTORY_IMPORT.value, why=f"row {fault.row} lies outside of the reach of your posts")
        faults.take(fault, fault.column)
    for row, outcome in zip(body.rows, planned.outcomes, strict=True):
        if outcome.word == "changed":
            faults.add(outcome.row, "code", "code-taken", CODE_TAKEN, row.code)
    faults.refuse()
    await regions.store(work, planned)
    await work.audit("import_regions", work.actor.id, new=len(planned.founded))
    return ImportOutcome(rows=[_row_outcome(outcome) for outcome in planned.outcomes])


def _line(number: int, row: RegionRow) -> RegionLine:
    since = row.valid_from if "valid_from" in row.model_fields_set else None
    return RegionLine(number, row.code, row.name, row.level, row.parent_code, since, top=row.parent_code is None)


def _row_outcome(outcome: Outcome) -> RowOutcome:
    assert outcome.id is not None
    assert outcome.word != "refused"
    return RowOutcome(row=outcome.row, outcome=outcome.word, id=outcome.id)


async def import_units(work: Work, body: UnitImport) -> ImportOutcome:
    """Bring in units with their aliases, then groups of them; a unit is known by region and name."""
    require_somewhere(work.actor, Permission.DIRECTORY_IMPORT)
    day = today(work.service.clock)
    asked = {row.region_code for row in body.rows} | {row.region_code for row in body.groups}
    places = await repository.regions_by_code(work.db, asked, day)
    for region in places.values():
        require_import(work, region.path)
    names = Names(places)
    await names.load(work)
    faults = Faults()
    units = [_take_unit(number, row, names, faults) for number, row in enumerate(body.rows, 1)]
    groups = [_take_group(number, row, names, faults) for number, row in enumerate(body.groups, len(body.rows) + 1)]
    faults.refuse()
    fresh_units = [unit for unit, outcome in units if unit and outcome.outcome == "new"]
    fresh_groups = [(group, members) for group, members, outcome in groups if group and outcome.outcome == "new"]
    await _store_units(work, fresh_units, fresh_groups, names)
    await work.tell(*(_unit_changed(unit) for unit in fresh_units))
    await tell_groups(work, await group_rows.groups_to_change(work.db, [group["id"] for group, _ in fresh_groups]))
    await work.audit("import_units", work.actor.id, units=len(fresh_units), groups=len(fresh_groups))
    return ImportOutcome(rows=[outcome for _, outcome in units] + [outcome for _, _, outcome in groups])


def _refused(number: int) -> RowOutcome:
    """A place-holder for a row with faults; it never leaves, because faults refuse the import."""
    return RowOutcome(row=number, outcome="unchanged", id=UUID(int=0))


def _take_unit(number: int, row: UnitRow, names: Names, faults: Faults) -> tuple[dict[str, Any] | None, RowOutcome]:
    region = names.regions.get(row.region_code)
    if region is None:
        faults.add(number, "region_code", "unknown-region", UNKNOWN_REGION, row.region_code)
        return None, _refused(number)
    there = names.unit(region.id, row.name)
    if there is not None:
        return None, _take_aliases(number, row, region.id, there, names, faults)
    superior = names.unit(region.id, row.superior) if row.superior else None
    if row.superior and superior is None:
        faults.add(number, "superior", "unknown-unit", UNKNOWN_UNIT, row.superior)
    unit_id = new_id()
    for name in dict.fromkeys((row.name, *row.aliases)):
        if not names.claim(region.id, name, unit_id=unit_id):
            faults.add(number, "aliases", "name-taken", NAME_TAKEN, name)
    unit = {
        "id": unit_id,
        "version": 1,
        "name": row.name,
        "kind": row.kind,
        "region_id": region.id,
        "region_path": region.path,
        "superior_id": superior,
    }
    return unit, RowOutcome(row=number, outcome="new", id=unit_id)


def _take_aliases(number: int, row: UnitRow, region_id: UUID, unit_id: UUID, names: Names, faults: Faults) -> RowOutcome:
    """A known unit: aliases that it does not have yet are given to it."""
    before = len(names.fresh)
    for name in dict.fromkeys(row.aliases):
        if not names.has(region_id, name, unit_id) and not names.claim(region_id, name, unit_id=unit_id):
            faults.add(number, "aliases", "name-taken", NAME_TAKEN, name)
    return RowOutcome(row=number, outcome="changed" if len(names.fresh) > before else "unchanged", id=unit_id)


def _take_group(number: int, row: GroupRow, names: Names, faults: Faults) -> tuple[dict[str, Any] | None, list[UUID], RowOutcome]:
    region = names.regions.get(row.region_code)
    if region is None:
        faults.add(number, "region_code", "unknown-region", UNKNOWN_REGION, row.region_code)
        return None, [], _refused(number)
    there = names.group(region.id, row.name)
    if there is not None:
        return None, [], RowOutcome(row=number, outcome="unchanged", id=there)
    members = [names.unit(region.id, name) for name in dict.fromkeys(row.members)]
    for name, member in zip(dict.fromkeys(row.members), members, strict=True):
        if member is None:
            faults.add(number, "members", "unknown-unit", UNKNOWN_UNIT, name)
    group_id = new_id()
    for name in dict.fromkeys((row.name, *row.aliases)):
        if not names.claim(region.id, name, group_id=group_id):
            faults.add(number, "aliases", "name-taken", NAME_TAKEN, name)
    group = {"id": group_id, "version": 1, "name": row.name, "kind": row.kind, "region_id": region.id, "region_path": region.path, "since": row.since}
    return group, [member for member in members if member], RowOutcome(row=number, outcome="new", id=group_id)


async def _store_units(work: Work, units: list[dict[str, Any]], groups: list[tuple[dict[str, Any], list[UUID]]], names: Names) -> None:
    await work.db.insert(UnitRecord, units)
    await work.db.insert(UnitGroup, [{name: group[name] for name in group if name != "since"} for group, _ in groups])
    inside = [(group, unit_id) for group, members in groups for unit_id in members]
    rows = [{"id": new_id(), "group_id": group["id"], "unit_id": unit_id, "valid_from": group["since"]} for group, unit_id in inside]
    await work.db.insert(UnitGroupMember, rows)
    await work.db.insert(UnitName, names.fresh)


def _unit_changed(unit: Mapping[str, Any]) -> UnitChanged:
    return UnitChanged(
        version=unit["version"],
        unit_id=UnitId(unit["id"]),
        name=unit["name"],
        region_id=RegionId(unit["region_id"]),
        region_path=unit["region_path"],
        kind=unit["kind"],
        superior_id=unit["superior_id"],
    )
