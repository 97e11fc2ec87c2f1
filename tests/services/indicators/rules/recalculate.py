"""A second calculator: re-derives the word of a verdict from its dumped explanation alone.

It shares no code with the rules (no import from services or shared), works on fractions instead of decimals, and knows the
kinds threshold, range, trend, state, none and yearly_step. Where both agree, the explanation is complete.
"""

from fractions import Fraction
from itertools import pairwise
from typing import Any

KINDS = {"threshold", "range", "trend", "state", "none", "yearly_step"}
_BETTER = {"verified": 2, "reported": 1, "provisional": 0}


def word(explanation: dict[str, Any]) -> str:
    """The word that the explanation's inputs lead to."""
    given = explanation["inputs"]
    early = _apart(given) or _annual(given)
    return early or _KINDS[given["expression"]["kind"]](given, given["expression"])


def _apart(given: dict[str, Any]) -> str | None:
    """What can be converted is told in one unit: two that differ cannot be compared."""
    printed, own = given["expression"].get("unit"), given.get("unit_of_measure")
    if not printed or not own or printed == own or not _numbers(given):
        return None
    when = _when(given, _numbers(given))
    return when if isinstance(when, str) else "undetermined"


def _annual(given: dict[str, Any]) -> str | None:
    goal, years = given["annual_target"], [row["year"] for row in given["series"]]
    if goal is None or not years or given["expression"]["kind"] == "none":
        return None
    year, base = max(years), given["baseline"]
    open_year = year < given["horizon"] and given["as_of"][:4] <= str(given["horizon"]) and (base is None or base["year"] < year)
    if not open_year or given["annual_target_year"] not in (None, year):
        return None
    answer = _KINDS[goal["kind"]](given | {"horizon": year}, goal)
    return {"met": "on_track", "not_met": "behind"}.get(answer)


def _best(given: dict[str, Any], field: str) -> dict[int, Any]:
    rows = [row for row in given["series"] if row[field] is not None and row["year"] <= given["horizon"]]
    rows.sort(key=lambda row: (row["year"], _BETTER[row["standing"]]))
    return {row["year"]: row[field] for row in rows}


def _numbers(given: dict[str, Any]) -> dict[int, Fraction]:
    return {year: Fraction(value) for year, value in _best(given, "value").items()}


def _when(given: dict[str, Any], years: Any, after: int | None = None) -> tuple[int, bool] | str:
    if given["horizon"] in years:
        return given["horizon"], True
    start = after if after is not None else given["baseline"]["year"] if given["baseline"] else 0
    rest = [year for year in years if year > start]
    if rest and given["as_of"] <= f"{given['horizon']}-12-31":
        return max(rest), False
    return "not_due" if given["expected_on"] and given["expected_on"] > given["as_of"] else "no_data"


def _start(given: dict[str, Any]) -> tuple[int, Fraction] | str:
    base = given["baseline"]
    if base is None or base["kind"] in ("state", "dash", "empty") or base["value"] is None:
        return "unusable"
    return "differs" if base["kind"] == "qualified" else (base["year"], Fraction(base["value"]))


def _signed(goal: dict[str, Any], given: dict[str, Any]) -> str | None:
    return goal["comparator"] or {"up": ">=", "down": "<=", "within": "="}.get(given["polarity"])


def _fits(sign: str, value: Fraction, mark: Fraction) -> bool:
    near = abs(value - mark) * 20 <= abs(mark)
    return {">=": value >= mark, ">": value > mark, "<=": value <= mark, "<": value < mark, "=": value == mark, "~": near}[sign]


def _gap(sign: str, value: Fraction, mark: Fraction) -> Fraction:
    """How far outside the line: never negative."""
    room = abs(mark) / 20 if sign == "~" else Fraction(0)
    away = {">": mark - value, "<": value - mark}.get(sign[0], abs(value - mark) - room)
    return max(away, Fraction(0))


def _threshold(given: dict[str, Any], goal: dict[str, Any]) -> str:
    when, sign = _when(given, _numbers(given)), _signed(goal, given)
    if isinstance(when, str) or sign is None:
        return when if isinstance(when, str) else "undetermined"
    mark = Fraction(goal["value"])
    return _held(given, when, lambda value: _fits(sign, value, mark), lambda value: _gap(sign, value, mark))


def _range(given: dict[str, Any], goal: dict[str, Any]) -> str:
    when, (low, high) = _when(given, _numbers(given)), sorted((Fraction(goal["low"]), Fraction(goal["high"])))
    if isinstance(when, str):
        return when
    return _held(given, when, lambda value: low <= value <= high, lambda value: max(low - value, value - high, Fraction(0)))


def _held(given: dict[str, Any], when: tuple[int, bool], fits: Any, gap: Any) -> str:
    (year, over), start = when, _start(given)
    value = _numbers(given)[year]
    if over:
        return "met" if fits(value) else "not_met"
    if not isinstance(start, str) and fits(start[1]):
        return "on_track" if fits(value) else "worsening"
    if fits(value):
        return "met_early"
    if isinstance(start, str):
        return "pace_unknown" if start == "unusable" else "undetermined"
    if gap(start[1]) == 0:
        return "worsening"
    share = 1 - gap(value) / gap(start[1])
    pace = share / Fraction(year - start[0], given["horizon"] - start[0])
    return "worsening" if pace < 0 else "on_track" if pace >= Fraction(given["on_track_from"]) else "behind"


def _turn(over: bool, good: bool, wrong_way: bool) -> str:
    if over:
        return "met" if good else "not_met"
    return "on_track" if good else "worsening" if wrong_way else "behind"


def _wrong_way(direction: str, before: Fraction, after: Fraction) -> bool:
    return {"up": after < before, "down": after > before, "hold": True}[direction]


def _trend(given: dict[str, Any], goal: dict[str, Any]) -> str:
    found, start, base = _numbers(given), _start(given), given["baseline"]
    when = _when(given, found)
    if isinstance(when, str):
        return when
    first = base["year"] if base else given["plan_start"] - 1
    run = {year: value for year, value in found.items() if first <= year <= when[0]}
    run |= {} if isinstance(start, str) else {start[0]: start[1]}
    run[when[0]] = found[when[0]]
    values = [run[year] for year in sorted(run)]
    if len(values) == 1:
        return "undetermined"
    strict = {"up": ">", "down": "<", "hold": "="}
    loose = {"up": ">=", "down": "<=", "hold": {"up": ">=", "down": "<="}.get(given["polarity"], "=")}
    sign = (strict if goal["strict"] else loose)[goal["direction"]]
    good = all(_fits(sign, after, before) for before, after in pairwise(values))
    return _turn(when[1], good, _wrong_way(goal["direction"], values[-2], values[-1]))


def _state(given: dict[str, Any], goal: dict[str, Any]) -> str:
    told, base, wanted = _best(given, "state"), given["baseline"], {goal["wanted"], *goal["accepted"]}
    short = goal["wanted"]
    for prefix in ("继续", "持续", "保持", "维持", "巩固"):
        short = short.removeprefix(prefix)
    wanted |= {short} - {""}
    when = _when(given, told.keys() | _numbers(given).keys())
    if isinstance(when, str):
        return when
    now = told.get(when[0])
    if now in (None, "未知", "不明", "不详", "待定", "unknown"):
        return "undetermined"
    if when[1]:
        return "met" if now in wanted else "not_met"
    if base and base["kind"] == "state" and base["state"] in wanted:
        return "on_track" if now in wanted else "worsening"
    return "met_early" if now in wanted else "pace_unknown"


def _none(_given: dict[str, Any], _goal: dict[str, Any]) -> str:
    return "not_evaluated"


def _yearly_step(given: dict[str, Any], goal: dict[str, Any]) -> str:
    found, named, base = _numbers(given), goal["base_year"], given["baseline"]
    when = _when(given, found, after=named)
    if isinstance(when, str):
        return when
    start = _step_start(given, found, named, base)
    if start is None or start[0] >= when[0]:
        return "undetermined"
    run = {start[0]: start[1]} | {year: value for year, value in found.items() if start[0] < year <= when[0]}
    years = [start[0], when[0]] if goal["average"] else list(range(start[0], when[0] + 1))
    if any(year not in run for year in years):
        return "undetermined"
    pairs = list(pairwise(years))
    if goal["change_unit"] == "percent" and any(run[before] <= 0 for before, _ in pairs):
        return "undetermined"
    good = all(_stepped(goal, run[before], run[after], after - before) for before, after in pairs)
    return _turn(when[1], good, _wrong_way(goal["direction"], run[pairs[-1][0]], run[pairs[-1][1]]))


def _step_start(given: dict[str, Any], found: dict[int, Fraction], named: int | None, base: Any) -> tuple[int, Fraction] | None:
    printed = _start(given)
    year = named if named is not None else base["year"] if base else None
    if not isinstance(printed, str) and printed[0] == year:
        return printed
    if year in found:
        return year, found[year]
    if named is not None or printed == "differs":
        return None
    later = [known for known in found if known >= (base["year"] if base else given["plan_start"] - 1)]
    return (min(later), found[min(later)]) if later else None


def _stepped(goal: dict[str, Any], before: Fraction, after: Fraction, years: int) -> bool:
    low = Fraction(goal["low"])
    high = low if goal["high"] is None else Fraction(goal["high"])
    sign = goal["comparator"]

    def reach(size: Fraction, way: int) -> Fraction:
        return before * (1 + way * size / 100) ** years if goal["change_unit"] == "percent" else before + way * size * years

    ends: tuple[Fraction | None, Fraction | None]
    if sign in (">=", ">"):
        ends = (low, None)
    elif sign in ("<=", "<"):
        ends = (None, high)
    else:
        room = abs(low) / 20 if sign == "~" and goal["high"] is None else Fraction(0)
        ends = (low - room, high + room)
    if goal["direction"] == "hold":
        most = ends[1] if ends[1] is not None else low
        return reach(most, -1) <= after <= reach(most, 1)
    way, strict = (1 if goal["direction"] == "up" else -1), sign in (">", "<")
    marks = [None if end is None else (after - reach(end, way)) * way for end in ends]
    enough = marks[0] is None or marks[0] > 0 or (marks[0] == 0 and not strict)
    return enough and (marks[1] is None or marks[1] < 0 or (marks[1] == 0 and not strict))


_KINDS = {"threshold": _threshold, "range": _range, "trend": _trend, "state": _state, "none": _none, "yearly_step": _yearly_step}
