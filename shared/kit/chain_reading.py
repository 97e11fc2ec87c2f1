"""The audit chain as the database holds it, section by section: memory is bounded by a few seals."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from shared.kit.db import ReadDb
from shared.kit.tables import audit_entries, audit_seals
from shared.rules.audit_chain import Section
from shared.schemas.audit import AuditEntry, AuditSeal

_SEALS, _ENTRIES = 20, 1000
_next_seals = select(audit_seals).where(audit_seals.c.number > bindparam("after")).order_by(audit_seals.c.number).limit(_SEALS)
_held = (
    select(audit_entries)
    .where(audit_entries.c.seal > bindparam("after"), audit_entries.c.seal <= bindparam("to"))
    .order_by(audit_entries.c.seal, audit_entries.c.position, audit_entries.c.id)
)
_no_seal = ~select(audit_seals.c.number).where(audit_seals.c.number == audit_entries.c.seal).exists()
_homeless = select(audit_entries).where((audit_entries.c.seal > bindparam("after")) | (audit_entries.c.seal < 1), _no_seal)
_pending = select(audit_entries).where(audit_entries.c.seal.is_(None))


async def sections(read: ReadDb) -> AsyncIterator[Section]:
    """The whole chain; it may grow meanwhile, for a seal and the marks of its entries are made in one transaction."""
    after = 0
    while seals := await read.all(_next_seals, {"after": after}):
        to = seals[-1].number
        entries = await read.all(_held, {"after": after, "to": to})
        for section in _sorted_out(seals, entries):
            yield section
        after = to
    async for page in _pages(read, _homeless, after=after):
        yield page
    async for page in _pages(read, _pending):
        yield page


def _sorted_out(seals: Sequence[Row[Any]], entries: Sequence[Row[Any]]) -> list[Section]:
    """Each seal with its entries; last, entries whose seal is not there."""
    of: dict[int | None, list[AuditEntry]] = {}
    for row in entries:
        of.setdefault(row.seal, []).append(told_entry(row))
    found = [Section(told_seal(row), of.pop(row.number, [])) for row in seals]
    homeless = [entry for left in of.values() for entry in left]
    return [*found, Section(None, homeless)] if homeless else found


async def _pages(read: ReadDb, statement: Select[Any], **params: Any) -> AsyncIterator[Section]:
    """Entries without a seal, page by page in the order of their ids."""
    ordered = statement.order_by(audit_entries.c.id).limit(_ENTRIES)
    rows = await read.all(ordered, params)
    while rows:
        yield Section(None, [told_entry(row) for row in rows])
        rows = await read.all(ordered.where(audit_entries.c.id > rows[-1].id), params)


def told_entry(row: Any) -> AuditEntry:
    """An entry as the database holds it."""
    return AuditEntry(**row._mapping)


def told_seal(row: Any) -> AuditSeal:
    """A seal as the database holds it."""
    return AuditSeal(**row._mapping)
