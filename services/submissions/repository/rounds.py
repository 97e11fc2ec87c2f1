"""Queries on rounds, assignments and items."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, select

from services.submissions.models import AssignmentRecord, ItemRecord, KnownUnit, RoundRecord, SubmissionRecord
from services.submissions.repository.kinds import KIND_NAME, kinds
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.rounds import AssignmentState, RoundState

rounds, assignments, items = table_of(RoundRecord), table_of(AssignmentRecord), table_of(ItemRecord)
units, submissions = table_of(KnownUnit), table_of(SubmissionRecord)
_ROUND_RIGHTS = RightsColumns(region_path=rounds.c.region_path)
_ASSIGNMENT_RIGHTS = RightsColumns(region_path=assignments.c.region_path, unit_id=assignments.c.unit_id)


def _full() -> Select[Any]:
    return (
        select(assignments, rounds.c.name.label("round_name"), units.c.name.label("unit_name"), submissions.c.id.label("submission_id"))
        .join(rounds, rounds.c.id == assignments.c.round_id)
        .outerjoin(units, units.c.id == assignments.c.unit_id)
        .outerjoin(submissions, submissions.c.assignment_id == assignments.c.id)
    )


_assignment_by_id = _full().where(assignments.c.id == bindparam("id"))
_rounds = select(rounds, *KIND_NAME[1:]).join(kinds, kinds.c.id == rounds.c.kind_id)
_round_by_id = _rounds.where(rounds.c.id == bindparam("id"))
_items_of = select(items).where(items.c.assignment_id == bindparam("assignment")).order_by(items.c.position)


async def round_(db: Db, round_id: UUID) -> Row[Any] | None:
    """A round."""
    return await db.one(_round_by_id, {"id": round_id})


async def round_to_change(db: WriteDb, round_id: UUID) -> RoundRecord:
    """A round as a record, locked."""
    return (await db.session.scalars(select(RoundRecord).where(RoundRecord.id == round_id).with_for_update())).one()


async def open_rounds(db: Db, region_path: str, subject_year: int) -> Sequence[Row[Any]]:
    """Open rounds of a region about a year."""
    return await db.all(_rounds.where(rounds.c.region_path == region_path, rounds.c.subject_year == subject_year, rounds.c.state == "open"))


async def open_rounds_of_plan(db: WriteDb, region_path: str, plan_id: UUID) -> list[RoundRecord]:
    """Open rounds of a region that run this plan, as records, locked."""
    found = select(RoundRecord).where(RoundRecord.region_path == region_path, RoundRecord.state == RoundState.OPEN).with_for_update()
    return [record for record in await db.session.scalars(found) if str(plan_id) in record.plan_ids]


async def waiting_assignments(db: WriteDb, round_id: UUID) -> list[AssignmentRecord]:
    """Assignments of a round that nobody has answered, as records."""
    waiting = AssignmentRecord.state.in_([AssignmentState.OPEN, AssignmentState.REOPENED])
    return list(
        await db.session.scalars(select(AssignmentRecord).where(AssignmentRecord.round_id == round_id, waiting).order_by(AssignmentRecord.id))
    )


async def askers_of(db: Db, assignment_ids: Iterable[UUID]) -> dict[UUID, list[list[str]]]:
    """For each assignment, the plan indicators that ask for each of its items."""
    wanted = items.c.assignment_id.in_(list(assignment_ids))
    found: dict[UUID, list[list[str]]] = {}
    for row in await db.all(select(items.c.assignment_id, items.c.plan_indicator_ids).where(wanted)):
        found.setdefault(row.assignment_id, []).append(row.plan_indicator_ids)
    return found


async def open_rounds_about(db: WriteDb, plan_id: UUID, subject_year: int) -> list[RoundRecord]:
    """Open rounds that ask about a plan's year and whose outward day follows its occurrences, as records, locked."""
    found = select(RoundRecord).where(RoundRecord.state == "open", RoundRecord.subject_year == subject_year, RoundRecord.outward_follows)
    return [row for row in await db.session.scalars(found.with_for_update()) if str(plan_id) in row.plan_ids]


async def open_rounds_due_between(db: WriteDb, first: datetime, last: datetime) -> list[RoundRecord]:
    """Open rounds whose internal day follows the calendar and whose outward day lies between two instants, as records, locked."""
    found = select(RoundRecord).where(RoundRecord.state == "open", RoundRecord.internal_follows, RoundRecord.outward_due.between(first, last))
    return list(await db.session.scalars(found.with_for_update()))


async def unanswered_assignments(db: WriteDb, round_ids: Sequence[UUID]) -> list[AssignmentRecord]:
    """The assignments of some rounds that nobody has reviewed, as records, locked."""
    found = select(AssignmentRecord).where(AssignmentRecord.round_id.in_(round_ids), AssignmentRecord.state.in_(("open", "fulfilled")))
    return list(await db.session.scalars(found.order_by(AssignmentRecord.id).with_for_update()))


async def round_page(db: Db, query: PageQuery, actor: Actor, state: str | None, subject_year: int | None) -> Sequence[Row[Any]]:
    """Rounds the actor may know of, oldest first."""
    statement = _rounds.where(visible(actor, Permission.ROUND_READ, _ROUND_RIGHTS))
    if state is not None:
        statement = statement.where(rounds.c.state == state)
    if subject_year is not None:
        statement = statement.where(rounds.c.subject_year == subject_year)
    return await db.all(after(statement, query, (rounds.c.id, UUID)))


async def assignment(db: Db, assignment_id: UUID) -> Row[Any] | None:
    """An assignment with its round's and unit's names."""
    return await db.one(_assignment_by_id, {"id": assignment_id})


async def assignment_to_change(db: WriteDb, assignment_id: UUID) -> AssignmentRecord:
    """An assignment as a record, locked."""
    return (await db.session.scalars(select(AssignmentRecord).where(AssignmentRecord.id == assignment_id).with_for_update())).one()


async def assignments_of_round(db: WriteDb, round_id: UUID) -> list[AssignmentRecord]:
    """Every assignment of a round as records."""
    return list(await db.session.scalars(select(AssignmentRecord).where(AssignmentRecord.round_id == round_id).order_by(AssignmentRecord.id)))


async def units_asked(db: Db, round_id: UUID) -> list[UUID]:
    """Every unit that a round asked, in the order of its assignments."""
    asked = select(assignments.c.unit_id).where(assignments.c.round_id == round_id).order_by(assignments.c.id)
    return [row.unit_id for row in await db.all(asked)]


async def assignment_page(
    db: Db, query: PageQuery, actor: Actor, round_id: UUID | None, unit_id: UUID | None, state: str | None
) -> Sequence[Row[Any]]:
    """Assignments the actor may know of."""
    statement = _full().where(visible(actor, Permission.ASSIGNMENT_READ, _ASSIGNMENT_RIGHTS))
    for column, wanted in ((assignments.c.round_id, round_id), (assignments.c.unit_id, unit_id), (assignments.c.state, state)):
        if wanted is not None:
            statement = statement.where(column == wanted)
    return await db.all(after(statement, query, (assignments.c.id, UUID)))


async def items_of(db: Db, assignment_id: UUID) -> Sequence[Row[Any]]:
    """What an assignment asks for, in order."""
    return await db.all(_items_of, {"assignment": assignment_id})
