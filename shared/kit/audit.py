"""The audit trail: written in the transaction of the act it tells of, and complete only when that transaction ends."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.kit.context import request_id
from shared.kit.db import WriteDb
from shared.kit.ids import new_id
from shared.rules.access import Actor
from shared.schemas.audit import AuditEntry


async def audit(db: WriteDb, actor: Actor, act: str, subject: UUID, detail: dict[str, Any], *, at: datetime, reason: str | None = None) -> None:
    """Note that ``actor`` did ``act`` (a use case's name) to ``subject``; the hashes of before and after are added at the commit.

    So is the object's region; an object without one counts as of the region in which the actor holds a post.
    """
    who = {"actor_id": actor.id, "actor_name": actor.name, "request_id": request_id()}
    place = actor.grants[0].region_path if actor.grants else ""
    open_yet = {"region_path": place, "before": None, "after": None, "hash": None, "seal": None, "position": None}
    await db.note_act(AuditEntry(id=new_id(), at=at, **who, act=act, subject=subject, detail=detail, reason=reason, **open_yet))
