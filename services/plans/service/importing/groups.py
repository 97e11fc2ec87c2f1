"""Group tables: what is known of what they name, and storing what was planned."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.plans.models import UnitGroup, UnitGroupMember, UnitName
from services.plans.repository import groups, importing
from services.plans.rules import uscc
from services.plans.rules.importing.groups import GroupPlan, KnownGroups, Membership, Times, plan_groups, read_group
from services.plans.service.group_events import tell_groups
from services.plans.service.importing.asking import Asking
from services.plans.service.importing.units import names_of
from shared.kit.ids import new_id
from shared.kit.sheets.cells import Line
from shared.kit.sheets.faults import Findings
from shared.kit.sheets.places import Place
from shared.kit.work import Work
from shared.schemas.groups import SINCE_EVER


async def plan(asking: Asking, lines: Sequence[Line], findings: Findings) -> GroupPlan:
    """What the rows of a group table would do."""
    places = await asking.places(lines, ("region", "member_region"))
    read = [line for line in (read_group(line, places, findings) for line in lines) if line is not None]
    names = await names_of(asking.db, {place.id for line in read for place in (line.place, line.member_place)})
    codes = await importing.units_coded(asking.db, uscc.codes_in(line.member for line in read))
    wanted = {(line.place.id, line.group) for line in read}
    members = await importing.members_of(asking.db, {one.owner_id for one in names if one.is_group and (one.region_id, one.name) in wanted})
    times: dict[tuple[UUID, UUID], list[Times]] = {}
    for row in members:
        times.setdefault((row.group_id, row.unit_id), []).append((row.valid_from, row.valid_until))
    known = KnownGroups(names, codes, times)
    return await asyncio.to_thread(plan_groups, read, known, asking.reaches, new_id, findings)


async def store(work: Work, planned: GroupPlan) -> None:
    """Store what was planned, and tell every group that is new or has new members."""
    fresh = [_group(group_id, name, place) for group_id, (name, place) in planned.fresh.items()]
    await work.db.insert(UnitGroup, fresh)
    await work.db.insert(UnitName, [_name(group) for group in fresh])
    await work.db.insert(UnitGroupMember, [_member(one) for one in planned.memberships])
    await tell_groups(work, await groups.groups_to_change(work.db, [*planned.fresh, *planned.changed]))


def _group(group_id: UUID, name: str, place: Place) -> dict[str, Any]:
    return {"id": group_id, "version": 1, "name": name, "region_id": place.id, "region_path": place.path}


def _name(group: dict[str, Any]) -> dict[str, Any]:
    return {"id": new_id(), "region_id": group["region_id"], "name": group["name"], "unit_id": None, "group_id": group["id"]}


def _member(one: Membership) -> dict[str, Any]:
    """A member since whenever, where the row names no day."""
    return {"id": new_id(), "group_id": one.group_id, "unit_id": one.unit_id, "valid_from": one.since or SINCE_EVER, "valid_until": one.until}
