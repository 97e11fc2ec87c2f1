"""The audit trail: written in the transaction of the act it tells of."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.kit.context import request_id
from shared.kit.db import WriteDb
from shared.kit.ids import new_id
from shared.kit.tables import audit_entries
from shared.rules.access import Actor


async def audit(db: WriteDb, actor: Actor, act: str, subject: UUID, detail: dict[str, Any], *, at: datetime) -> None:
    """Note that ``actor`` did ``act`` (a use case's name) to ``subject``."""
    row = {"id": new_id(), "at": at, "actor_id": actor.id, "actor_name": actor.name, "act": act, "subject": subject}
    await db.note(audit_entries, {**row, "detail": detail, "request_id": request_id()})
