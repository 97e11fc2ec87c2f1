"""Telling of groups: each with every membership and its dates, and the units of today."""

from collections.abc import Iterable
from datetime import date

from services.plans.models import UnitGroup
from services.plans.repository import groups as repository
from services.plans.rules.matrix import holds
from shared.kit.clock import today
from shared.kit.work import Work
from shared.schemas.base import UnitId
from shared.schemas.events.directory import GroupChanged
from shared.schemas.groups import GroupKind, Membership

_DATED = tuple(Membership.model_fields)


async def tell_groups(work: Work, groups: Iterable[UnitGroup]) -> None:
    """Tell groups (locked records, new ones too) as they now are, under a new version."""
    changed = list(groups)
    for group in changed:
        group.touched_at = work.now()
    await work.db.flush()
    rows = await repository.memberships_by_group(work.db, [group.id for group in changed])
    day = today(work.service.clock)
    members = {group_id: [Membership(**{name: row._mapping[name] for name in _DATED}) for row in own] for group_id, own in rows.items()}
    await work.tell(*(_changed(group, members.get(group.id, []), day) for group in changed))


def _changed(group: UnitGroup, members: list[Membership], day: date) -> GroupChanged:
    now = [one.unit_id for one in members if one.unit_id is not None and holds(one.valid_from, one.valid_until, day)]
    return GroupChanged(
        version=group.version,
        group_id=UnitId(group.id),
        name=group.name,
        kind=GroupKind(group.kind),
        region_path=group.region_path,
        plan_id=group.plan_id,
        action=group.action_key,
        member_ids=now,
        members=members,
    )
