"""Queries on ledgers and their entries."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, func, literal_column, select, update

from services.submissions.models import KnownRegion, KnownUnit, LedgerEntryRecord, LedgerEntryVersionRecord, LedgerRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.paths import at_or_below
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.ledgers import Counting

ledgers, entries, versions = table_of(LedgerRecord), table_of(LedgerEntryRecord), table_of(LedgerEntryVersionRecord)
units, regions = table_of(KnownUnit), table_of(KnownRegion)
_RIGHTS = RightsColumns(region_path=ledgers.c.region_path, unit_id=ledgers.c.unit_id, disclosure=ledgers.c.disclosure)
_with_unit = select(ledgers, units.c.name.label("unit_name")).outerjoin(units, units.c.id == ledgers.c.unit_id)
_ledger_by_id = _with_unit.where(ledgers.c.id == bindparam("id"))


async def ledger(db: Db, ledger_id: UUID) -> Row[Any] | None:
    """A ledger with the name of the unit that keeps it."""
    return await db.one(_ledger_by_id, {"id": ledger_id})


async def lock_ledger(db: WriteDb, ledger_id: UUID) -> None:
    """Hold a ledger until the transaction ends: what is decided about its entries stays true."""
    await db.one(select(ledgers.c.id).where(ledgers.c.id == ledger_id).with_for_update())


async def ledger_page(
    db: Db, query: PageQuery, actor: Actor, kind: str | None, unit_id: UUID | None, indicator_id: UUID | None
) -> Sequence[Row[Any]]:
    """Ledgers the actor may know of, oldest first."""
    statement = _with_unit.where(visible(actor, Permission.LEDGER_READ, _RIGHTS))
    for column, wanted in ((ledgers.c.kind, kind), (ledgers.c.unit_id, unit_id), (ledgers.c.indicator_id, indicator_id)):
        if wanted is not None:
            statement = statement.where(column == wanted)
    return await db.all(after(statement, query, (ledgers.c.id, UUID)))


def _reason(as_of: date, since: date | None) -> ColumnElement[str]:
    """``rules.ledgers.counting.counting`` as SQL; a test holds one against the other."""
    before = entries.c.held_on < since if since is not None else literal_column("1 = 0")
    return case(
        (entries.c.held_on > as_of, _word(Counting.NOT_YET)),
        (and_(entries.c.withdrawn_on.is_not(None), entries.c.withdrawn_on <= as_of), _word(Counting.WITHDRAWN)),
        (before, _word(Counting.BEFORE)),
        else_=_word(Counting.COUNTED),
    )


def _word(reason: Counting) -> ColumnElement[str]:
    return literal_column(f"'{reason.value}'")


def _shown(as_of: date, since: date | None, today: date) -> Select[Any]:
    called = (
        select(regions.c.name)
        .where(regions.c.id == entries.c.region_id, regions.c.valid_from <= today)
        .order_by(regions.c.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    columns = (entries, called.label("region_name"), units.c.name.label("unit_name"), _reason(as_of, since).label("counting"))
    return select(*columns).outerjoin(units, units.c.id == entries.c.unit_id)


async def entry(db: Db, entry_id: UUID, today: date) -> Row[Any] | None:
    """An entry, and whether it counts today."""
    return await db.one(_shown(today, None, today).where(entries.c.id == entry_id))


async def entry_page(
    db: Db, query: PageQuery, ledger_id: UUID, as_of: date, since: date | None, today: date, *only: ColumnElement[bool]
) -> Sequence[Row[Any]]:
    """Entries of a ledger, oldest first."""
    return await db.all(after(_shown(as_of, since, today).where(entries.c.ledger_id == ledger_id, *only), query, (entries.c.id, UUID)))


def which(
    as_of: date, since: date | None, today: date, *, under: str | None, level: str | None, counting: Counting | None, overdue: bool
) -> list[ColumnElement[bool]]:
    """The conditions of a list of entries; ``overdue``: to be checked again before today."""
    wanted = []
    if under is not None:
        wanted.append(at_or_below(entries.c.region_path, under))
    if level is not None:
        wanted.append(entries.c.level == level)
    if counting is not None:
        wanted.append(_reason(as_of, since) == counting.value)
    if overdue:
        wanted += [entries.c.withdrawn_on.is_(None), entries.c.recheck_due_on < today]
    return wanted


async def counted_entries(db: Db, ledger_id: UUID, under: str, as_of: date, today: date, most: int) -> Sequence[Row[Any]]:
    """At most so many entries that count on a day, by region and name: the name list."""
    wanted = which(as_of, None, today, under=under, level=None, counting=Counting.COUNTED, overdue=False)
    statement = _shown(as_of, None, today).where(entries.c.ledger_id == ledger_id, *wanted)
    return await db.all(statement.order_by(entries.c.region_path, entries.c.name, entries.c.id).limit(most))


async def tally(db: Db, ledger_id: UUID, under: str, as_of: date, since: date | None) -> Sequence[Row[Any]]:
    """How many entries there are by region, level and reason, in one pass."""
    each = (
        select(entries.c.region_path, entries.c.level, _reason(as_of, since).label("reason"))
        .where(entries.c.ledger_id == ledger_id, at_or_below(entries.c.region_path, under))
        .subquery()
    )
    return await db.all(select(each, func.count().label("entries")).group_by(each.c.region_path, each.c.level, each.c.reason))


async def all_entries(db: Db, ledger_id: UUID, today: date) -> Sequence[Row[Any]]:
    """Every entry of a ledger."""
    return await db.all(_shown(today, None, today).where(entries.c.ledger_id == ledger_id).order_by(entries.c.id))


async def entries_known_as(db: Db, ledger_id: UUID, identity: str) -> Sequence[Row[Any]]:
    """Entries about one object."""
    return await db.all(select(entries).where(entries.c.ledger_id == ledger_id, entries.c.identity == identity))


async def open_names(db: Db, ledger_id: UUID) -> dict[str, str]:
    """Names of the entries that are not withdrawn, by id."""
    rows = await db.all(select(entries.c.id, entries.c.name).where(entries.c.ledger_id == ledger_id, entries.c.withdrawn_on.is_(None)))
    return {str(row.id): row.name for row in rows}


async def entry_to_change(db: WriteDb, entry_id: UUID) -> LedgerEntryRecord:
    """An entry as a record, locked."""
    return (await db.session.scalars(select(LedgerEntryRecord).where(LedgerEntryRecord.id == entry_id).with_for_update())).one()


async def change_entries(db: WriteDb, rows: list[dict[str, Any]]) -> None:
    """Write new contents (``to_`` and the column's name) over entries, by ``at``, each a version further."""
    names = [name for name in (rows[0] if rows else {}) if name != "at"]
    contents: dict[str, Any] = {name.removeprefix("to_"): bindparam(name) for name in names}
    changed = update(entries).where(entries.c.id == bindparam("at")).values({**contents, "version": entries.c.version + 1})
    await db.run(changed, rows)


async def versions_of(db: Db, entry_id: UUID) -> Sequence[Row[Any]]:
    """Every version of an entry, oldest first."""
    return await db.all(select(versions).where(versions.c.entry_id == entry_id).order_by(versions.c.number))


async def unit(db: Db, unit_id: UUID) -> Row[Any] | None:
    """A known unit."""
    return await db.one(select(units).where(units.c.id == unit_id))


async def units_called(db: Db, under: str, names: Iterable[str]) -> dict[str, tuple[UUID, str]]:
    """Units of a region and below by their names."""
    wanted = select(units).where(units.c.name.in_(sorted(set(names))), at_or_below(units.c.region_path, under)).order_by(units.c.region_path.desc())
    return {row.name: (row.id, row.name) for row in await db.all(wanted)}
