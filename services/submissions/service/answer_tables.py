"""The forms of a round as one table: what is asked is written out, and what was filled in is shown before exactly that is kept."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from services.submissions.errors import RoundClosed, RoundNotOpen
from services.submissions.repository import answer_tables as repository
from services.submissions.repository import rounds
from services.submissions.rules.answer_tables.columns import FORM, AskedRow, row_of
from services.submissions.rules.answer_tables.faults import FAULTS
from services.submissions.rules.answer_tables.planning import AnswerPlan, plan_answers
from services.submissions.rules.moves import MOVES, Move
from services.submissions.service.answering import fill_submission
from services.submissions.service.filling import start_submission
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.language import Language
from shared.kit.rights import require, see
from shared.kit.sheets.faults import Findings
from shared.kit.sheets.importing import Shown, TableFile, sheet_of
from shared.kit.sheets.problems import ExportTooLong
from shared.kit.sheets.reading import MOST_ROWS, Sheet
from shared.kit.work import Work
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.answers import Answer, AnswerRow
from shared.schemas.rounds import AssignmentState, RoundState
from shared.schemas.submissions import SubmissionState
from shared.schemas.tables import TableReport


async def rows_of_round(db: Db, actor: Actor, round_id: UUID, unit_id: UUID | None, language: Language) -> tuple[str, list[list[str]]]:
    """The round's name, and a row for each item that the actor fills in or asks for; ExportTooLong beyond one file."""
    row = await _round(db, actor, round_id)
    found = await repository.asked_rows(db, actor, round_id, unit_id, MOST_ROWS, run=True)
    if len(found) > MOST_ROWS:
        raise ExportTooLong(most=MOST_ROWS)
    return row.name, [row_of(_asked(one, None), language) for one in found if one.waived_at is None]


async def preview_answers(db: Db, actor: Actor, now: datetime, round_id: UUID, file: TableFile) -> TableReport:
    """What a file would do to the forms of a round, row by row; nothing is stored and nothing locked."""
    row = await _round(db, actor, round_id)
    _, _, shown = await _plan(db, actor, row, file, await _sheet(file), now)
    return shown.report(stored=False, partial=False)


async def import_answers(work: Work, round_id: UUID, file: TableFile, digest: str, *, partial: bool) -> TableReport:
    """Do what a preview showed, all of it or (``partial``) the rows that were not refused; 409 if it would be something else by now."""
    row, sheet = await _round(work.read, work.actor, round_id), await _sheet(file)
    await repository.lock_forms(work.db, work.actor, round_id)
    planned, asked, shown = await _plan(work.db, work.actor, row, file, sheet, work.now())
    shown.require(digest, partial=partial)
    begun = {one.assignment_id: one.submission_id for one in asked.values()}
    for assignment_id, kept in sorted(planned.kept.items()):
        await _keep(work, assignment_id, begun[assignment_id], kept)
    await work.audit("import_answers", round_id, digest=shown.digest, partial=partial, **shown.counts)
    return shown.report(stored=True, partial=partial)


async def _keep(work: Work, assignment_id: UUID, submission_id: UUID | None, kept: Mapping[UUID, Answer]) -> None:
    """The answers of one form, which is begun where it is not yet."""
    rows = [AnswerRow(item_id=item_id, answer=answer) for item_id, answer in kept.items()]
    await fill_submission(work, submission_id or await start_submission(work, assignment_id), rows, IfMatch(None))


async def _round(db: Db, actor: Actor, round_id: UUID) -> Any:
    row = await rounds.round_(db, round_id)
    see(actor, Permission.ROUND_READ, Thing(region_path=row.region_path) if row else None, what="round", what_zh="填报轮次")
    return row


async def _sheet(file: TableFile) -> Sheet:
    return await sheet_of(file.data, file.name, FORM, file.largest)


async def _plan(db: Db, actor: Actor, row: Any, file: TableFile, sheet: Sheet, now: datetime) -> tuple[AnswerPlan, dict[UUID, AskedRow], Shown]:
    if now < row.opens:
        raise RoundNotOpen(opens=row.opens.isoformat())
    if row.state != RoundState.OPEN:
        raise RoundClosed(closes=row.closes.isoformat())
    found = await repository.asked_rows(db, actor, row.id, None, MOST_ROWS, run=False)
    if not found:
        require(actor, Permission.SUBMISSION_FILL, Thing(region_path=row.region_path))
    asked = {one.id: _asked(one, _shut(one, over=now >= row.closes)) for one in found}

    def decide() -> tuple[AnswerPlan, Shown]:
        findings = Findings(FAULTS)
        planned = plan_answers(sheet.lines, asked, findings)
        return planned, Shown(FORM, file.data, sheet, planned.outcomes, findings)

    planned, shown = await asyncio.to_thread(decide)
    return planned, asked, shown


def _shut(row: Any, *, over: bool) -> str | None:
    """Why an item cannot be changed now, as a code of the table's faults; None if it can."""
    if row.assignment_state == AssignmentState.WAIVED:
        return "waived"
    if row.waived_at is not None:
        return "exempt"
    if row.submission_state is not None and row.submission_state not in MOVES[Move.FILL].before:
        return "filed"
    if row.submission_state == SubmissionState.RETURNED:
        return None if row.returned else "not-returned"
    return "round-closed" if over else None


def _asked(row: Any, shut: str | None) -> AskedRow:
    return AskedRow(
        item_id=row.id,
        assignment_id=row.assignment_id,
        submission_id=row.submission_id,
        indicator=row.name,
        unit=row.unit_name or "?",
        region=row.region_name or "?",
        year=row.year,
        unit_of_measure=row.unit_of_measure,
        targets=tuple(row.targets),
        last=row.last_value if row.last_value is not None else row.last_state,
        last_year=row.last_year,
        answer=Answer.model_validate(row.answer) if row.answer else None,
        version=row.answer_version,
        answered_by=row.answered_by_name,
        shut=shut,
    )
