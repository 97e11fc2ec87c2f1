"""Use cases on units: edit, name, rename, merge, move, close; their leaders and contacts."""

from datetime import date
from typing import Any
from uuid import UUID

from services.plans.errors import EndsBeforeBegin, NameTaken, OwnSuccessor, UnitCircle, UnitClosed, UnknownName, UnknownRegion, UnknownUnit, WrongUscc
from services.plans.models import DirectoryChange, UnitName, UnitPerson, UnitRecord
from services.plans.repository import changes
from services.plans.repository import units as repository
from services.plans.rules import uscc
from services.plans.service.changes import record_change
from services.plans.service.directory_events import unit_changed
from services.plans.service.following import follow_closing, follow_merge, follow_move, follow_rename
from shared.kit.clock import today
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import NotFound
from shared.kit.ids import new_id
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.schemas.borders import ChangeKind
from shared.schemas.units import Ending, UnitClosing, UnitEdit, UnitMerge, UnitMove, UnitNaming, UnitPersonEntry, UnitRename

_MAY = Permission.DIRECTORY_IMPORT


async def _to_change(work: Work, unit_id: UUID, if_match: IfMatch | None = None) -> UnitRecord:
    """The unit, locked, if it is open and the actor keeps the directory of its region."""
    record = await repository.unit_to_change(work.db, unit_id)
    if record is None:
        raise NotFound(what="unit", what_zh="单位")
    require(work.actor, _MAY, Thing(region_path=record.region_path))
    if if_match is not None:
        if_match.check(record.version)
    if record.closed_on is not None:
        raise UnitClosed(on=record.closed_on.isoformat())
    return record


async def edit_unit(work: Work, unit_id: UUID, body: UnitEdit, if_match: IfMatch) -> None:
    """Change kind, superior, seat or credit code of a unit."""
    record = await _to_change(work, unit_id, if_match)
    for other in (body.superior_id, body.seated_at_id):
        if other is not None:
            await _other(work, other)
    if body.superior_id is not None and await repository.lies_below(work.db, unit_id, body.superior_id):
        raise UnitCircle()
    if body.seated_at_id == unit_id:
        raise UnitCircle()
    for name in body.model_fields_set:
        value = getattr(body, name)
        if name == "uscc" and value is not None:
            value = _checked(value)
        if name != "kind" or value is not None:
            setattr(record, name, value)
    await work.db.flush()
    await work.tell(unit_changed(record))
    await work.audit("edit_unit", unit_id, fields=sorted(body.model_fields_set))


def _checked(written: str) -> str:
    code = uscc.plain(written)
    if not uscc.is_valid(code):
        raise WrongUscc(uscc=written)
    return code


async def _other(work: Work, unit_id: UUID) -> UnitRecord:
    record = await repository.unit_to_change(work.db, unit_id)
    if record is None or record.closed_on is not None:
        raise UnknownUnit(unit_id=unit_id)
    return record


async def add_unit_name(work: Work, unit_id: UUID, body: UnitNaming) -> None:
    """Let a unit answer to one more name in its region; a name it has already changes nothing."""
    record = await _to_change(work, unit_id)
    if await _claim(work, record, body.name):
        await work.audit("add_unit_name", unit_id, name=body.name)


async def _claim(work: Work, record: UnitRecord, name: str) -> bool:
    """Give the name to the unit; False if it has it, NameTaken if somebody else has."""
    there = await repository.name_in_use(work.db, record.region_id, name)
    if there is not None and there.unit_id != record.id:
        raise NameTaken(name=name)
    if there is None:
        work.db.add(UnitName(id=new_id(), region_id=record.region_id, name=name, unit_id=record.id))
        await work.db.flush()
    return there is None


async def retire_unit_name(work: Work, unit_id: UUID, body: UnitNaming) -> None:
    """Let a unit no longer answer to an alias: what is read from today on does not resolve to it by that name."""
    record = await _to_change(work, unit_id)
    there = await repository.name_in_use(work.db, record.region_id, body.name)
    if there is None or there.unit_id != unit_id or body.name == record.name:
        raise UnknownName(name=body.name)
    there.valid_until = today(work.service.clock)
    await work.db.flush()
    await work.audit("retire_unit_name", unit_id, name=body.name)


async def rename_unit(work: Work, unit_id: UUID, body: UnitRename) -> DirectoryChange:
    """Give a unit a new official name from a day on; it answers to the new one at once and to the old one still."""
    record = await _to_change(work, unit_id)
    await _claim(work, record, body.name)
    return await _record(work, ChangeKind.UNIT_RENAMED, record, body, follow_rename, detail={"name": body.name, "before": record.name})


async def merge_unit(work: Work, unit_id: UUID, body: UnitMerge) -> DirectoryChange:
    """Let another unit stand in a unit's place from a day on: responsibilities, posts, names, groups and open work follow."""
    record = await _to_change(work, unit_id)
    if body.into_id == unit_id:
        raise OwnSuccessor()
    into = await _other(work, body.into_id)
    require(work.actor, _MAY, Thing(region_path=into.region_path))
    record.closed_on = body.on
    return await _record(work, ChangeKind.UNIT_MERGED, record, body, follow_merge, successor_unit_id=into.id)


async def move_unit(work: Work, unit_id: UUID, body: UnitMove) -> DirectoryChange:
    """Let a unit serve another region from a day on, with its names and posts."""
    record = await _to_change(work, unit_id)
    path = (await changes.paths(work.db, [body.region_id], body.on)).get(body.region_id)
    if path is None:
        raise UnknownRegion(region_id=body.region_id, on=body.on.isoformat())
    require(work.actor, _MAY, Thing(region_path=path))
    if await repository.name_in_use(work.db, body.region_id, record.name) is not None:
        raise NameTaken(name=record.name)
    return await _record(work, ChangeKind.UNIT_MOVED, record, body, follow_move, region_id=body.region_id)


async def close_unit(work: Work, unit_id: UUID, body: UnitClosing) -> DirectoryChange:
    """Close a unit from a day on without anybody in its place; its posts end, what it answers for waits for a person."""
    record = await _to_change(work, unit_id)
    record.closed_on = body.on
    return await _record(work, ChangeKind.UNIT_CLOSED, record, body, follow_closing)


async def _record(work: Work, kind: ChangeKind, record: UnitRecord, body: Any, follow: Any, **about: Any) -> DirectoryChange:
    await work.db.flush()
    await work.audit(kind.value, record.id, on=body.on.isoformat())
    return await record_change(work, new_id(), kind, body.on, follow, unit_id=record.id, basis=body.basis, reason=body.reason, **about)


async def enter_unit_person(work: Work, unit_id: UUID, body: UnitPersonEntry) -> UnitPerson:
    """Note a leader or contact of a unit."""
    record = await _to_change(work, unit_id)
    person = UnitPerson(id=new_id(), unit_id=record.id, **body.model_dump())
    work.db.add(person)
    await work.db.flush()
    await work.audit("enter_unit_person", unit_id, person=str(person.id))
    return person


async def end_unit_person(work: Work, person_id: UUID, body: Ending) -> UnitPerson:
    """Let a leader or contact hold until a day."""
    person = await repository.person_to_change(work.db, person_id)
    if person is None:
        raise NotFound(what="contact", what_zh="联系人")
    await _to_change(work, person.unit_id)
    person.valid_until = _ends(body.on, person.valid_from)
    await work.db.flush()
    await work.audit("end_unit_person", person.unit_id, person=str(person_id), reason=body.reason)
    return person


def _ends(on: date, since: date) -> date:
    if on <= since:
        raise EndsBeforeBegin(since=since.isoformat())
    return on
