"""A result as tables: the ranking, and every mark with its reason and arithmetic."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from services.indicators.rules.arithmetic import plain
from shared.kit.language import Language, Words
from shared.kit.sheets.columns import Column, TableForm
from shared.schemas.assessment_cards import Card
from shared.schemas.verdicts import Said


class ResultTable(StrEnum):
    """What of a result is written."""

    RANKING = "ranking"
    MARKS = "marks"


def _columns(*named: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(key, zh, Words("", "")) for key, zh in named)


FORMS = {
    ResultTable.RANKING: TableForm(
        "ranking",
        Words("考核排名", "ranking"),
        _columns(
            ("rank", "名次"),
            ("name", "考核对象"),
            ("score", "得分"),
            ("computed", "计算得分"),
            ("index", "指数"),
            ("grade", "等次"),
            ("why", "等次依据"),
            ("arithmetic", "算式"),
        ),
    ),
    ResultTable.MARKS: TableForm(
        "marks",
        Words("考核得分明细", "marks"),
        _columns(
            ("name", "考核对象"),
            ("group", "部分"),
            ("key", "编号"),
            ("indicator", "指标"),
            ("weight", "满分"),
            ("mark", "得分"),
            ("reason", "理由"),
            ("arithmetic", "算式"),
        ),
    ),
}
_DEDUCTION, _BONUS, _VETO = Words("扣分", "deductions"), Words("加分", "bonuses"), Words("一票否决", "vetoes")


def rows_of(table: ResultTable, standings: Sequence[Any], language: Language) -> list[list[str]]:
    """The rows of a table, in order of the ranking."""
    if table is ResultTable.RANKING:
        return [_ranked(one, language) for one in standings]
    return [row for one in standings for row in _marks(one.name, Card.model_validate(one.card), language)]


def _ranked(one: Any, language: Language) -> list[str]:
    figures = ["" if value is None else plain(value) for value in (one.score, one.computed, one.index_value)]
    why = _say(Said.model_validate(one.place), language)
    return ["" if one.rank is None else str(one.rank), one.name, *figures, one.grade or "", why, Card.model_validate(one.card).arithmetic]


def _marks(name: str, card: Card, language: Language) -> Iterator[list[str]]:
    for mark in card.marks:
        got = "" if mark.mark is None else plain(mark.mark)
        yield [name, mark.group, mark.key, mark.name, plain(mark.weight), got, _say(mark.said, language), mark.arithmetic]
    for kind, given in ((_DEDUCTION, card.deductions), (_BONUS, card.bonuses)):
        for one in given:
            yield [name, kind.say(language), one.key, "", "", plain(one.points), _say(one.said, language), one.arithmetic]
    for hit in card.vetoes:
        yield [name, _VETO.say(language), hit.key, "", "", "", _say(hit.said, language), ""]


def _say(said: Said, language: Language) -> str:
    return said.zh if language == "zh" else said.en
