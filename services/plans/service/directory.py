"""Use cases on regions, units and groups. An import goes in whole or not at all."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.plans.models import RegionCode, RegionRecord, UnitGroup, UnitGroupMember, UnitName, UnitRecord
from services.plans.repository import directory as repository
from services.plans.repository import groups as group_rows
from services.plans.service.group_events import tell_groups
from services.plans.service.import_faults import (
    CODE_TAKEN,
    NAME_TAKEN,
    UNKNOWN_REGION,
    UNKNOWN_UNIT,
    Faults,
    Names,
    require_import,
    require_somewhere,
)
from shared.kit.clock import today
from shared.kit.ids import new_id
from shared.kit.work import Work
from shared.schemas.base import RegionId, UnitId
from shared.schemas.directory import GroupRow, ImportOutcome, RegionImport, RegionRow, RowOutcome, UnitImport, UnitRow
from shared.schemas.events.directory import UnitChanged


async def import_regions(work: Work, body: RegionImport) -> ImportOutcome:
    """Bring in regions; parents stand before their children or exist. A region that is there with the same name stays unchanged."""
    day = today(work.service.clock)
    wanted = [row.code for row in body.rows] + [row.parent_code for row in body.rows if row.parent_code]
    known: dict[str, Any] = dict(await repository.regions_by_code(work.db, wanted, day))
    faults = Faults()
    regions: list[dict[str, Any]] = []
    codes: list[dict[str, Any]] = []
    outcomes: list[RowOutcome] = []
    for number, row in enumerate(body.rows, 1):
        parent = known.get(row.parent_code) if row.parent_code else None
        if row.parent_code and parent is None:
            faults.add(number, "parent_code", "unknown-region", UNKNOWN_REGION, row.parent_code)
            continue
        if (there := known.get(row.code)) is not None:
            if (there.name, there.level) != (row.name, row.level):
                faults.add(number, "code", "code-taken", CODE_TAKEN, row.code)
            else:
                outcomes.append(RowOutcome(row=number, outcome="unchanged", id=there.id))
            continue
        require_import(work, parent.path if parent else "")
        record = _new_region(row, parent)
        known[row.code] = record
        regions.append({"id": record.id, "level": row.level, "parent_id": record.parent_id, "path": record.path})
        codes.append({"id": new_id(), "region_id": record.id, "code": row.code, "name": row.name, "valid_from": row.valid_from})
        outcomes.append(RowOutcome(row=number, outcome="new", id=record.id))
    faults.refuse()
    await work.db.insert(RegionRecord, regions)
    await work.db.insert(RegionCode, codes)
    await work.audit("import_regions", work.actor.id, new=len(regions))
    return ImportOutcome(rows=outcomes)


class _NewRegion:
    def __init__(self, row: RegionRow, parent: Any) -> None:
        self.id = new_id()
        self.name, self.level = row.name, row.level
        self.parent_id = parent.id if parent else None
        self.path = (parent.path if parent else "") + self.id.hex[-12:] + "."


def _new_region(row: RegionRow, parent: Any) -> _NewRegion:
    """A region's path ends in the random tail of its id: no code is in it, so a change of code moves nothing."""
    return _NewRegion(row, parent)


async def import_units(work: Work, body: UnitImport) -> ImportOutcome:
    """Bring in units with their aliases, then groups of them; a unit is known by region and name."""
    require_somewhere(work)
    day = today(work.service.clock)
    asked = {row.region_code for row in body.rows} | {row.region_code for row in body.groups}
    regions = await repository.regions_by_code(work.db, asked, day)
    for region in regions.values():
        require_import(work, region.path)
    names = Names(regions)
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
