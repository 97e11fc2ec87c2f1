"""Audit entries in a real database, sealed or not, and the way past the database's own protection."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from joserfc.jwk import OKPKey
from sqlalchemy import select, text

from shared.kit.audit import audit
from shared.kit.chain_reading import sections, told_entry
from shared.kit.db import Database, WriteDb
from shared.kit.ids import new_id
from shared.kit.sealing import Sealing
from shared.kit.tables import audit_entries
from shared.kit.tokens import TokenSigner
from shared.rules.access import Actor, Grant, Role
from shared.rules.audit_chain import Section
from shared.schemas.audit import AuditEntry

ACTOR = Actor(UUID("01930000-0000-7000-8000-000000000001"), "张三", (Grant(Role.PLAN_OFFICE, "a."),))
SIGNER = TokenSigner("submissions", OKPKey.generate_key("Ed25519"))
TABLES = ("audit_entries", "audit_seals")


async def act(database: Database, count: int, name: str = "edit") -> None:
    """``count`` acts, each in a transaction of its own."""
    for number in range(count):
        async with database.write() as db:
            await note_act(db, name, number)


async def note_act(db: WriteDb, name: str = "edit", number: int = 0) -> None:
    """An act inside an open transaction."""
    await audit(db, ACTOR, name, new_id(), {"number": number, "text": "健康"}, at=datetime.now(UTC))


async def seal(database: Database) -> None:
    """Seal what is there."""
    while await Sealing(database, SIGNER).turn():
        pass


async def chain_of(database: Database) -> list[Section]:
    """The chain as it is stored."""
    return [section async for section in sections(database.read)]


async def entries_of(database: Database) -> Sequence[AuditEntry]:
    """Every entry, in the order of the chain."""
    rows = await database.read.all(select(audit_entries).order_by(audit_entries.c.seal, audit_entries.c.position))
    return [told_entry(row) for row in rows]


async def force(database: Database, statement: str, **params: Any) -> None:
    """Run a statement as somebody who owns the database: its triggers are taken away first."""
    async with database.write() as db:
        for table in TABLES:
            if db.is_postgres:
                await db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            else:
                for what in ("delete", "update"):
                    await db.session.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{what}"))
        await db.session.execute(text(statement), params)
