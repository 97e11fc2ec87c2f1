"""Statements by which an amendment moves and voids occurrences."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select, update

from services.plans.models import OccurrenceRecord
from shared.kit.db import Db, WriteDb
from shared.kit.tables import table_of
from shared.schemas.duties import OccurrenceState

occurrences = table_of(OccurrenceRecord)


async def occurrences_of(db: Db, duty_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """Every occurrence of some duties, voided ones too."""
    return await db.all(select(occurrences).where(occurrences.c.duty_id.in_(duty_ids)))


async def move(db: WriteDb, rows: Sequence[dict[str, Any]]) -> None:
    """Write occurrences as they now are over those with their ids."""
    if not rows:
        return
    names = [name for name in rows[0] if name not in {"id", "plan_id", "duty_id"}]
    change = update(occurrences).where(occurrences.c.id == bindparam("which")).values({name: bindparam(f"new_{name}") for name in names})
    await db.run(change, [{"which": row["id"], **{f"new_{name}": row[name] for name in names}} for row in rows])


async def void(db: WriteDb, ids: Sequence[UUID], because: str) -> Sequence[Row[Any]]:
    """Void occurrences; their ids and new versions."""
    values = {"state": OccurrenceState.VOIDED, "voided_because": because, "version": occurrences.c.version + 1}
    return await db.all(update(occurrences).where(occurrences.c.id.in_(ids)).values(**values).returning(occurrences.c.id, occurrences.c.version))
