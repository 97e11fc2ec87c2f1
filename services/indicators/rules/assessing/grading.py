"""Places and grades among all assessed: by score bands or by quota, ties stated, vetoes last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from services.indicators.rules.arithmetic import HUNDRED, ZERO, plain
from services.indicators.rules.assessing.rounding import points
from shared.schemas.assessment_cards import Place
from shared.schemas.assessments import QuotaGrades, ScoreGrades
from shared.schemas.verdicts import Said

Id = TypeVar("Id")


@dataclass(frozen=True, slots=True)
class Scored:
    """A score (None: nothing could be assessed) and the worst grade that a veto sets."""

    score: Decimal | None
    veto: str | None = None


def worst(grades: ScoreGrades | QuotaGrades, named: Sequence[str]) -> str | None:
    """Of several grades that vetoes set, the one that stands last in the table (of score bands: the lowest)."""
    if isinstance(grades, QuotaGrades):
        order = [grade.name for grade in grades.grades]
    else:
        order = [grade.name for grade in sorted(grades.grades, key=lambda grade: grade.low, reverse=True)]
    return max(named, key=order.index, default=None)


def placed(scored: Mapping[Id, Scored], grades: ScoreGrades | QuotaGrades) -> dict[Id, Place]:
    """Rank (equal scores share the better place; vetoed ones stand behind all others) and grade of each."""
    running = {key: one.score for key, one in scored.items() if one.score is not None and one.veto is None}
    barred = {key: one.score for key, one in scored.items() if one.score is not None and one.veto is not None}
    return {key: _place(key, one, running, barred, grades) for key, one in scored.items()}


def _place(key: Id, one: Scored, running: Mapping[Id, Decimal], barred: Mapping[Id, Decimal], grades: ScoreGrades | QuotaGrades) -> Place:
    if one.score is None:
        return Place(said=Said(zh="没有可考核的内容，不评定等次", en="nothing could be assessed: no grade"))
    if one.veto is not None:
        rank = len(running) + _rank(one.score, barred)
        return Place(rank=rank, grade=one.veto, said=Said(zh=f"一票否决，“{one.veto}”", en=f"a veto sets “{one.veto}”"))
    rank = _rank(one.score, running)
    if isinstance(grades, QuotaGrades):
        name, said = _by_quota(one.score, rank, running, grades)
    else:
        name, said = _by_score(one.score, grades)
    return Place(rank=rank, grade=name, said=said)


def _rank(score: Decimal, among: Mapping[Id, Decimal]) -> int:
    return 1 + sum(other > score for other in among.values())


def _by_score(score: Decimal, table: ScoreGrades) -> tuple[str, Said]:
    """The band that the score lies in; a table without gaps has exactly one."""
    found = next(grade for grade in table.grades if grade.low <= score and (grade.high is None or score < grade.high))
    until = "" if found.high is None else f" < {plain(found.high)}"
    formula = f"{plain(found.low)} ≤ {plain(score)}{until}"
    return found.name, Said(zh=f"{formula}，“{found.name}”", en=f"{formula}: “{found.name}”")


def _by_quota(score: Decimal, rank: int, running: Mapping[Id, Decimal], table: QuotaGrades) -> tuple[str, Said]:
    """The first grade whose places reach the rank. Places: the percentages so far of all who run, rounded down.

    Those with equal scores hold the places rank to last together: ``better`` looks at the first of them, ``worse`` at the last.
    """
    last = rank - 1 + sum(other == score for other in running.values())
    counts, share = (rank if table.ties == "better" else last), ZERO
    for grade in table.grades:
        share += grade.percent or ZERO
        places = int(share * len(running) / HUNDRED) if grade.percent is not None else len(running)
        if counts <= places and (grade.at_least is None or score >= grade.at_least):
            return grade.name, _quota_said(grade.name, counts, places, len(running), share if grade.percent is not None else None)
    raise AssertionError("the last grade takes everybody left")


def _quota_said(name: str, place: int, places: int, running: int, share: Decimal | None) -> Said:
    if share is None:
        return Said(zh=f"第{place}名，“{name}”", en=f"place {place}: “{name}”")
    return Said(
        zh=f"第{place}名，前{points(share)}%为{places}名（共{running}名），“{name}”",
        en=f"place {place}; the first {points(share)} % are {places} of {running}: “{name}”",
    )
