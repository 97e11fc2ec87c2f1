"""What the second calculator takes out of an explanation: the values that count, the year judged, the start, and lines."""

from collections.abc import Callable, Collection
from fractions import Fraction
from typing import Any, NamedTuple

Given = dict[str, Any]
When = tuple[int, bool]
_BETTER = {"verified": 2, "reported": 1, "provisional": 0}


class Line(NamedTuple):
    """The values that hold: from ``low`` to ``high``, each end open or not; None is endless."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    def fits(self, value: Fraction) -> bool:
        """Whether a value holds."""
        enough = self.low is None or value > self.low or (value == self.low and not self.low_open)
        return enough and (self.high is None or value < self.high or (value == self.high and not self.high_open))

    def gap(self, value: Fraction) -> Fraction:
        """How far outside a value is: never negative."""
        below = Fraction(0) if self.low is None else self.low - value
        above = Fraction(0) if self.high is None else value - self.high
        return max(below, above, Fraction(0))


def line(sign: str, mark: Fraction) -> Line:
    """The line of a comparator and a number; about is within a twentieth."""
    if sign == "~":
        return Line(mark - abs(mark) / 20, mark + abs(mark) / 20)
    if sign == "=":
        return Line(mark, mark)
    return Line(low=mark, low_open=sign == ">") if sign[0] == ">" else Line(high=mark, high_open=sign == "<")


def best(given: Given, field: str) -> dict[int, Any]:
    """By year the number or state that counts."""
    return {year: row[field] for year, row in by_year(given, field).items()}


def by_year(given: Given, field: str) -> dict[int, Given]:
    """By year the row whose number or state counts: verified before reported before provisional, the last one of equals."""
    rows = [row for row in given["series"] if row.get(field) is not None and row["year"] <= given["horizon"]]
    rows.sort(key=lambda row: (row["year"], _BETTER[row["standing"]]))
    return {row["year"]: row for row in rows}


def numbers(given: Given) -> dict[int, Fraction]:
    """The numbers that count, by year."""
    return {year: Fraction(value) for year, value in best(given, "value").items()}


def nothing(given: Given) -> str:
    """No value where one is needed."""
    return "not_due" if given.get("expected_on") and given["expected_on"] > given["as_of"] else "no_data"


def when(given: Given, years: Collection[int], after: int | None = None) -> When | str:
    """The year judged and whether it is the horizon's; or the word, where there is no value for it."""
    if given["horizon"] in years:
        return given["horizon"], True
    start = after if after is not None else given["baseline"]["year"] if given.get("baseline") else 0
    rest = [year for year in years if year > start]
    return (max(rest), False) if rest and given["as_of"] <= f"{given['horizon']}-12-31" else nothing(given)


def start(given: Given) -> tuple[int, Fraction] | str:
    """The printed baseline as (year, value), or why it is none."""
    base = given.get("baseline")
    if base is None or base["kind"] in ("state", "dash", "empty") or base.get("value") is None:
        return "unusable"
    differs = base["kind"] == "qualified" and not given.get("qualified_baseline_accepted")
    return "differs" if differs else (base["year"], Fraction(base["value"]))


def signed(goal: Given, given: Given) -> str | None:
    """The comparator: printed, or by what is better."""
    return goal.get("comparator") or {"up": ">=", "down": "<=", "within": "="}.get(given["polarity"])


def reach(goal: Given, base: Fraction, years: int = 1) -> Line | None:
    """The line that a change draws from a base after so many years; None for per cent of a base not above zero."""
    if goal["change_unit"] == "percent" and base <= 0:
        return None
    low = Fraction(goal["low"] if goal.get("low") is not None else goal["value"])
    high = low if goal.get("high") is None else Fraction(goal["high"])
    sign, one = goal["comparator"], goal.get("high") is None
    asked = line(sign, low) if one else line(sign, high if sign[0] == "<" else low) if sign[0] in "<>" else Line(low, high)

    def moved(size: Fraction | None, way: int) -> Fraction | None:
        if size is None:
            return None
        return base * (1 + way * size / 100) ** years if goal["change_unit"] == "percent" else base + way * size * years

    if goal["direction"] == "hold":
        most = asked.low if asked.high is None else asked.high
        return Line(moved(most, -1), moved(most, 1))
    if goal["direction"] == "up":
        return Line(moved(asked.low, 1), moved(asked.high, 1), asked.low_open, asked.high_open)
    return Line(moved(asked.high, -1), moved(asked.low, -1), asked.high_open, asked.low_open)


def held(given: Given, judged: When, value: Fraction, asked: Line, begun: tuple[int, Fraction] | str) -> str:
    """A value against a line: at the horizon, before it still or already there, else by the pace since the start."""
    year, over = judged
    if over:
        return "met" if asked.fits(value) else "not_met"
    if not isinstance(begun, str) and asked.fits(begun[1]):
        return "on_track" if asked.fits(value) else "worsening"
    if asked.fits(value):
        return "met_early"
    if isinstance(begun, str):
        return "pace_unknown" if begun == "unusable" else "undetermined"
    if asked.gap(begun[1]) == 0:
        return "worsening"
    share = 1 - asked.gap(value) / asked.gap(begun[1])
    pace = share / Fraction(year - begun[0], given["horizon"] - begun[0])
    return "worsening" if pace < 0 else "on_track" if pace >= Fraction(given["on_track_from"]) else "behind"


def turn(over: bool, good: bool, wrong_way: bool = False) -> str:
    """Where every year is judged anew."""
    if over:
        return "met" if good else "not_met"
    return "on_track" if good else "worsening" if wrong_way else "behind"


def wrong_way(direction: str, before: Fraction, after: Fraction) -> bool:
    """Whether a change goes the other way; a broken hold always does."""
    return {"up": after < before, "down": after > before, "hold": True}[direction]


Kind = Callable[[Given, Given], str]
