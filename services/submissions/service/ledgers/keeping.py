"""Use cases on ledgers: open one, add an entry, change it, withdraw it, check it again. Every act leaves a version."""

from datetime import date
from typing import Any
from uuid import UUID

from services.submissions.errors import EntryRefused, EntryThere, EntryWithdrawn, NearDuplicate, UnknownLedgerKind, UnknownLedgerUnit
from services.submissions.models import LedgerEntryRecord, LedgerEntryVersionRecord, LedgerRecord
from services.submissions.repository import known_regions
from services.submissions.repository import ledgers as repository
from services.submissions.rules.ledgers.counting import recheck_due
from services.submissions.rules.ledgers.entries import Content, check, identity
from services.submissions.rules.ledgers.faults import FAULTS
from services.submissions.rules.ledgers.kinds import KINDS
from services.submissions.rules.ledgers.planning import look_alikes
from services.submissions.service.ledgers.seeing import content_of, definition_of, thing, visible_entry, visible_ledger
from shared.kit.clock import today
from shared.kit.etag import IfMatch
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import require
from shared.kit.sheets.faults import Fault, Findings
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.schemas.ledgers import (
    LedgerDefinition,
    LedgerEntryEdit,
    LedgerOpening,
    LedgerRecheck,
    LedgerWithdrawal,
    NewLedgerEntry,
    RecheckOutcome,
)

_KEPT = ("name", "held_on", "region_id", "region_path", "unit_id", "level", "proof", "details")
_STATE = ("withdrawn_on", "withdrawn_because", "rechecked_on", "recheck_due_on")
_POINTERS = {"region": "/region_id", "unit": "/unit_id"}
_ONE = 0
"""The row of an entry that comes alone."""


async def open_ledger(work: Work, body: LedgerOpening) -> UUID:
    """Open a ledger in the region of the unit that keeps it."""
    unit = await repository.unit(work.db, body.unit_id)
    if unit is None:
        raise UnknownLedgerUnit(unit_id=body.unit_id)
    require(work.actor, Permission.LEDGER_KEEP, Thing(region_path=unit.region_path, unit_id=body.unit_id))
    shipped = KINDS.get(body.kind)
    definition = body.definition or (shipped.definition if shipped else None)
    if definition is None:
        raise UnknownLedgerKind(kind=body.kind, kinds=", ".join(KINDS))
    kept = body.model_dump(include={"kind", "name", "unit_id", "disclosure", "indicator_id"})
    record = LedgerRecord(id=new_id(), region_path=unit.region_path, definition=definition.model_dump(mode="json"), **kept)
    work.db.add(record)
    await work.db.flush()
    await work.audit("open_ledger", record.id, kind=body.kind, unit_id=str(body.unit_id))
    return record.id


async def add_entry(work: Work, ledger_id: UUID, body: NewLedgerEntry) -> UUID:
    """Add an object that is not there yet; one whose name is much like another's needs ``another``."""
    kept = await visible_ledger(work.db, work.actor, ledger_id)
    require(work.actor, Permission.LEDGER_KEEP, thing(kept))
    await repository.lock_ledger(work.db, ledger_id)
    definition, findings = definition_of(kept), Findings(FAULTS)
    content = await _content(work, kept, body.model_dump(exclude={"another"}), findings)
    key = await _checked(work, kept, definition, content, findings, None)
    if definition.watches_names and not body.another:
        await _refuse_look_alike(work, ledger_id, content.name)
    record = LedgerEntryRecord(id=new_id(), ledger_id=ledger_id, identity=key, **row_of(content, definition))
    work.db.add(record)
    await _version(work, record, "add")
    await work.audit("add_ledger_entry", record.id, ledger_id=str(ledger_id))
    return record.id


def row_of(content: Content, definition: LedgerDefinition, rechecked_on: date | None = None) -> dict[str, Any]:
    """Contents as columns, with the day of the next re-check."""
    due = recheck_due(rechecked_on or content.held_on, definition.recheck_months)
    return {**{name: getattr(content, name) for name in _KEPT}, "details": dict(content.details), "recheck_due_on": due}


async def _content(work: Work, kept: Any, told: dict[str, Any], findings: Findings) -> Content:
    """Contents with the region and unit that they name; noted where there are none such in the ledger's region."""
    region = await known_regions.region(work.db, told["region_id"], today(work.service.clock))
    unit = await repository.unit(work.db, told["unit_id"]) if told["unit_id"] else None
    if region is None or not region.path.startswith(kept.region_path):
        findings.add(_ONE, "region", "outside", value=region.name if region else told["region_id"])
    if told["unit_id"] and (unit is None or not unit.region_path.startswith(kept.region_path)):
        findings.add(_ONE, "unit", "outside", value=unit.name if unit else told["unit_id"])
    path, name = (region.path, region.name) if region else ("", "")
    details = {key: text for key, text in told["details"].items() if text is not None}
    return Content(**{**told, "details": details}, region_path=path, region_name=name, unit_name=unit.name if unit else None)


async def _checked(work: Work, kept: Any, definition: LedgerDefinition, content: Content, findings: Findings, own: UUID | None) -> str:
    """The identity of contents that are without fault and of no other entry."""
    check(definition, content, _ONE, today(work.service.clock), findings)
    key = identity(definition, content)
    same = [row for row in await repository.entries_known_as(work.db, kept.id, key) if row.id != own]
    there = next((row for row in same if row.withdrawn_on is None), None)
    gone = max((row.withdrawn_on for row in same if row.withdrawn_on is not None), default=None)
    if there is None and gone is not None and content.held_on <= gone:
        findings.add(_ONE, "held_on", "withdrawn", on=gone.isoformat())
    _refuse_faults(definition, findings)
    if there is not None:
        raise EntryThere(entry_id=there.id)
    return key


def _refuse_faults(definition: LedgerDefinition, findings: Findings) -> None:
    faults = [_told(definition, fault) for fault in findings.of(_ONE)]
    if faults:
        raise EntryRefused(faults=faults, count=len(faults))


def _told(definition: LedgerDefinition, fault: Fault) -> FaultWords:
    built_in = fault.column in {"name", "held_on", "level", "proof", "on"} and fault.code != "unknown-field"
    pointer = _POINTERS.get(fault.column) or (f"/{fault.column}" if built_in else f"/details/{fault.column}")
    words = Words(f"{fault.words.zh}；{fault.remedy.zh}", f"{fault.words.en}; {fault.remedy.en}")
    return FaultWords.about(fault.code, words, pointer, fault.places)


async def _refuse_look_alike(work: Work, ledger_id: UUID, name: str) -> None:
    alike = look_alikes({"": name}, await repository.open_names(work.db, ledger_id))
    if alike:
        raise NearDuplicate(name=alike[""])


async def _to_change(work: Work, entry_id: UUID, if_match: IfMatch) -> tuple[LedgerEntryRecord, Any, Any]:
    """The entry locked, as it is told, and its ledger, after every reason not to change it."""
    row, kept = await visible_entry(work.db, work.actor, entry_id, today(work.service.clock))
    require(work.actor, Permission.LEDGER_KEEP, thing(kept))
    await repository.lock_ledger(work.db, kept.id)
    record = await repository.entry_to_change(work.db, entry_id)
    if_match.check(record.version)
    if record.withdrawn_on is not None:
        raise EntryWithdrawn(on=record.withdrawn_on.isoformat())
    return record, row, kept


async def edit_entry(work: Work, entry_id: UUID, body: LedgerEntryEdit, if_match: IfMatch) -> None:
    """Change what an entry says; absent fields stay, null clears."""
    record, row, kept = await _to_change(work, entry_id, if_match)
    definition, findings, before = definition_of(kept), Findings(FAULTS), content_of(row)
    told = {name: getattr(before, name) for name in _KEPT if name != "region_path"} | body.model_dump(
        exclude_unset=True, exclude={"reason", "details"}
    )
    content = await _content(work, kept, {**told, "details": {**before.details, **body.details}}, findings)
    record.identity = await _checked(work, kept, definition, content, findings, entry_id)
    for name, value in row_of(content, definition, record.rechecked_on).items():
        setattr(record, name, value)
    await _version(work, record, "edit", reason=body.reason)
    await work.audit("edit_ledger_entry", entry_id, reason=body.reason)


async def withdraw_entry(work: Work, entry_id: UUID, body: LedgerWithdrawal, if_match: IfMatch) -> None:
    """Take an object off from a day on; what was counted until then stays counted."""
    record, _, kept = await _to_change(work, entry_id, if_match)
    _require_past(work, record, body.on, definition_of(kept))
    record.withdrawn_on, record.withdrawn_because, record.recheck_due_on = body.on, body.reason, None
    await _version(work, record, "withdraw")
    await work.audit("withdraw_ledger_entry", entry_id, on=body.on.isoformat(), reason=body.reason)


async def recheck_entry(work: Work, entry_id: UUID, body: LedgerRecheck, if_match: IfMatch) -> None:
    """Note a re-check. Passed: the next one is due by the kind's interval; failed: the entry counts no more from that day."""
    record, _, kept = await _to_change(work, entry_id, if_match)
    definition = definition_of(kept)
    _require_past(work, record, body.on, definition)
    record.rechecked_on = body.on
    record.recheck_due_on = recheck_due(body.on, definition.recheck_months)
    if body.outcome is RecheckOutcome.FAILED:
        record.withdrawn_on, record.withdrawn_because, record.recheck_due_on = body.on, body.note, None
    await _version(work, record, "recheck", outcome=body.outcome.value, note=body.note)
    await work.audit("recheck_ledger_entry", entry_id, on=body.on.isoformat(), outcome=body.outcome.value)


def _require_past(work: Work, record: LedgerEntryRecord, on: date, definition: LedgerDefinition) -> None:
    """Raise EntryRefused for a day that is still to come, or lies before what is on record."""
    findings, since = Findings(FAULTS), max(record.held_on, record.rechecked_on or record.held_on)
    if on > today(work.service.clock):
        findings.add(_ONE, "on", "day-ahead", value=on.isoformat())
    elif on < since:
        findings.add(_ONE, "on", "day-before", value=on.isoformat(), since=since.isoformat())
    _refuse_faults(definition, findings)


def version_row(entry_id: UUID, number: int, act: str, content: dict[str, Any], work: Work) -> dict[str, Any]:
    """A version as columns."""
    told = {name: value if isinstance(value, str | dict) or value is None else str(value) for name, value in content.items()}
    return {
        "id": new_id(),
        "entry_id": entry_id,
        "number": number,
        "act": act,
        "at": work.now(),
        "by_id": work.actor.id,
        "by": work.actor.name,
        "content": told,
    }


async def _version(work: Work, record: LedgerEntryRecord, act: str, **more: Any) -> None:
    await work.db.flush()
    content = {name: getattr(record, name) for name in (*_KEPT, *_STATE)} | more
    work.db.add(LedgerEntryVersionRecord(**version_row(record.id, record.version, act, content, work)))
    await work.db.flush()
