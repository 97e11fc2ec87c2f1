"""Statements by which an amendment changes what is known of a plan: set by set."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, select, update

from services.indicators.models import StatementRecord, TargetRecord, VerdictRecord
from shared.kit.db import Db, WriteDb
from shared.kit.tables import table_of

statements, targets, verdicts = table_of(StatementRecord), table_of(TargetRecord), table_of(VerdictRecord)


async def statements_of_plan(db: Db, plan_id: UUID) -> Sequence[Row[Any]]:
    """Every statement that a plan prints, in its order."""
    own = (statements.c.plan_id == plan_id, statements.c.revision_id.is_(None))
    return await db.all(select(statements).where(*own).order_by(statements.c.position))


async def statements_by_id(db: Db, ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """Statements by id."""
    return await db.all(select(statements).where(statements.c.id.in_(sorted(ids)))) if ids else []


async def targets_of_indicators(db: Db, plan_indicator_ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """Every target in force of some plan indicators."""
    return await db.all(select(targets).where(targets.c.plan_indicator_id.in_(sorted(plan_indicator_ids))))


async def replace_rows(db: WriteDb, record: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    """Write rows over those with the same ids."""
    if not rows:
        return
    table = table_of(record)
    names = [column.name for column in table.c if column.name != "id" and column.name in rows[0]]
    change = update(table).where(table.c.id == bindparam("which")).values({name: bindparam(f"new_{name}") for name in names})
    await db.run(change, [{"which": row["id"], **{f"new_{name}": row[name] for name in names}} for row in rows])


async def drop_targets(db: WriteDb, target_ids: Sequence[UUID]) -> None:
    """Targets that are in force no longer, with their verdicts."""
    await db.run(delete(verdicts).where(verdicts.c.target_id.in_(target_ids)))
    await db.run(delete(targets).where(targets.c.id.in_(target_ids)))


async def drop_statements(db: WriteDb, plan_id: UUID, standing: Collection[UUID]) -> None:
    """Statements of a plan that are printed no longer; what the plan said before is in its versions."""
    printed = (statements.c.plan_id == plan_id, statements.c.revision_id.is_(None))
    await db.run(delete(statements).where(*printed, statements.c.id.not_in(sorted(standing))))
