"""Who may know of a ledger, and how a row of it is told."""

from datetime import date
from typing import Any
from uuid import UUID

from services.submissions.errors import UnknownLedgerRegion
from services.submissions.repository import known_regions
from services.submissions.repository import ledgers as repository
from services.submissions.rules.ledgers.counting import because
from services.submissions.rules.ledgers.entries import Content
from shared.kit.db import Db
from shared.kit.rights import see
from shared.rules.access import Actor, Disclosure, Permission, Thing
from shared.schemas.ledgers import Counting, Ledger, LedgerDefinition, LedgerEntry


def thing(row: Any) -> Thing:
    """A ledger as far as rights care."""
    return Thing(region_path=row.region_path, unit_id=row.unit_id, disclosure=Disclosure(row.disclosure))


async def visible_ledger(db: Db, actor: Actor, ledger_id: UUID) -> Any:
    """The ledger's row if the actor may know of it; NotFound otherwise."""
    row = await repository.ledger(db, ledger_id)
    see(actor, Permission.LEDGER_READ, thing(row) if row else None, what="ledger", what_zh="台账")
    return row


async def visible_entry(db: Db, actor: Actor, entry_id: UUID, today: date) -> tuple[Any, Any]:
    """The entry's row and its ledger's if the actor may know of the ledger; NotFound otherwise."""
    row = await repository.entry(db, entry_id, today)
    kept = await repository.ledger(db, row.ledger_id) if row else None
    see(actor, Permission.LEDGER_READ, thing(kept) if kept else None, what="ledger entry", what_zh="台账记录")
    return row, kept


def definition_of(row: Any) -> LedgerDefinition:
    """What a ledger's entries hold."""
    return LedgerDefinition.model_validate(row.definition)


def told_ledger(row: Any) -> Ledger:
    """A ledger as told."""
    copied = {name: row._mapping[name] for name in Ledger.model_fields if name not in {"unit_name", "definition"}}
    return Ledger(**copied, unit_name=row.unit_name or "?", definition=definition_of(row))


def told_entry(row: Any) -> LedgerEntry:
    """An entry as told, with the reason why it counts or not."""
    names = (name for name in LedgerEntry.model_fields if name not in {"region_name", "because"})
    copied = {name: row._mapping[name] for name in names}
    said = because(Counting(row.counting), row.held_on, row.withdrawn_on)
    return LedgerEntry(**copied, region_name=row.region_name or "?", because=said)


def content_of(row: Any) -> Content:
    """What an entry holds."""
    where = (row.region_id, row.region_path, row.region_name or "?")
    return Content(row.name, row.held_on, *where, row.unit_id, row.unit_name, row.level, row.proof, row.details)


async def path_within(db: Db, kept: Any, region_id: UUID | None, today: date) -> str:
    """The path of a region of the ledger, by default the ledger's own; UnknownLedgerRegion where it is none."""
    if region_id is None:
        return str(kept.region_path)
    found = await known_regions.region(db, region_id, today)
    if found is None or not found.path.startswith(kept.region_path):
        raise UnknownLedgerRegion(region_id=region_id)
    return str(found.path)
