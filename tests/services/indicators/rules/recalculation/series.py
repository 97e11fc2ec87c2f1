"""The second calculator's changes: relative targets, yearly steps, trends and trends of trends."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.services.indicators.rules.recalculation.reading import Given, Line, When, held, line, numbers, reach, start, turn, when, wrong_way

_STRICT = {"up": ">", "down": "<", "hold": "="}


def _no_worse(given: Given) -> str:
    return {"up": ">=", "down": "<="}.get(given["polarity"], "=")


def relative(given: Given, goal: Given) -> str:
    """A change against a base; 10 % of a share is judged where both readings agree."""
    if goal.get("ambiguous") and goal.get("value") is not None:
        first, second = (relative(given, goal | {"ambiguous": False, "change_unit": unit}) for unit in ("percent", "points"))
        return first if first == second else "undetermined"
    return {"previous_year": _since_last_year, "average": _outside, "previous_target": _outside}.get(goal["base"], _since_base)(given, goal)


def _asked(given: Given, goal: Given, base: Fraction) -> Line | None:
    if goal.get("value") is not None:
        return reach(goal, base)
    return line({"up": ">", "down": "<", "hold": _no_worse(given)}[goal["direction"]], base)


def _base(given: Given, year: int | None) -> Any:
    printed, found = start(given), numbers(given)
    if year is None:
        return None
    if not isinstance(printed, str) and printed[0] == year:
        return printed
    return (year, found[year]) if year in found else None


def _since_base(given: Given, goal: Given) -> str:
    found, printed = numbers(given), given.get("baseline")
    named = goal.get("base_year") if goal["base"] == "year" else None
    year = named if named is not None else printed["year"] if printed else None
    judged, base = when(given, found, after=year), _base(given, year)
    if isinstance(judged, str):
        return judged
    asked = _asked(given, goal, base[1]) if base else None
    return "undetermined" if asked is None else held(given, judged, found[judged[0]], asked, base)


def _since_last_year(given: Given, goal: Given) -> str:
    found = numbers(given)
    judged = when(given, found)
    if isinstance(judged, str):
        return judged
    base, value = _base(given, judged[0] - 1), found[judged[0]]
    asked = _asked(given, goal, base[1]) if base else None
    return "undetermined" if asked is None else turn(judged[1], asked.fits(value), wrong_way(goal["direction"], base[1], value))


def _outside(given: Given, goal: Given) -> str:
    """Against an average, each year; or against the target before, by the pace since the baseline."""
    found = numbers(given)
    judged = when(given, found)
    if isinstance(judged, str) or given.get("external") is None:
        return judged if isinstance(judged, str) else "undetermined"
    asked, value = _asked(given, goal, Fraction(given["external"])), found[judged[0]]
    if asked is None:
        return "undetermined"
    return turn(judged[1], asked.fits(value)) if goal["base"] == "average" else held(given, judged, value, asked, start(given))


def _run(given: Given, judged: When) -> dict[int, Fraction]:
    found, begun, base = numbers(given), start(given), given.get("baseline")
    first = base["year"] if base else given["plan_start"] - 1
    run = {year: value for year, value in found.items() if first <= year <= judged[0]}
    run |= {} if isinstance(begun, str) else {begun[0]: begun[1]}
    return dict(sorted((run | {judged[0]: found[judged[0]]}).items()))


def trend(given: Given, goal: Given) -> str:
    """Every known year against the one before."""
    judged = when(given, numbers(given))
    if isinstance(judged, str):
        return judged
    values = list(_run(given, judged).values())
    if len(values) == 1:
        return "undetermined"
    sign = _STRICT[goal["direction"]] if goal.get("strict") else {"up": ">=", "down": "<=", "hold": _no_worse(given)}[goal["direction"]]
    good = all(line(sign, before).fits(after) for before, after in pairwise(values))
    return turn(judged[1], good, wrong_way(goal["direction"], values[-2], values[-1]))


def second_order_trend(given: Given, goal: Given) -> str:
    """The last change a year against the one before it."""
    judged = when(given, numbers(given))
    if isinstance(judged, str):
        return judged
    points = list(_run(given, judged).items())[-3:]
    if len(points) < 3:
        return "undetermined"
    before, after = ((late[1] - early[1]) / (late[0] - early[0]) for early, late in pairwise(points))
    return turn(judged[1], line(_STRICT[goal["direction"]], before).fits(after), wrong_way(goal["direction"], before, after))


def yearly_step(given: Given, goal: Given) -> str:
    """A change each year, or on average since the start."""
    found, named, base = numbers(given), goal.get("base_year"), given.get("baseline")
    judged = when(given, found, after=named)
    if isinstance(judged, str):
        return judged
    begun = _step_start(given, found, named, base)
    if begun is None or begun[0] >= judged[0]:
        return "undetermined"
    run = {begun[0]: begun[1]} | {year: value for year, value in found.items() if begun[0] < year <= judged[0]}
    years = [begun[0], judged[0]] if goal.get("average") else list(range(begun[0], judged[0] + 1))
    if any(year not in run for year in years):
        return "undetermined"
    lines = [(reach(goal, run[before], after - before), after) for before, after in pairwise(years)]
    if any(asked is None for asked, _ in lines):
        return "undetermined"
    good = all(asked is not None and asked.fits(run[after]) for asked, after in lines)
    return turn(judged[1], good, wrong_way(goal["direction"], run[years[-2]], run[years[-1]]))


def _step_start(given: Given, found: dict[int, Fraction], named: int | None, base: Any) -> tuple[int, Fraction] | None:
    printed = start(given)
    year = named if named is not None else base["year"] if base else None
    if not isinstance(printed, str) and printed[0] == year:
        return printed
    if year in found:
        return year, found[year]
    if named is not None or printed == "differs":
        return None
    later = [known for known in found if known >= (base["year"] if base else given["plan_start"] - 1)]
    return (min(later), found[min(later)]) if later else None
