"""What the rows of a table would do to the forms of a round: new, changed, unchanged or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.submissions.rules.answer_tables.columns import WRITTEN, AskedRow, cells_of
from services.submissions.rules.answer_tables.reading import read_answer, says_anything
from shared.kit.sheets.cells import Line, plain
from shared.kit.sheets.faults import Findings
from shared.kit.sheets.outcomes import Change, Outcome, Word
from shared.schemas.answers import Answer


@dataclass(slots=True)
class AnswerPlan:
    """What is kept if the rows go in: answers by item, by assignment."""

    outcomes: list[Outcome] = field(default_factory=list)
    kept: dict[UUID, dict[UUID, Answer]] = field(default_factory=dict)


def plan_answers(lines: Sequence[Line], asked: Mapping[UUID, AskedRow], findings: Findings) -> AnswerPlan:
    """Plan every row. A row says the whole answer; one left blank changes nothing."""
    plan, rows = AnswerPlan(), dict[UUID, int]()
    for line in lines:
        about = _about(line, asked, findings)
        if about is None:
            continue
        if about.item_id in rows:
            findings.add(line.row, "item", "twice", other=rows[about.item_id])
        rows.setdefault(about.item_id, line.row)
        answer = read_answer(line, about, findings) if says_anything(line) else None
        changes = _changes(about.answer, answer) if answer else ()
        if changes:
            _check_open(line, about, findings)
        plan.outcomes.append(_outcome(line, about, changes, findings))
        if answer and changes and not findings.spoil(line.row):
            plan.kept.setdefault(about.assignment_id, {})[about.item_id] = answer
    return plan


def _changes(before: Answer | None, after: Answer) -> tuple[Change, ...]:
    """Cell by cell: 45.0 and 45.00 are not reported alike."""
    one, other = ({name: plain(text) for name, text in cells_of(answer, "zh").items()} for answer in (before, after))
    return tuple(Change(name, one.get(name), other.get(name)) for name in WRITTEN if one.get(name) != other.get(name))


def _about(line: Line, asked: Mapping[UUID, AskedRow], findings: Findings) -> AskedRow | None:
    """The item of a row, and whether the row still shows what is asked."""
    written = line.text("item", findings, required=True)
    about = asked.get(_id(written)) if written else None
    if about is None:
        if written:
            findings.add(line.row, "item", "foreign-item", value=written)
        return None
    for column, present in (("indicator", about.indicator), ("unit_of_measure", about.unit_of_measure or "")):
        if column in line.cells and line.cells[column] != plain(present):
            findings.add(line.row, column, "not-as-asked", value=line.cells[column], present=present)
    return about


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        return UUID(int=0)


def _check_open(line: Line, about: AskedRow, findings: Findings) -> None:
    if about.shut is not None:
        findings.add(line.row, "item", about.shut)
    seen = line.cells.get("seen")
    if seen is not None and seen != str(about.version):
        present = "、".join(cells_of(about.answer, "zh").values()) or "-"
        findings.add(line.row, "seen", "changed-meanwhile", by=about.answered_by or "-", present=present)


def _outcome(line: Line, about: AskedRow, changes: tuple[Change, ...], findings: Findings) -> Outcome:
    if findings.spoil(line.row):
        return Outcome(line.row, "refused", about.indicator, about.item_id, faults=findings.of(line.row))
    word: Word = "unchanged" if not changes else "new" if about.answer is None else "changed"
    return Outcome(line.row, word, about.indicator, about.item_id, changes)
