"""The scoreboard of a plan and year as a table: one row per deciding target, with its verdict in words, its sentence and its citation."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from services.indicators.rules.exporting.components import STANDINGS
from services.indicators.rules.wording import WORDS
from shared.kit.language import Language, Words
from shared.kit.sheets.columns import Column, TableForm
from shared.kit.sheets.streaming import Cell
from shared.schemas.plan_document import NatureKind
from shared.schemas.scoreboard import Tendency
from shared.schemas.verdicts import Said, Standing, VerdictWord

_NAMES = (
    ("key", "编号"),
    ("indicator", "指标名称"),
    ("unit_of_measure", "计量单位"),
    ("nature", "性质"),
    ("action", "专项行动"),
    ("filling_unit", "填报单位"),
    ("baseline_year", "基期年"),
    ("baseline", "基期值"),
    ("value", "监测值"),
    ("state", "状态值"),
    ("standing", "核定情况"),
    ("change", "较上次变化"),
    ("tendency", "变化方向"),
    ("series", "历年监测值"),
    ("horizon", "目标年"),
    ("population", "适用人群"),
    ("target", "目标值"),
    ("verdict", "达标判定"),
    ("sentence", "判定说明"),
    ("source", "出处"),
    ("quote", "原文"),
)
SCOREBOARD = TableForm("scoreboard", Words("达标情况", "scoreboard"), tuple(Column(key, zh, Words("", "")) for key, zh in _NAMES))
_TENDENCIES = {
    Tendency.BETTER: Words("向好", "better"),
    Tendency.WORSE: Words("变差", "worse"),
    Tendency.SAME: Words("持平", "same"),
    Tendency.CHANGED: Words("有变化", "changed"),
}
_NATURES = {
    NatureKind.BINDING: Words("约束性", "binding"),
    NatureKind.EXPECTED: Words("预期性", "expected"),
    NatureKind.ADVOCATED: Words("倡导性", "advocated"),
    NatureKind.NOT_STATED: Words("未注明", "not stated"),
}
Citation = Mapping[str, Any]
"""Where a statement stands: ``clause`` in the plan (path, quote), ``cited`` in a document that revised it; either may be null."""


def scoreboard_cells(
    rows: Sequence[Mapping[str, Any]], units: Mapping[UUID, str], citations: Mapping[UUID, Citation], language: Language
) -> Iterator[list[Cell]]:
    """The rows of the table; an indicator without a deciding target has one row too."""
    for row in rows:
        own = _own(row, units, language)
        for target in row["targets"] or [{}]:
            yield [*own, *_judged(target, citations, language)]


def _own(row: Mapping[str, Any], units: Mapping[UUID, str], language: Language) -> list[Cell]:
    baseline, value = row["baseline"] or {}, row["value"] or {}
    told = [f"{one['year']}: {format(one['value'], 'f') if one['value'] is not None else one['state']}" for one in row["series"]]
    return [
        row["key"],
        row["name"],
        row["unit_of_measure"],
        _word(_NATURES[NatureKind(row["nature"])], language),
        row["action"],
        units.get(row["unit_id"]) if row["unit_id"] else None,
        str(baseline["year"]) if baseline else None,
        baseline.get("raw"),
        value.get("value"),
        value.get("state"),
        _word(STANDINGS[Standing(value["standing"])], language) if value else None,
        row["change"],
        _word(_TENDENCIES[Tendency(row["tendency"])], language) if row["tendency"] else None,
        "；".join(told) if language == "zh" else "; ".join(told),
    ]


def _judged(target: Mapping[str, Any], citations: Mapping[UUID, Citation], language: Language) -> list[Cell]:
    if not target:
        return [None] * 7
    source, quote = _cited(citations.get(target["target_id"], {}))
    return [
        str(target["horizon"]),
        target["population"] or None,
        target["target"],
        _said(WORDS[VerdictWord(target["word"])], language) if target["word"] else None,
        _said(Said.model_validate(target["said"]), language) if target["said"] else None,
        source,
        quote,
    ]


def _cited(citation: Citation) -> tuple[str | None, str | None]:
    """Where the target stands, and the words that say so: in the plan, or in the document that revised it."""
    if document := citation.get("cited"):
        parts = (document["title"], document.get("document_number"), document.get("clause"))
        return " ".join(part for part in parts if part), document.get("quote")
    clause = citation.get("clause") or {}
    return clause.get("path"), clause.get("quote")


def scoreboard_remarks(title: str, year: int, words: Mapping[str, int], language: Language) -> list[str]:
    """What the table is about, and how many deciding targets got each word."""
    tallied = [f"{_said(WORDS[VerdictWord(word)], language)}: {count}" for word, count in words.items()]
    return [title, str(year), *tallied]


def _word(words: Words, language: Language) -> str:
    return words.zh if language == "zh" else words.en


def _said(said: Said, language: Language) -> str:
    return said.zh if language == "zh" else said.en
