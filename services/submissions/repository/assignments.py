"""Queries on longer time, and on what happened to assignments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from services.submissions.models import AssignmentRecord, ExtensionRecord, ItemRecord, KnownUnit, SubmissionRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.assignments import ExtensionState

extensions, assignments, units = table_of(ExtensionRecord), table_of(AssignmentRecord), table_of(KnownUnit)
submissions = table_of(SubmissionRecord)
_RIGHTS = RightsColumns(region_path=assignments.c.region_path, unit_id=assignments.c.unit_id)
_extensions = (
    select(extensions, assignments.c.round_id, units.c.name.label("unit_name"))
    .join(assignments, assignments.c.id == extensions.c.assignment_id)
    .outerjoin(units, units.c.id == extensions.c.unit_id)
)


async def extension_page(
    db: Db, query: PageQuery, actor: Actor, round_id: UUID | None, assignment_id: UUID | None, state: str | None
) -> Sequence[Row[Any]]:
    """Longer time that the actor may know of, oldest first."""
    statement = _extensions.where(visible(actor, Permission.ASSIGNMENT_READ, _RIGHTS))
    for column, wanted in ((assignments.c.round_id, round_id), (extensions.c.assignment_id, assignment_id), (extensions.c.state, state)):
        if wanted is not None:
            statement = statement.where(column == wanted)
    return await db.all(after(statement, query, (extensions.c.id, UUID)))


async def replace_extension(db: WriteDb, assignment_id: UUID, at: datetime) -> None:
    """End what was in force before, for a later day takes its place."""
    mine = (extensions.c.assignment_id == assignment_id, extensions.c.state == ExtensionState.IN_FORCE)
    await db.run(update(extensions).where(*mine).values(state=ExtensionState.REPLACED, ended_at=at))


async def run_out(db: WriteDb, at: datetime, most: int) -> list[tuple[ExtensionRecord, str, datetime | None]]:
    """Longer time whose day has passed, as (record, state of its assignment, last answer), locked; what another process holds is left out."""
    past = (
        select(ExtensionRecord, AssignmentRecord.state, SubmissionRecord.submitted_at)
        .join(AssignmentRecord, AssignmentRecord.id == ExtensionRecord.assignment_id)
        .outerjoin(SubmissionRecord, SubmissionRecord.assignment_id == ExtensionRecord.assignment_id)
        .where(ExtensionRecord.state == ExtensionState.IN_FORCE, ExtensionRecord.until <= at)
        .order_by(ExtensionRecord.until, ExtensionRecord.id)
        .limit(most)
        .with_for_update(of=ExtensionRecord, skip_locked=True)
    )
    return [(record, state, submitted_at) for record, state, submitted_at in (await db.session.execute(past)).all()]


async def assignment_of_unit(db: Db, round_id: UUID, unit_id: UUID) -> UUID | None:
    """What a unit owes in a round."""
    row = await db.one(select(assignments.c.id).where(assignments.c.round_id == round_id, assignments.c.unit_id == unit_id))
    return row.id if row else None


async def submission_states(db: Db, round_id: UUID) -> dict[UUID, str]:
    """How far the answers of a round have come, by assignment."""
    of_round = (
        select(submissions.c.assignment_id, submissions.c.state)
        .join(assignments, assignments.c.id == submissions.c.assignment_id)
        .where(assignments.c.round_id == round_id)
    )
    return {row.assignment_id: row.state for row in await db.all(of_round)}


async def item_to_change(db: WriteDb, assignment_id: UUID, item_id: UUID) -> ItemRecord | None:
    """An item of an assignment as a record, locked."""
    wanted = select(ItemRecord).where(ItemRecord.assignment_id == assignment_id, ItemRecord.id == item_id)
    return (await db.session.scalars(wanted.with_for_update())).one_or_none()
