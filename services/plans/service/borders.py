"""Use cases on borders: a new name or code, and territory that changes hands with everything that follows from its day."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.plans.errors import CodeTaken, WrongBorders
from services.plans.models import (
    AccountRecord,
    DirectoryChange,
    PostRecord,
    RegionCode,
    RegionRecord,
    RegionSuccession,
    UnitGroup,
    UnitName,
    UnitRecord,
)
from services.plans.repository import accounts, directory
from services.plans.repository import changes as repository
from services.plans.rules.borders import BorderFault, Move, faults_of, kind_of, moves_of
from services.plans.service.changes import record_change
from services.plans.service.directory_events import account_changed, region_named, unit_changed
from services.plans.service.group_events import tell_groups
from services.plans.service.groups import leave_foreign_groups
from shared.kit.framework_problems import NotFound
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.schemas.base import RegionId
from shared.schemas.borders import ChangeKind, RegionChange, RegionHeir, RegionRename, RegionShare
from shared.schemas.events.directory import RegionMoved

Placed = UnitRecord | UnitGroup

_MAY = Permission.DIRECTORY_IMPORT
_WORDS = {
    "unknown-region": Words("该日没有此行政区划；请核对编号与日期", "there is no such region on that day; check id and day"),
    "twice": Words("同一行政区划出现两次；请删去一处", "the region appears twice; remove one"),
    "own-successor": Words("行政区划不能承继自身或重复列出；部分划出请标 in_part", "a region cannot succeed itself or appear twice"),
    "below-predecessor": Words("承继者位于将撤销的行政区划之下；请先改其上级", "the successor lies below a region that ends; choose another parent"),
    "not-below-predecessor": Words("takes 只能列出被划出行政区划以下的地区", "takes may only name regions below a predecessor"),
    "takes-itself": Words("承继者不能划入自身或其上级", "a successor cannot take itself or what it lies in"),
}


async def rename_region(work: Work, region_id: UUID, body: RegionRename) -> DirectoryChange:
    """Give a region a new name or code from a day on; its path, and with it every right, stays."""
    path = (await repository.paths(work.db, [region_id], body.on)).get(region_id)
    if path is None:
        raise NotFound(what="region", what_zh="行政区划")
    require(work.actor, _MAY, Thing(region_path=path))
    code = body.code
    if code is not None:
        await _refuse_taken(work, code, body.on, {region_id})
    await _end_code(work, region_id, body.on, code, body.name)
    named: Any = await directory.region(work.db, region_id, body.on)
    await work.tell(region_named(region_id, named.path, named.level, named.code, named.name, body.on))
    await work.audit("rename_region", region_id, on=body.on.isoformat())
    return await record_change(work, new_id(), ChangeKind.REGION_RENAMED, body.on, None, basis=body.basis, region_id=region_id)


async def _end_code(work: Work, region_id: UUID, on: date, code: str | None, name: str | None) -> None:
    """The present code and name end on ``on``; the new ones begin and last as long as the old ones would have."""
    present = await repository.code_to_change(work.db, region_id, on)
    assert present is not None
    code, name, until = code or present.code, name or present.name, present.valid_until
    if present.valid_from == on:
        present.code, present.name = code, name
    else:
        present.valid_until = on
        await work.db.flush()
        work.db.add(RegionCode(id=new_id(), region_id=region_id, code=code, name=name, valid_from=on, valid_until=until))
    await work.db.flush()


async def _refuse_taken(work: Work, code: str, on: date, except_for: set[UUID]) -> None:
    if await repository.bearers_from(work.db, code, on) - except_for:
        raise CodeTaken(region_code=code, on=on.isoformat())


async def change_borders(work: Work, body: RegionChange) -> DirectoryChange:
    """Let territory change hands on a day: codes end and begin, predecessor and successor are linked, rows follow on the day."""
    paths = await repository.paths(work.db, _named(body), body.on)
    _require_all(work, body, paths)
    _refuse(list(faults_of(body, paths)))
    ending = {share.region_id for share in body.predecessors if not share.in_part}
    for heir in body.successors:
        if heir.founded is not None:
            await _refuse_taken(work, heir.founded.code, body.on, set(ending))
    for region_id in ending:
        present = await repository.code_to_change(work.db, region_id, body.on)
        if present is not None:
            present.valid_until = body.on
    await work.db.flush()
    heirs = [await _heir(work, heir, body.on, paths) for heir in body.successors]
    change_id = new_id()
    await work.db.insert(RegionSuccession, [_link(change_id, share, heir) for share in body.predecessors for heir in heirs])
    takes = {str(heir): [str(one) for one in asked.takes] for heir, asked in zip(heirs, body.successors, strict=True)}
    kind = kind_of(len(body.predecessors), len(heirs))
    await work.audit("change_borders", change_id, kind=kind)
    return await record_change(work, change_id, kind, body.on, follow_borders, basis=body.basis, detail={"takes": takes})


def _link(change_id: UUID, share: RegionShare, heir: UUID) -> dict[str, Any]:
    return {"id": new_id(), "change_id": change_id, "predecessor_id": share.region_id, "successor_id": heir, "in_part": share.in_part}


def _named(body: RegionChange) -> set[UUID]:
    """Every region that the change names."""
    named: set[UUID] = {share.region_id for share in body.predecessors}
    for heir in body.successors:
        named |= set(heir.takes) | {one for one in (heir.region_id, heir.founded.parent_id if heir.founded else None) if one is not None}
    return named


def _require_all(work: Work, body: RegionChange, paths: dict[UUID, str]) -> None:
    """Pass only who may change the directory of every region that gives or takes; a new region counts as its parent."""
    for share in body.predecessors:
        require(work.actor, _MAY, Thing(region_path=paths.get(share.region_id, "")))
    for heir in body.successors:
        seat = heir.region_id or (heir.founded.parent_id if heir.founded else None)
        require(work.actor, _MAY, Thing(region_path=paths.get(seat, "") if seat else ""))


def _refuse(found: Sequence[BorderFault]) -> None:
    if found:
        raise WrongBorders(faults=[FaultWords(fault.code, _WORDS[fault.code], pointer=fault.pointer) for fault in found], count=len(found))


async def _heir(work: Work, heir: RegionHeir, on: date, paths: dict[UUID, str]) -> UUID:
    """The id of a successor; a new one is founded."""
    if heir.founded is None:
        assert heir.region_id is not None
        return heir.region_id
    region_id, founded = new_id(), heir.founded
    path = (paths[founded.parent_id] if founded.parent_id else "") + region_id.hex[-12:] + "."
    row = {"id": region_id, "level": founded.level, "parent_id": founded.parent_id, "path": path}
    await work.db.insert(RegionRecord, [row])
    await work.db.insert(RegionCode, [{"id": new_id(), "region_id": region_id, "code": founded.code, "name": founded.name, "valid_from": on}])
    await work.tell(region_named(region_id, path, founded.level, founded.code, founded.name, on))
    return region_id


async def follow_borders(work: Work, change: DirectoryChange) -> None:
    """On the day: regions below, units, groups, posts and open plans lie where the territory now belongs; the others are told."""
    moves = await _moves(work, change)
    left: list[UUID] = []
    moved_units: set[UUID] = set()
    moved_groups: set[UUID] = set()
    for move in moves:
        await repository.move_regions(work.db, move.old, move.new, itself=move.itself)
        await (repository.set_parent if move.itself else repository.give_children)(work.db, move.region_id, move.heir_id)
        stayed, of_units, of_groups = await _move_units(work, move)
        left += stayed
        moved_units |= of_units
        moved_groups |= of_groups
        await _move_posts(work, move, change.happens_on, set(stayed))
        await repository.move_plans(work.db, move.old, move.new)
    await leave_foreign_groups(work, moved_units, moved_groups, change.happens_on)  # once all lies where it belongs: not in between
    await work.tell(*(_moved(move, change.happens_on) for move in moves))
    change.detail = {**change.detail, "left_behind": [str(one) for one in left]}


async def _moves(work: Work, change: DirectoryChange) -> list[Move]:
    """What moves, by where everything lies now (an earlier change of the same day may have moved it)."""
    links = (await repository.successions_of(work.db, [change.id])).get(change.id, [])
    takes = {UUID(heir): [UUID(one) for one in taken] for heir, taken in change.detail["takes"].items()}
    wanted = {link.predecessor_id for link in links} | set(takes) | {one for taken in takes.values() for one in taken}
    paths = await accounts.region_paths(work.db, wanted)
    predecessors = list(dict.fromkeys((link.predecessor_id, paths[link.predecessor_id], bool(link.in_part)) for link in links))
    return moves_of(predecessors, [(heir, paths[heir], [(one, paths[one]) for one in taken]) for heir, taken in takes.items()])


def _moved(move: Move, on: date) -> RegionMoved:
    return RegionMoved(version=1, region_id=RegionId(move.region_id), heir_id=RegionId(move.heir_id), old_path=move.old, new_path=move.new, on=on)


async def _move_units(work: Work, move: Move) -> tuple[list[UUID], set[UUID], set[UUID]]:
    """Units and groups follow; who stays because the official name is taken at the heir, and the units and groups that moved."""
    units: list[Placed] = list(await repository.units_at(work.db, move.old))
    groups: list[Placed] = list(await repository.groups_at(work.db, move.old))
    own = await repository.names_in(work.db, move.region_id)
    taken = {name.name for name in await repository.names_in(work.db, move.heir_id)}
    stay = set() if move.itself else {one.id for one in units + groups if one.region_id == move.region_id and one.name in taken}
    moving, moving_groups = [one for one in units if one.id not in stay], [one for one in groups if one.id not in stay]
    for one in (*moving, *moving_groups):
        _place(one, move)
    if not move.itself:
        _give_names(own, move.heir_id, taken, stay)
    await work.db.flush()
    await work.tell(*map(unit_changed, moving))
    await tell_groups(work, [group for group in moving_groups if isinstance(group, UnitGroup)])
    return sorted(stay), {one.id for one in moving}, {one.id for one in moving_groups}


def _place(one: Placed, move: Move) -> None:
    if one.region_id == move.region_id and not move.itself:
        one.region_id = move.heir_id
    one.region_path = move.new + one.region_path[len(move.old) :]


def _give_names(names: Sequence[UnitName], heir_id: UUID, taken: set[str], stay: set[UUID]) -> None:
    for name in names:
        if name.name not in taken and (name.unit_id or name.group_id) not in stay:
            name.region_id = heir_id


async def _move_posts(work: Work, move: Move, on: date, stay: set[UUID]) -> None:
    """Posts end on the day and go on at the new place; a post that has not begun only changes its place."""
    changed: set[UUID] = set()
    begun: list[PostRecord] = []
    for post in await repository.posts_at(work.db, move.old, on):
        if post.unit_id in stay:
            continue
        changed.add(post.account_id)
        path = move.new + post.region_path[len(move.old) :]
        if post.valid_from >= on:
            post.region_path = path
        else:
            begun.append(_continued(post, path, on))
            post.valid_until = on
    await work.db.flush()
    work.db.add(*begun)
    await work.db.flush()
    await tell_accounts(work, changed)


def _continued(post: PostRecord, path: str, on: date) -> PostRecord:
    kept: dict[str, Any] = {name: getattr(post, name) for name in ("account_id", "role", "unit_id", "seat", "valid_until")}
    return PostRecord(id=new_id(), region_path=path, valid_from=on, **kept)


async def tell_accounts(work: Work, account_ids: set[UUID]) -> None:
    """Make a new version of accounts whose posts changed, and tell it."""
    records: list[AccountRecord] = await accounts.accounts_to_change(work.db, account_ids)
    for record in records:
        record.touched_at = work.now()
    await work.db.flush()
    posts = await accounts.posts_by_account(work.db, account_ids)
    await work.tell(*(account_changed(record, posts.get(record.id, [])) for record in records))
