"""A row of the table read into an answer; every fault of its cells is noted."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from services.submissions.rules.answer_tables.columns import KINDS, PROVISIONAL, WRITTEN, AskedRow
from services.submissions.rules.checks import Asked, check
from shared.kit.sheets.cells import Line
from shared.kit.sheets.faults import Findings
from shared.schemas.answers import Answer, AnswerKind, Weight
from shared.schemas.base import Exact

_EXACT: TypeAdapter[Decimal] = TypeAdapter(Exact)
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_BY_WORD = {word.casefold(): kind for kind, words in KINDS.items() for word in (words.zh, words.en, kind.value)}
_YES = {PROVISIONAL.zh, PROVISIONAL.en, "是", "yes", "true", "初步数"}
_OF_KIND: dict[AnswerKind, frozenset[str]] = {
    AnswerKind.VALUE: frozenset({"value", "numerator", "denominator", "provisional", "expected_on"}),
    AnswerKind.STATE: frozenset({"state", "provisional", "expected_on"}),
    AnswerKind.NOT_YET_PUBLISHED: frozenset({"expected_on"}),
    AnswerKind.NOTHING_TO_REPORT: frozenset(),
    AnswerKind.NOT_SURVEY_YEAR: frozenset(),
}
"""What an answer of a kind says; a reason or an explanation may stand beside each."""
_NEEDED = {
    AnswerKind.VALUE: "value",
    AnswerKind.STATE: "state",
    AnswerKind.NOT_YET_PUBLISHED: "expected_on",
    AnswerKind.NOTHING_TO_REPORT: "reason",
}
_LONGEST = 2000


def says_anything(line: Line) -> bool:
    """Whether the row answers at all: a row left blank changes nothing, and never clears an answer."""
    return any(line.cells.get(name) for name in WRITTEN)


def read_answer(line: Line, asked: AskedRow, findings: Findings) -> Answer | None:
    """The answer that a row gives, whole; None where a cell is faulty or breaks a hard check."""
    numbers = {name: _number(line, name, asked, findings) for name in ("value", "numerator", "denominator")}
    expected_on, kind = line.day("expected_on", findings), _kind(line, findings)
    texts = {name: line.text(name, findings, most=_LONGEST if name != "state" else 300) or None for name in ("state", "reason", "explanation")}
    provisional = _provisional(line, findings)
    if kind is None or findings.spoil(line.row):
        return None
    _fits_kind(line, kind, findings)
    if findings.spoil(line.row):
        return None
    answer = Answer(kind=kind, provisional=provisional, expected_on=expected_on, **numbers, **texts)
    _break(line, asked, answer, findings)
    return None if findings.spoil(line.row) else answer


def _kind(line: Line, findings: Findings) -> AnswerKind | None:
    written = line.text("kind", findings)
    if written:
        kind = _BY_WORD.get(written.casefold())
        if kind is None:
            findings.add(line.row, "kind", "unknown-word", value=written)
        return kind
    if line.cells.get("value") or line.cells.get("state"):
        return AnswerKind.VALUE if line.cells.get("value") else AnswerKind.STATE
    if line.cells.get("numerator") or line.cells.get("denominator"):
        findings.add(line.row, "value", "quotient-alone")
    else:
        findings.add(line.row, "kind", "empty")
    return None


def _provisional(line: Line, findings: Findings) -> bool:
    written = line.text("provisional", findings)
    if written and written.casefold() not in _YES | {"否", "no", "false"}:
        findings.add(line.row, "provisional", "unknown-word", value=written)
    return written.casefold() in _YES


def _number(line: Line, column: str, asked: AskedRow, findings: Findings) -> Decimal | None:
    """32.6, 1,234.5, ３２．６ and 32.6％ where % is what is counted in; anything else is no number."""
    written = line.text(column, findings)
    if not written:
        return None
    text, unit = _folded(written), _folded(asked.unit_of_measure or "")
    text = text.removesuffix(unit) if column == "value" else text
    try:
        if _NUMBER.fullmatch(text):
            return _EXACT.validate_python(text.replace(",", ""))
    except ValidationError:  # more digits than are kept
        pass
    findings.add(line.row, column, "not-a-number", value=written, unit=asked.unit_of_measure or "1")
    return None


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("，", ",")


def _fits_kind(line: Line, kind: AnswerKind, findings: Findings) -> None:
    needed = _NEEDED.get(kind)
    if needed and not line.cells.get(needed):
        findings.add(line.row, needed, "empty")
    for name in _OF_KIND[AnswerKind.VALUE] | _OF_KIND[AnswerKind.STATE]:
        if name not in _OF_KIND[kind] and line.cells.get(name):
            findings.add(line.row, name, "two-answers", kind=KINDS[kind].zh)


def _break(line: Line, asked: AskedRow, answer: Answer, findings: Findings) -> None:
    """The hard checks of the form; the soft ones are shown on it and want an explanation before it is handed in."""
    about = Asked(asked.item_id, asked.indicator, asked.unit_of_measure, asked.last if isinstance(asked.last, Decimal) else None)
    for found in check([(about, answer)]):
        if found.weight is Weight.HARD:
            column = "denominator" if found.code == "zero-denominator" else "value"
            findings.add(line.row, column, found.code, **{"most": "", **_plain(found.places)})


def _plain(places: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in places.items()}
