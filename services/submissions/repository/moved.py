"""What follows when a region or unit of the directory becomes another."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select, update

from services.submissions.models import AssignmentLead, AssignmentRecord, KnownIndicator, KnownPlan, KnownScheme, RoundRecord, SubmissionRecord
from shared.kit.db import WriteDb
from shared.kit.paths import move_rows
from shared.kit.tables import table_of
from shared.schemas.rounds import AssignmentState, RoundState
from shared.schemas.submissions import SubmissionState

rounds, assignments, submissions = table_of(RoundRecord), table_of(AssignmentRecord), table_of(SubmissionRecord)
known_plans, known_indicators = table_of(KnownPlan), table_of(KnownIndicator)
OVER = (AssignmentState.CLOSED, AssignmentState.WAIVED)
FINAL = (SubmissionState.APPROVED, SubmissionState.CORRECTED)


async def follow_region(db: WriteDb, old: str, new: str) -> None:
    """Copies, open rounds, open assignments and what is being answered lie at the new path; what is over stays."""
    for copy in (known_plans, known_indicators, table_of(KnownScheme)):
        await move_rows(db, copy, old, new)
    await move_rows(db, rounds, old, new, rounds.c.state == RoundState.OPEN)
    await move_rows(db, assignments, old, new, assignments.c.state.not_in(OVER))
    await move_rows(db, submissions, old, new, submissions.c.state.not_in(FINAL))


async def assignments_passing(db: WriteDb, unit_id: UUID, successor_id: UUID) -> list[tuple[AssignmentRecord, str]]:
    """Assignments of a unit that are not over, locked, with the round's name; not those of rounds in which the successor has its own."""
    own = select(assignments.c.round_id).where(assignments.c.unit_id == successor_id)
    wanted = (
        select(AssignmentRecord, RoundRecord.name)
        .join(RoundRecord, RoundRecord.id == AssignmentRecord.round_id)
        .where(AssignmentRecord.unit_id == unit_id, AssignmentRecord.state.not_in(OVER), AssignmentRecord.round_id.not_in(own))
        .order_by(AssignmentRecord.id)
        .with_for_update(of=AssignmentRecord)
    )
    return [(record, name) for record, name in (await db.session.execute(wanted)).all()]


async def give_submission(db: WriteDb, assignment_id: UUID, unit_id: UUID, region_path: str) -> None:
    """What answers an assignment belongs to its unit."""
    values = {"unit_id": unit_id, "region_path": region_path, "version": submissions.c.version + 1}
    await db.run(update(submissions).where(submissions.c.assignment_id == assignment_id).values(values))


async def follow_lead(db: WriteDb, unit_id: UUID, successor_id: UUID) -> None:
    """The successor leads what the unit led, where it does not already."""
    leads = table_of(AssignmentLead)
    already = select(leads.c.assignment_id).where(leads.c.unit_id == successor_id)
    await db.run(update(leads).where(leads.c.unit_id == unit_id, leads.c.assignment_id.not_in(already)).values(unit_id=successor_id))


async def follow_hand_over(db: WriteDb, account_id: UUID, successor_id: UUID, unit_ids: Iterable[UUID]) -> None:
    """Drafts that an account began in some units belong to its successor."""
    draft = (submissions.c.state == SubmissionState.DRAFT, submissions.c.started_by == account_id, submissions.c.unit_id.in_(list(unit_ids)))
    await db.run(update(submissions).where(*draft).values(started_by=successor_id, version=submissions.c.version + 1))
