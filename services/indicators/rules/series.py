"""Reading the series: what was known on the day, which value counts for a year, which year is judged."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.indicators.rules.arithmetic import plain
from services.indicators.rules.findings import Finding
from services.indicators.rules.wording import Reason, amount, day, printed
from shared.schemas.verdicts import Said, Standing, Step, ValueUsed, VerdictInputs, VerdictWord

_RANK = {Standing.PROVISIONAL: 0, Standing.REPORTED: 1, Standing.VERIFIED: 2}


@dataclass(frozen=True, slots=True)
class Point:
    """One number of the series: the one that counts for its year."""

    year: int
    value: Decimal
    standing: Standing = Standing.REPORTED
    source: str = "observation"
    definition: int | None = None

    @property
    def text(self) -> str:
        """The number as steps show it."""
        return plain(self.value)


@dataclass(frozen=True, slots=True)
class Told:
    """One reported state of the series: the one that counts for its year."""

    year: int
    text: str
    standing: Standing = Standing.REPORTED
    source: str = "observation"
    definition: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The year a verdict is about, and whether its horizon is over."""

    year: int
    over: bool


def known(inputs: VerdictInputs) -> VerdictInputs:
    """The inputs without values of years after ``as_of``: a later observation never changes an earlier verdict."""
    seen = [value for value in inputs.series if value.year <= inputs.as_of.year]
    return inputs if len(seen) == len(inputs.series) else inputs.model_copy(update={"series": seen})


def counting(values: Iterable[ValueUsed]) -> dict[int, ValueUsed]:
    """Per year the value that counts: verified, else reported, else provisional; of equals the last one listed."""
    chosen: dict[int, ValueUsed] = {}
    for seen in values:
        rival = chosen.get(seen.year)
        if rival is None or _RANK[seen.standing] >= _RANK[rival.standing]:
            chosen[seen.year] = seen
    return dict(sorted(chosen.items()))


def numbers(inputs: VerdictInputs) -> dict[int, Point]:
    """The numbers up to the horizon, by year."""
    usable = counting(seen for seen in inputs.series if seen.value is not None and seen.year <= inputs.horizon)
    return {year: Point(year, seen.value, seen.standing, seen.source, seen.definition) for year, seen in usable.items() if seen.value is not None}


def states(inputs: VerdictInputs) -> dict[int, Told]:
    """The reported states up to the horizon, by year."""
    usable = counting(seen for seen in inputs.series if seen.state is not None and seen.year <= inputs.horizon)
    return {year: Told(year, seen.state, seen.standing, seen.source, seen.definition) for year, seen in usable.items() if seen.state is not None}


def answered(inputs: VerdictInputs) -> set[int]:
    """The years up to the horizon with any answer, number or state."""
    return numbers(inputs).keys() | states(inputs).keys()


def baseline_year(inputs: VerdictInputs) -> int | None:
    """The year of the printed baseline, whatever its kind."""
    return inputs.baseline.year if inputs.baseline else None


def ended(inputs: VerdictInputs) -> bool:
    """True after 31 December of the horizon year."""
    return inputs.as_of > date(inputs.horizon, 12, 31)


def judged_year(inputs: VerdictInputs, years: Collection[int], after: int | None = None) -> Judged | Finding:
    """The horizon year once it has a value; before it ends the latest year after the base; otherwise why there is none.

    The base year is ``after`` where a rule names one, else the printed baseline's.
    """
    if inputs.horizon in years:
        return Judged(inputs.horizon, over=True)
    base_year = baseline_year(inputs) if after is None else after
    later = [year for year in years if base_year is None or year > base_year]
    if ended(inputs) or not later:
        return missing(inputs, only_baseline=bool(years) and not later)
    return Judged(max(later), over=False)


def missing(inputs: VerdictInputs, only_baseline: bool = False) -> Finding:
    """No value to judge: not due where it is expected on a later day, else no data."""
    year, today = inputs.horizon if ended(inputs) else None, day(inputs.as_of)
    target, rule = printed(inputs.raw), f"{inputs.expression.kind}/missing"
    zh = f"{inputs.horizon}年目标为{target.zh}，截至{today.zh}"
    en = f"The {inputs.horizon} target is {target.en} (as of {today.en}"
    if inputs.expected_on is not None and inputs.expected_on > inputs.as_of:
        expected = day(inputs.expected_on)
        facts = Said(zh=f"{zh}（预计{expected.zh}取得数值）", en=f"{en}, a value is expected on {expected.en})")
        steps = (Step(name="expected_on", formula=f"{inputs.expected_on} > {inputs.as_of}", result="true"),)
        return Finding(VerdictWord.NOT_DUE, rule, facts, steps, year, Reason.EXPECTED_LATER)
    reason = Reason.ONLY_BASELINE if only_baseline and not ended(inputs) else Reason.VALUE_MISSING
    return Finding(VerdictWord.NO_DATA, rule, Said(zh=zh, en=f"{en})"), (), year, reason)


def value_steps(*points: Point | Told) -> tuple[Step, ...]:
    """Each value or state with its year, standing and source; a provisional one is marked."""
    steps = []
    for point in points:
        used = f"{point.year} {point.standing} {point.source}"
        steps.append(Step(name="value", formula=used, result=point.text))
        if point.standing is Standing.PROVISIONAL:
            steps.append(Step(name="provisional", formula=used, result="used although not final"))
    return tuple(steps)


def value_said(point: Point, unit: str | None, zh: str = "数值", en: str = "value") -> Said:
    """2022年数值为32.6% / The 2022 value is 32.6 %; 初步 where it is provisional."""
    return _said(point, Said(zh=zh, en=en), amount(point.value, unit))


def state_said(told: Told) -> Said:
    """2022年状态为“消除” / The 2022 state is “消除”; marked where it is provisional."""
    return _said(told, Said(zh="状态", en="state"), Said(zh=f"“{told.text}”", en=f"“{told.text}”"))


def _said(seen: Point | Told, noun: Said, figure: Said) -> Said:
    zh, en = ("（初步）", " (provisional)") if seen.standing is Standing.PROVISIONAL else ("", "")
    return Said(zh=f"{seen.year}年{noun.zh}{zh}为{figure.zh}", en=f"The {seen.year} {noun.en}{en} is {figure.en}")
