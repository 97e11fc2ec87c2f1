"""Use cases on monitoring schemes: enter, change by versions, map to the catalogue, publish, withdraw."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from services.indicators.errors import RefusedScheme, SchemePublished, SchemeWithdrawn
from services.indicators.models import SchemeRecord, SchemeVersionRecord
from services.indicators.repository import entries, regions
from services.indicators.repository import schemes as repository
from services.indicators.rules.schemes import Entry, ItemFault, faults_of, mapping_faults
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.base import RegionId
from shared.schemas.events.measuring import AskedInScheme, SchemeChanged
from shared.schemas.schemes import (
    MappedItem,
    SchemeEdit,
    SchemeEntry,
    SchemeItem,
    SchemeMapping,
    SchemeState,
)

_ITEM = tuple(name for name in SchemeItem.model_fields if name != "indicator_id")
_HEAD = ("title", "document_number", "issuing_body", "first_year", "last_year", "due")
_WORDS = {
    "unknown-region": Words("没有标识为 {value} 的行政区划", "there is no region {value}"),
    "twice": Words("“{value}”与第 {other} 行重复", "{value} is in row {other} already"),
    "unknown-unit": Words("没有“{value}”这一计量单位", "{value} is no known unit of measure"),
    "unknown-indicator": Words("指标库中没有 {value}", "the catalogue has no entry {value}"),
    "units-differ": Words("计量单位 {value} 与指标库的 {other} 不可换算", "the unit {value} is not convertible into the entry's {other}"),
    "unknown-item": Words("方案中没有编号为 {value} 的指标", "the scheme has no item {value}"),
    "years-reversed": Words("最后一年 {value} 早于第一年 {other}", "the last year {value} is before the first, {other}"),
}


def thing(row: Any) -> Thing:
    """A scheme as far as rights care."""
    return Thing(region_path=row.region_path, state=row.state)


async def visible_scheme(db: Db, actor: Actor, scheme_id: UUID) -> Any:
    """The scheme's head; NotFound for one that the actor may not know of."""
    row = await repository.scheme(db, scheme_id)
    see(actor, Permission.SCHEME_READ, thing(row) if row else None, what="monitoring scheme", what_zh="监测方案")
    return row


async def enter_scheme(work: Work, body: SchemeEntry) -> UUID:
    """Store a scheme as a draft of its region, with every fault told at once."""
    known = await regions.named(work.db, [body.region_id], [], today(work.service.clock))
    if not known:
        _refuse([FaultWords("unknown-region", _WORDS["unknown-region"], pointer="/region_id", value=str(body.region_id))])
    path = known[-1].path
    require(work.actor, Permission.SCHEME_KEEP, Thing(region_path=path))
    _refuse(_told(faults_of(body.items, await entries_by_id(work.db, (item.indicator_id for item in body.items)))))
    head = {name: getattr(body, name) for name in _HEAD}
    record = SchemeRecord(id=new_id(), region_id=body.region_id, region_path=path, state=SchemeState.DRAFTED, **head, **_change(work, None))
    work.db.add(record)
    await work.db.flush()
    await replace_items(work, record, body.items)
    await _keep(work, record, "enter_scheme")
    return record.id


async def edit_scheme(work: Work, scheme_id: UUID, body: SchemeEdit, if_match: IfMatch) -> None:
    """The next version, for a reason; an item that says nothing of its entry keeps the one that its code was mapped to."""
    record = await scheme_to_change(work, scheme_id, if_match)
    for name in body.model_fields_set & set(_HEAD):
        setattr(record, name, getattr(body, name))
    if record.last_year < record.first_year:
        words = _WORDS["years-reversed"]
        _refuse([FaultWords("years-reversed", words, pointer="/last_year", value=str(record.last_year), other=str(record.first_year))])
    if body.items is not None:
        before = {row.code: row for row in await repository.items_of(work.db, scheme_id)}
        items = [_mapped_as_before(item, before) for item in body.items]
        _refuse(_told(faults_of(items, await entries_by_id(work.db, (item.indicator_id for item in items)))))
        await replace_items(work, record, items)
    await changed(work, record, body.reason, "edit_scheme")


async def map_items(work: Work, scheme_id: UUID, body: SchemeMapping, if_match: IfMatch) -> None:
    """Say which entries items mean; all rows or none."""
    record = await scheme_to_change(work, scheme_id, if_match)
    before = {row.code: row for row in await repository.items_of(work.db, scheme_id)}
    known = await entries_by_id(work.db, (row.indicator_id for row in body.rows))
    faults: list[ItemFault] = []
    for number, row in enumerate(body.rows, 1):
        if row.code in before:
            faults += mapping_faults(number, before[row.code].unit_of_measure, row.indicator_id, known)
        else:
            faults.append(ItemFault(number, "code", "unknown-item", row.code))
    _refuse(_told(faults))
    decided = {row.code: row.indicator_id for row in body.rows}
    items = [_item(row, decided.get(row.code, row.indicator_id)) for row in before.values()]
    await replace_items(work, record, items)
    await changed(work, record, None, "map_scheme_items")


async def publish_scheme(work: Work, scheme_id: UUID, if_match: IfMatch) -> None:
    """Let it count: everybody may read it, and whoever opens rounds hears of it."""
    record = await scheme_to_change(work, scheme_id, if_match)
    if record.state != SchemeState.DRAFTED:
        raise SchemePublished(state=record.state)
    record.state = SchemeState.PUBLISHED
    await changed(work, record, None, "publish_scheme")


async def withdraw_scheme(work: Work, scheme_id: UUID, reason: str, if_match: IfMatch) -> None:
    """Let it count no longer; a draft is dropped. It stays readable for whoever could read it."""
    record = await scheme_to_change(work, scheme_id, if_match)
    was_told = record.state == SchemeState.PUBLISHED
    record.state = SchemeState.WITHDRAWN if was_told else SchemeState.DROPPED
    await changed(work, record, reason, "withdraw_scheme", told=was_told)


async def scheme_to_change(work: Work, scheme_id: UUID, if_match: IfMatch) -> SchemeRecord:
    """The scheme under a lock, if the actor keeps it and it still counts."""
    row = await visible_scheme(work.db, work.actor, scheme_id)
    require(work.actor, Permission.SCHEME_KEEP, thing(row))
    record = await repository.scheme_to_change(work.db, scheme_id)
    if_match.check(record.version)
    if record.state in (SchemeState.WITHDRAWN, SchemeState.DROPPED):
        raise SchemeWithdrawn(reason=record.reason)
    return record


async def replace_items(work: Work, record: SchemeRecord, items: Sequence[SchemeItem]) -> None:
    """Let these be what the scheme asks for; who mapped one stays named as long as it means the same entry."""
    before = {row.code: row for row in await repository.items_of(work.db, record.id)}
    await repository.replace_items(work.db, record.id, _rows(work, record.id, items, before))


async def changed(work: Work, record: SchemeRecord, reason: str | None, act: str, *, told: bool = False) -> None:
    """Keep the next version, and tell it once the scheme is published."""
    for name, value in _change(work, reason).items():
        setattr(record, name, value)
    await work.db.flush()
    await _keep(work, record, act)
    if told or record.state == SchemeState.PUBLISHED:
        await work.tell(_event(record, await repository.items_of(work.db, record.id)))


def _change(work: Work, reason: str | None) -> dict[str, Any]:
    return {"changed_at": work.now(), "changed_by": work.actor.name, "reason": reason}


async def _keep(work: Work, record: SchemeRecord, act: str) -> None:
    """The version that there is now goes into the history; after flush, for it is made there."""
    rows = await repository.items_of(work.db, record.id)
    facts = {name: getattr(record, name) for name in _HEAD} | {"items": [_mapped(row).model_dump(mode="json") for row in rows]}
    change = {name: getattr(record, name) for name in ("version", "state", "changed_at", "changed_by", "reason")}
    work.db.add(SchemeVersionRecord(scheme_id=record.id, facts=facts, **change))
    await work.db.flush()
    await work.audit(act, record.id, version=record.version, items=len(rows))


def _event(record: SchemeRecord, rows: Sequence[Any]) -> SchemeChanged:
    asked = [AskedInScheme(code=row.code, name=row.name, indicator_id=row.indicator_id) for row in rows]
    head = {name: getattr(record, name) for name in ("region_path", "title", "first_year", "last_year", "due")}
    return SchemeChanged(
        version=record.version, scheme_id=record.id, region_id=RegionId(record.region_id), state=SchemeState(record.state), items=asked, **head
    )


def _mapped(row: Any) -> MappedItem:
    return MappedItem(**{name: getattr(row, name) for name in MappedItem.model_fields})


def mapped_items(rows: Iterable[Any]) -> list[MappedItem]:
    """Items as told."""
    return [_mapped(row) for row in rows]


def _item(row: Any, indicator_id: UUID | None) -> SchemeItem:
    return SchemeItem(indicator_id=indicator_id, **{name: getattr(row, name) for name in _ITEM})


def _mapped_as_before(item: SchemeItem, before: Mapping[str, Any]) -> SchemeItem:
    if "indicator_id" in item.model_fields_set or item.code not in before:
        return item
    return item.model_copy(update={"indicator_id": before[item.code].indicator_id})


def _rows(work: Work, scheme_id: UUID, items: Sequence[SchemeItem], before: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for position, item in enumerate(items):
        old = before.get(item.code)
        stays = old is not None and old.indicator_id == item.indicator_id
        who = (old.mapped_by, old.mapped_at) if stays and old is not None else (work.actor.name, work.now()) if item.indicator_id else (None, None)
        facts = {name: getattr(item, name) for name in (*_ITEM, "indicator_id")}
        rows.append({"id": new_id(), "scheme_id": scheme_id, "position": position, **facts, "mapped_by": who[0], "mapped_at": who[1]})
    return rows


async def entries_by_id(db: Db, ids: Iterable[UUID | None]) -> dict[UUID, Entry]:
    """The catalogue entries that items mean."""
    found = await entries.indicators_by_id(db, [one for one in ids if one is not None])
    return {row.id: Entry(row.id, row.name, row.unit_of_measure, row.definition) for row in found.values()}


def _told(faults: Iterable[ItemFault]) -> list[FaultWords]:
    return [FaultWords(fault.code, _WORDS[fault.code], row=fault.row, column=fault.column, value=fault.value, other=fault.other) for fault in faults]


def _refuse(faults: list[FaultWords]) -> None:
    if faults:
        raise RefusedScheme(faults=faults, count=len(faults))
