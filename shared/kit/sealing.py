"""Sealing: committed audit entries are chained, some hundred at a time. Writers wait for nobody; an entry is open until the next turn."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select, update

from shared.kit.chain_reading import told_entry, told_seal
from shared.kit.clock import real_now
from shared.kit.db import Database, WriteDb
from shared.kit.tables import audit_entries, audit_seals
from shared.kit.tokens import TokenSigner
from shared.rules.audit_chain import next_seal
from shared.schemas.audit import AuditEntry

MOST = 500
"""Entries of one seal."""
_unsealed = select(audit_entries).where(audit_entries.c.seal.is_(None)).order_by(audit_entries.c.id).limit(MOST)
_any_unsealed = select(audit_entries.c.id).where(audit_entries.c.seal.is_(None)).limit(1)
_last = select(audit_seals).order_by(audit_seals.c.number.desc()).limit(1)
_hold = update(audit_entries).where(audit_entries.c.id == bindparam("of")).values(seal=bindparam("by"), position=bindparam("place"))
_alone = select(func.pg_advisory_xact_lock(func.hashtext("jianxing sealing")))


class Sealing:
    """One turn seals what is committed and unsealed. Any number of workers may turn: they take turns at the chain's end."""

    def __init__(self, database: Database, signer: TokenSigner) -> None:
        self._database, self._signer = database, signer

    async def turn(self) -> int:
        """How many entries were sealed."""
        if await self._database.read.one(_any_unsealed) is None:
            return 0
        async with self._database.write() as db:
            if db.is_postgres:  # on SQLite a write transaction is alone from its beginning
                await db.one(_alone)
            rows = await db.all(_unsealed)
            if rows:
                await self._seal(db, [told_entry(row) for row in rows])
            return len(rows)

    async def _seal(self, db: WriteDb, entries: Sequence[AuditEntry]) -> None:
        row = await db.one(_last)
        seal = next_seal(told_seal(row) if row else None, entries, real_now(), self._signer.seal)
        await db.insert(audit_seals, [seal.model_dump() | {"entries": list(seal.entries)}])
        await db.run(_hold, [{"of": entry.id, "by": seal.number, "place": place} for place, entry in enumerate(entries)])
