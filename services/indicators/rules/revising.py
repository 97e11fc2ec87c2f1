"""What a document that revises targets changes: faults of its rows, targets in force beside it, conflicts. Pure.

Source: domain notes, section 2 ("upper levels also revise targets without the plan being amended: such a revision is a document
of its own") and section 3 ("chosen by a named person where statements conflict").
"""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.indicators.rules.in_force import Candidate, InForce, agreement, in_force
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.rules.targets import ParsedTargets, parse
from shared.schemas.revisions import RevisionRow
from shared.schemas.targets import ChangeUnit, Polarity, TargetExpression

Slot = tuple[int, str]

_UNKNOWN_KEY = Words("本计划没有编号为 {value} 的指标", "the plan has no indicator with key {value}")
_OUTSIDE = Words("{value} 年不在计划期 {start}—{end} 内", "{value} is outside the plan's period {start} to {end}")
_TWICE = Words("{value} 在同一文件中出现两次", "{value} appears twice in this document")
_NOT_READ = Words("目标“{value}”没有读懂：{why}", "the target “{value}” was not understood: {why_en}")
_OTHER_UNIT = Words("单位“{value}”与指标单位“{unit}”不一致", "the unit “{value}” is not the indicator's “{unit}”")
_OTHER_YEAR = Words("文字写明 {value} 年，与所填年份不符", "the text names the year {value}, which is not the row's")
_OTHER_PEOPLE = Words("文字写明人群“{value}”，与所填不符", "the text names “{value}”, which is not the row's population")
_NO_REASON = Words("文字无法识别", "the text cannot be read")


@dataclass(frozen=True, slots=True)
class Owner:
    """A plan indicator as far as its targets are read: its unit and polarity."""

    name: str
    unit: str | None
    polarity: Polarity


@dataclass(frozen=True, slots=True)
class Stated:
    """A target that a row sets; several of one row are parts of one cell."""

    row: RevisionRow
    population: str
    expression: TargetExpression


def read_rows(rows: Sequence[RevisionRow], owners: Mapping[str, Owner], start: int, end: int) -> tuple[list[Stated], list[FaultWords]]:
    """The targets of all rows of a document on a plan of the years ``start`` to ``end``, and every fault with row and column."""
    stated: list[Stated] = []
    faults: list[FaultWords] = []
    seen: set[tuple[str, int, str]] = set()
    for number, row in enumerate(rows, 1):
        if not start <= row.year <= end:
            faults.append(FaultWords("year-outside", _OUTSIDE, row=number, column="year", value=row.year, start=start, end=end))
        owner = owners.get(row.key)
        if owner is None:
            faults.append(FaultWords("unknown-key", _UNKNOWN_KEY, row=number, column="key", value=row.key))
            continue
        parsed = parse(row.raw, polarity=owner.polarity, indicator=owner.name)
        faults += _faults_of_text(number, row, owner, parsed)
        found = [Stated(row, row.population or target.population or "", target.expression) for target in parsed.targets]
        slots = {(row.key, row.year, one.population) for one in found}
        faults += [FaultWords("twice", _TWICE, row=number, column="key", value=" ".join(map(str, slot)).strip()) for slot in sorted(slots & seen)]
        seen |= slots
        stated += found
    return stated, faults


def _faults_of_text(number: int, row: RevisionRow, owner: Owner, parsed: ParsedTargets) -> Iterator[FaultWords]:
    if parsed.refused or not parsed.targets:
        why = (_NO_REASON.zh, _NO_REASON.en) if not parsed.refused else (parsed.refused[0].zh, parsed.refused[0].en)
        yield FaultWords("target-not-understood", _NOT_READ, row=number, column="raw", value=row.raw, why=why[0], why_en=why[1])
    for target in parsed.targets:
        other = _other_unit(target.expression, owner.unit)
        if other is not None:
            yield FaultWords("unit-mismatch", _OTHER_UNIT, row=number, column="raw", value=other, unit=owner.unit)
        if target.year not in {None, row.year}:
            yield FaultWords("other-year", _OTHER_YEAR, row=number, column="year", value=target.year)
        if row.population and target.population not in {None, row.population}:
            yield FaultWords("other-population", _OTHER_PEOPLE, row=number, column="population", value=target.population)


def _other_unit(expression: TargetExpression, unit: str | None) -> str | None:
    """The unit that the text prints, where it is not the indicator's; None where nothing contradicts."""
    if unit is None:
        return None
    if getattr(expression, "change_unit", None) is ChangeUnit.POINTS and _plain(unit) not in {"%", "‰"}:
        return "个百分点"
    printed = getattr(expression, "unit", None)
    return printed if printed is not None and _plain(printed) != _plain(unit) else None


def _plain(unit: str) -> str:
    return "".join(unicodedata.normalize("NFKC", unit).split()).strip("()").removeprefix("1").removeprefix("每")


def in_force_with_revisions(printed: Sequence[Candidate], revised: Sequence[Candidate], polarity: Polarity, last_year: int) -> Iterator[InForce]:
    """What is in force without anybody's choice. Where the plan prints nothing for a year a revision sets it, the earliest one first.

    A revision that says otherwise than the plan changes nothing before a person chooses it.
    """
    own = list(in_force(printed, polarity, last_year))
    yield from own
    taken = {(c.year, c.population) for c in printed if c.year is not None} | {(one.year, one.population) for one in own}
    for year, population in dict.fromkeys((c.year, c.population) for c in revised if c.year is not None):
        if (year, population) not in taken:
            slot = [c for c in revised if (c.year, c.population) == (year, population)]
            yield from in_force([c for c in slot if c.place == slot[0].place], polarity, last_year)


def disagreeing(
    printed: Sequence[Candidate], revised: Sequence[Candidate], settled: Collection[Slot], polarity: Polarity, last_year: int
) -> Iterator[tuple[Slot, list[Candidate]]]:
    """Years and populations for which the places do not mean the same, each with all it is told. ``settled``: a person has chosen since."""
    dated = {(c.year, c.population) for c in printed}
    by_slot: dict[Slot, list[Candidate]] = {}
    for candidate in (*printed, *revised):
        slot = (candidate.year or last_year, candidate.population)
        if candidate.year is not None or slot not in dated:
            by_slot.setdefault(slot, []).append(candidate)
    for slot, said in sorted(by_slot.items()):
        places = [[c for c in said if c.place == place] for place in dict.fromkeys(c.place for c in said)]
        if slot not in settled and agreement(places, polarity) is None:
            yield slot, said
