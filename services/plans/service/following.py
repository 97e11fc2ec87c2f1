"""What follows on the day when a unit is renamed, merged into another, moved or closed."""

from datetime import date
from typing import Any
from uuid import UUID

from services.plans.models import DirectoryChange, PostRecord, ResponsibilityRecord, UnitRecord
from services.plans.repository import accounts
from services.plans.repository import changes as regions
from services.plans.repository import units as repository
from services.plans.rules.keeping import DRAFTS
from services.plans.service.borders import tell_accounts
from services.plans.service.directory_events import unit_changed
from services.plans.service.groups import leave_foreign_groups, pass_memberships
from services.plans.service.responsibilities import keep_responsibilities
from shared.kit.ids import new_id
from shared.kit.work import Work
from shared.schemas.base import UnitId
from shared.schemas.events.directory import UnitSucceeded
from shared.schemas.lifecycle import PlanState


async def _unit(work: Work, unit_id: UUID | None) -> UnitRecord:
    assert unit_id is not None
    record = await repository.unit_to_change(work.db, unit_id)
    assert record is not None, "units are closed, never deleted"
    return record


async def follow_rename(work: Work, change: DirectoryChange) -> None:
    """The unit bears its new official name; every service hears it."""
    unit = await _unit(work, change.unit_id)
    unit.name = change.detail["name"]
    await work.db.flush()
    await work.tell(unit_changed(unit))


async def follow_merge(work: Work, change: DirectoryChange) -> None:
    """Names, posts, units beneath, groups and responsibilities pass to the successor; the other services move open work."""
    old, new, on = await _unit(work, change.unit_id), await _unit(work, change.successor_unit_id), change.happens_on
    old.closed_on = on
    for name in await repository.names_of(work.db, old.id):
        name.unit_id = new.id
    for beneath in await repository.units_beneath(work.db, old.id):
        _hang(beneath, old, new)
    await pass_memberships(work, old.id, on, new.id)
    await _pass_posts(work, old.id, on, new)
    await repository.give_people(work.db, old.id, on)
    await _pass_responsibilities(work, old, new, on)
    await work.db.flush()
    succeeded = UnitSucceeded(version=1, unit_id=UnitId(old.id), successor_id=UnitId(new.id), region_path=new.region_path, on=on)
    await work.tell(unit_changed(old), succeeded)


def _hang(beneath: UnitRecord, old: UnitRecord, new: UnitRecord) -> None:
    if beneath.superior_id == old.id:
        beneath.superior_id = None if beneath.id == new.id else new.id
    if beneath.seated_at_id == old.id:
        beneath.seated_at_id = None if beneath.id == new.id else new.id


async def _pass_posts(work: Work, unit_id: UUID, on: date, new: UnitRecord | None) -> None:
    """Posts of a unit end on the day; with a successor they go on there, without their seat where the successor has filled it."""
    posts, begun = await repository.posts_running(work.db, unit_id, on), []
    for post in posts:
        if post.valid_from >= on and new is not None:
            post.unit_id, post.region_path = new.id, new.region_path
            continue
        post.valid_until, until = max(on, post.valid_from), post.valid_until
        if new is not None:
            begun.append(_continued(post, new, on, until))
    await work.db.flush()
    taken = {post.seat for post in await repository.posts_running(work.db, new.id, on)} if new is not None and new.id != unit_id else set()
    for post in begun:
        post.seat = None if post.seat in taken else post.seat
        work.db.add(post)
    await work.db.flush()
    await tell_accounts(work, {post.account_id for post in posts})


def _continued(post: PostRecord, unit: UnitRecord, on: date, until: date | None) -> PostRecord:
    kept: dict[str, Any] = {name: getattr(post, name) for name in ("account_id", "role", "seat")}
    return PostRecord(id=new_id(), region_path=unit.region_path, unit_id=unit.id, valid_from=on, valid_until=until, **kept)


async def _pass_responsibilities(work: Work, old: UnitRecord, new: UnitRecord | None, on: date) -> None:
    """Each running entry ends and the successor bears the same from the day; one the successor bears already only ends.

    Without a successor the entry goes on in the written name alone: it stands on the plan's work list until a person resolves it.
    """
    entries = await repository.entries_of(work.db, [unit.id for unit in (old, new) if unit is not None], on)
    held = {_slot(entry) for entry in entries if entry.unit_id != old.id}
    plans = await repository.plans_by_id(work.db, {entry.plan_id for entry in entries if entry.unit_id == old.id})
    for plan_id, plan in plans.items():
        changed: list[ResponsibilityRecord] = []
        for entry in [one for one in entries if one.plan_id == plan_id and one.unit_id == old.id]:
            if PlanState(plan.state) in DRAFTS or (entry.valid_from is not None and entry.valid_from >= on):
                entry.unit_id = new.id if new else None
                changed.append(entry)
            else:
                changed += _succeed(work, entry, new, on, twice=_slot(entry) in held)
        await keep_responsibilities(work, plan, changed, "succeed_responsibility", f"{old.name} → {new.name if new else '—'}")


def _slot(entry: ResponsibilityRecord) -> tuple[UUID, str, str, str]:
    return entry.plan_id, entry.about, entry.action_key, entry.role


def _succeed(work: Work, entry: ResponsibilityRecord, new: UnitRecord | None, on: date, *, twice: bool) -> list[ResponsibilityRecord]:
    names = ("plan_id", "position", "about", "action_key", "role", "written", "body", "is_group", "office", "group_id", "valid_until")
    clause = ("clause_path", "quote", "clause_start", "clause_end")
    kept = {name: getattr(entry, name) for name in (*names, *clause)}
    entry.valid_until = on
    if twice:
        return [entry]
    successor = ResponsibilityRecord(id=new_id(), unit_id=new.id if new else None, valid_from=on, reason=None, **kept)
    entry.successor_id = successor.id
    work.db.add(successor)
    return [entry, successor]


async def follow_move(work: Work, change: DirectoryChange) -> None:
    """The unit, its free names and its posts lie in the other region; it leaves the groups of the old one."""
    unit, region_id = await _unit(work, change.unit_id), change.region_id
    assert region_id is not None
    path = (await accounts.region_paths(work.db, [region_id]))[region_id]
    taken = {name.name for name in await regions.names_in(work.db, region_id)}
    for name in await repository.names_of(work.db, unit.id):
        if name.name not in taken:
            name.region_id = region_id
    unit.region_id, unit.region_path = region_id, path
    await work.db.flush()
    await work.tell(unit_changed(unit))
    await _pass_posts(work, unit.id, change.happens_on, unit)
    await leave_foreign_groups(work, [unit.id], [], change.happens_on)


async def follow_closing(work: Work, change: DirectoryChange) -> None:
    """The unit's posts and people end, it leaves its groups, and what it answers for waits on the plans' work lists."""
    unit = await _unit(work, change.unit_id)
    unit.closed_on = change.happens_on
    await _pass_responsibilities(work, unit, None, change.happens_on)
    await _pass_posts(work, unit.id, change.happens_on, None)
    await pass_memberships(work, unit.id, change.happens_on, None)
    await repository.give_people(work.db, unit.id, change.happens_on)
    await work.db.flush()
    await work.tell(unit_changed(unit))
