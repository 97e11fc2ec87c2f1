"""Queries on the items of a round that somebody fills in, with what they say now."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, or_, select

from services.submissions.models import AnswerRecord, AssignmentRecord, ItemRecord, KnownRegion, KnownUnit, SubmissionRecord
from shared.kit.db import Db, WriteDb
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

assignments, items, submissions = table_of(AssignmentRecord), table_of(ItemRecord), table_of(SubmissionRecord)
answers, units, regions = table_of(AnswerRecord), table_of(KnownUnit), table_of(KnownRegion)
_RIGHTS = RightsColumns(region_path=assignments.c.region_path, unit_id=assignments.c.unit_id)
_FILLED = ("answer", "returned", "answered_by_name")
_ASKED = ("name", "unit_of_measure", "year", "targets", "last_value", "last_state", "last_year")


def _whose(actor: Actor, round_id: UUID, unit_id: UUID | None, *, run: bool) -> ColumnElement[bool]:
    """Assignments that the actor fills in; with ``run`` those too that the actor only asks for."""
    filled = visible(actor, Permission.SUBMISSION_FILL, _RIGHTS)
    mine = or_(filled, visible(actor, Permission.ROUND_RUN, _RIGHTS)) if run else filled
    condition = (assignments.c.round_id == round_id) & mine
    return condition if unit_id is None else condition & (assignments.c.unit_id == unit_id)


async def asked_rows(db: Db, actor: Actor, round_id: UUID, unit_id: UUID | None, most: int, *, run: bool) -> Sequence[Row[Any]]:
    """Items unit by unit in the order of the forms, one more than ``most`` if there are more; answers only for those who fill them in."""
    theirs = visible(actor, Permission.SUBMISSION_FILL, _RIGHTS)
    called = select(regions.c.name).where(regions.c.id == items.c.region_id).order_by(regions.c.valid_from.desc()).limit(1).scalar_subquery()
    joined = (
        select(
            items.c.id,
            items.c.assignment_id,
            items.c.waived_at,
            *(items.c[name] for name in _ASKED),
            called.label("region_name"),
            units.c.name.label("unit_name"),
            assignments.c.state.label("assignment_state"),
            submissions.c.id.label("submission_id"),
            submissions.c.state.label("submission_state"),
            *(answers.c[name] for name in _FILLED),
            func.coalesce(answers.c.version, 0).label("answer_version"),
        )
        .join(assignments, assignments.c.id == items.c.assignment_id)
        .outerjoin(units, units.c.id == assignments.c.unit_id)
        .outerjoin(submissions, (submissions.c.assignment_id == assignments.c.id) & theirs)
        .outerjoin(answers, (answers.c.submission_id == submissions.c.id) & (answers.c.item_id == items.c.id))
    )
    ordered = joined.where(_whose(actor, round_id, unit_id, run=run)).order_by(units.c.name, assignments.c.id, items.c.position)
    return await db.all(ordered.limit(most + 1))


async def lock_forms(db: WriteDb, actor: Actor, round_id: UUID) -> None:
    """Hold the submissions and assignments that the actor fills in, in the order in which every move takes them."""
    mine = select(assignments.c.id).where(_whose(actor, round_id, None, run=False))
    await db.all(select(submissions.c.id).where(submissions.c.assignment_id.in_(mine)).order_by(submissions.c.id).with_for_update())
    await db.all(select(assignments.c.id).where(assignments.c.id.in_(mine)).order_by(assignments.c.id).with_for_update())
