"""Use cases on groups: found one, add members from a day, let memberships end on a day; and what units leave behind in groups."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from services.plans.errors import NameTaken, UnknownAction, UnknownLeadingGroup, UnknownRegion, WrongMembers
from services.plans.models import UnitGroup, UnitGroupMember, UnitName
from services.plans.repository import changes, responsibilities, units
from services.plans.repository import groups as repository
from services.plans.rules.grouping import Candidate, MemberFault, Stretch, faults_of, same_tree, uncovered
from services.plans.service.group_events import tell_groups
from services.plans.service.seeing import visible_plan
from shared.kit.clock import today
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import NotFound
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.schemas.groups import GroupEntry, GroupKind, MembersAdded, MembersRemoved, NewMember

_MAY = Permission.DIRECTORY_IMPORT
_COLUMNS = ("unit_id", "person_id", "account_id")
_WORDS = {
    "unknown-unit": Words("没有此单位，或该单位当时已撤销", "there is no such unit, or it is closed by then"),
    "unknown-person": Words("没有此联系人，或其当时已不在任", "there is no such person, or they have left by then"),
    "unknown-account": Words("没有此有效帐号", "there is no such active account"),
    "other-tree": Words(
        "单位属于另一地区；成员须在本地区、其上级或下级", "the unit is of another region; members serve this region, one above or one below"
    ),
    "units-only": Words("此类单位组只能由单位组成", "a group of this kind has units only"),
    "ends-before-begin": Words("结束日必须在开始日之后", "the end must lie after the beginning"),
    "member-twice": Words("该成员在重叠的时间内已在组内", "the member is in the group at that time already"),
    "unknown-membership": Words("本组没有此成员记录，或其当时已结束", "the group has no such membership, or it has ended by then"),
}


async def found_group(work: Work, body: GroupEntry) -> UUID:
    """Found a group with its first members; the region resolves its name from now on."""
    path = (await changes.paths(work.db, [body.region_id], today(work.service.clock))).get(body.region_id)
    if path is None:
        raise UnknownRegion(region_id=body.region_id, on=today(work.service.clock).isoformat())
    require(work.actor, _MAY, Thing(region_path=path))
    await _refuse_unbound(work, body)
    if await units.name_in_use(work.db, body.region_id, body.name) is not None:
        raise NameTaken(name=body.name)
    kept = body.model_dump(include={"name", "kind", "region_id", "plan_id", "topic", "office_of_id"})
    group = UnitGroup(id=new_id(), region_path=path, action_key=body.action, **kept)
    work.db.add(group, UnitName(id=new_id(), region_id=body.region_id, name=body.name, group_id=group.id))
    await work.db.flush()
    await _add(work, group, body.members, body.since, body.reason)
    await tell_groups(work, [group])
    await work.audit("found_group", group.id, kind=body.kind, members=len(body.members))
    return group.id


async def _refuse_unbound(work: Work, body: GroupEntry) -> None:
    """Refuse a working group of an action that is not there, and an office of no leading group of the region."""
    if body.plan_id is not None and body.action is not None:
        plan = await visible_plan(work.db, work.actor, body.plan_id)
        if plan.region_id != body.region_id or await responsibilities.action(work.db, body.plan_id, body.action) is None:
            raise UnknownAction(action=body.action)
    if body.office_of_id is not None:
        leading = await repository.group(work.db, body.office_of_id)
        if leading is None or (leading.kind, leading.region_id) != (GroupKind.LEADING_GROUP, body.region_id):
            raise UnknownLeadingGroup(group_id=body.office_of_id)


async def _to_change(work: Work, group_id: UUID, if_match: IfMatch) -> UnitGroup:
    group = await repository.group_to_change(work.db, group_id)
    if group is None:
        raise NotFound(what="group", what_zh="单位组")
    require(work.actor, _MAY, Thing(region_path=group.region_path))
    if_match.check(group.version)
    return group


async def add_members(work: Work, group_id: UUID, body: MembersAdded, if_match: IfMatch) -> None:
    """Let units and people be members from a day on; all of them or none, with every fault listed."""
    group = await _to_change(work, group_id, if_match)
    await _add(work, group, body.members, body.since, body.reason)
    await tell_groups(work, [group])
    await work.audit("add_members", group_id, members=len(body.members), since=body.since.isoformat())


async def _add(work: Work, group: UnitGroup, added: Sequence[NewMember], since: date, reason: str | None) -> None:
    wanted = [_stretch(one, since) for one in added]
    present = [_held(one) for one in await repository.memberships_of(work.db, group.id)]
    _refuse(list(faults_of(wanted, present, await _known(work, wanted), GroupKind(group.kind), group.region_path)))
    for one, asked in zip(wanted, added, strict=True):
        who = {one.column: one.who, "function": asked.function}
        work.db.add(UnitGroupMember(id=new_id(), group_id=group.id, valid_from=one.since, valid_until=one.until, reason=reason, **who))
    await work.db.flush()


def _stretch(one: NewMember, since: date) -> Stretch:
    column, who = next((name, getattr(one, name)) for name in _COLUMNS if getattr(one, name) is not None)
    return Stretch(column, who, one.valid_from or since, one.valid_until)


def _held(member: UnitGroupMember) -> Stretch:
    column, who = next((name, getattr(member, name)) for name in _COLUMNS if getattr(member, name) is not None)
    return Stretch(column, who, member.valid_from, member.valid_until)


async def _known(work: Work, wanted: Iterable[Stretch]) -> Mapping[UUID, Candidate]:
    asked: dict[str, set[UUID]] = {}
    for one in wanted:
        asked.setdefault(one.column, set()).add(one.who)
    found = [row for column, ids in asked.items() for row in await repository.candidates(work.db, work.actor, column, ids)]
    return {row.id: Candidate(row.region_path, row.gone_on) for row in found}


def _refuse(found: Sequence[MemberFault], parts: str = "members") -> None:
    if found:
        at = [f"/{parts}/{fault.place}" + (f"/{fault.column}" if fault.column else "") for fault in found]
        faults = [FaultWords(fault.code, _WORDS[fault.code], pointer=pointer) for fault, pointer in zip(found, at, strict=True)]
        raise WrongMembers(faults=faults, count=len(faults))


async def remove_members(work: Work, group_id: UUID, body: MembersRemoved, if_match: IfMatch) -> None:
    """Let memberships hold until a day; who was a member before stays to be read."""
    group = await _to_change(work, group_id, if_match)
    there = {one.id: one for one in await repository.memberships_of(work.db, group_id)}
    _refuse([fault for place, one in enumerate(body.membership_ids) if (fault := _fault_of_end(place, there.get(one), body.on))], "membership_ids")
    for one in body.membership_ids:
        there[one].valid_until = body.on
        there[one].reason = body.reason or there[one].reason
    await work.db.flush()
    await tell_groups(work, [group])
    await work.audit("remove_members", group_id, members=len(body.membership_ids), on=body.on.isoformat())


def _fault_of_end(place: int, member: UnitGroupMember | None, on: date) -> MemberFault | None:
    if member is None or (member.valid_until is not None and member.valid_until < on):
        return MemberFault(place, "", "unknown-membership")
    return MemberFault(place, "", "ends-before-begin") if on <= member.valid_from else None


async def pass_memberships(work: Work, unit_id: UUID, on: date, successor_id: UUID | None) -> None:
    """A unit that is no more leaves its groups on the day; a successor is in them from then on, where and when it was not already."""
    ids = [unit_id] if successor_id is None else [unit_id, successor_id]
    running = await repository.running_memberships(work.db, ids, on)
    mine = [one for one in running if one.unit_id == unit_id]
    theirs: dict[UUID, list[tuple[date, date | None]]] = {}
    for one in running:
        if one.unit_id == successor_id:
            theirs.setdefault(one.group_id, []).append((one.valid_from, one.valid_until))
    begun: list[UnitGroupMember] = []
    for one in mine:
        if successor_id is not None:
            free = uncovered(max(on, one.valid_from), one.valid_until, theirs.get(one.group_id, []))
            begun += [_taken_over(one, successor_id, since, until) for since, until in free]
    await _end(work, mine, on)
    work.db.add(*begun)
    await tell_groups(work, await repository.groups_to_change(work.db, {one.group_id for one in mine}))
    if successor_id is not None:
        await leave_foreign_groups(work, [successor_id], [], on)


def _taken_over(one: UnitGroupMember, unit_id: UUID, since: date, until: date | None) -> UnitGroupMember:
    return UnitGroupMember(
        id=new_id(), group_id=one.group_id, unit_id=unit_id, function=one.function, valid_from=since, valid_until=until, reason=one.reason
    )


async def _end(work: Work, ending: Iterable[UnitGroupMember], on: date) -> None:
    """Memberships hold until the day; one that would never have begun is taken out."""
    for one in ending:
        if one.valid_from >= on:
            await work.db.session.delete(one)
        else:
            one.valid_until = on
    await work.db.flush()


async def leave_foreign_groups(work: Work, unit_ids: Iterable[UUID], group_ids: Iterable[UUID], on: date) -> None:
    """After units or groups moved: a membership whose unit and group no longer share a region tree ends on the day."""
    placed = await repository.running_with_places(work.db, unit_ids, group_ids, on)
    foreign = [one for one, unit_path, group_path in placed if not same_tree(unit_path, group_path)]
    await _end(work, foreign, on)
    await tell_groups(work, await repository.groups_to_change(work.db, {one.group_id for one in foreign}))
