"""Changes that an import makes to many rows in one statement each."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, update

from services.plans.models import AccountRecord, RegionCode, UnitGroup, UnitRecord
from shared.kit.db import WriteDb
from shared.kit.tables import table_of

codes, units, groups, accounts = table_of(RegionCode), table_of(UnitRecord), table_of(UnitGroup), table_of(AccountRecord)


async def correct_bearings(db: WriteDb, rows: Sequence[dict[str, Any]]) -> None:
    """Set name and first day of codes that are borne; ``rows`` hold at (the id), name, since."""
    statement = update(codes).where(codes.c.id == bindparam("at")).values(name=bindparam("to_name"), valid_from=bindparam("since"))
    await db.run(statement, list(rows))


async def end_bearings(db: WriteDb, rows: Sequence[dict[str, Any]]) -> None:
    """Let codes be borne until a day; ``rows`` hold at, until."""
    await db.run(update(codes).where(codes.c.id == bindparam("at")).values(valid_until=bindparam("until")), list(rows))


async def change_units(db: WriteDb, rows: Sequence[dict[str, Any]]) -> None:
    """Give units what ``rows`` say, with their next version; rows hold at, and to_… of each field."""
    fields = ("version", "name", "kind", "superior_id", "uscc")
    statement = update(units).where(units.c.id == bindparam("at")).values({name: bindparam(f"to_{name}") for name in fields})
    await db.run(statement, list(rows))


async def touch_accounts(db: WriteDb, rows: Sequence[dict[str, Any]]) -> None:
    """Make the next version of accounts whose name or posts change; ``rows`` hold at, to_name, touched."""
    values = {"version": accounts.c.version + 1, "name": bindparam("to_name"), "touched_at": bindparam("touched")}
    await db.run(update(accounts).where(accounts.c.id == bindparam("at")).values(values), list(rows))
