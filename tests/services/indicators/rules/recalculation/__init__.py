"""A second calculator: re-derives the word of a verdict from its dumped explanation alone.

It shares no code with the rules (no import from services or shared) and works on fractions instead of decimals. Where both agree,
the explanation is complete.
"""

from typing import Any

from tests.services.indicators.rules.recalculation import lines, outside, series
from tests.services.indicators.rules.recalculation.reading import Given, Kind, by_year, numbers, when

KINDS: dict[str, Kind] = {
    "threshold": lines.threshold,
    "range": lines.between,
    "cumulative_count": lines.count,
    "per_member": lines.members,
    "state": lines.state,
    "none": lambda _given, _goal: "not_evaluated",
    "relative": series.relative,
    "yearly_step": series.yearly_step,
    "trend": series.trend,
    "second_order_trend": series.second_order_trend,
    "external": outside.external,
    "rank": outside.rank,
}


def word(explanation: dict[str, Any]) -> str:
    """The word that the explanation's inputs lead to."""
    given = explanation["inputs"]
    return _apart(given) or _unlike(given) or _annual(given) or KINDS[given["expression"]["kind"]](given, given["expression"])


def _apart(given: Given) -> str | None:
    """What can be converted is told in one unit: two that differ cannot be compared."""
    printed, own = given["expression"].get("unit"), given.get("unit_of_measure")
    if not printed or not own or printed == own or not numbers(given):
        return None
    judged = when(given, numbers(given))
    return judged if isinstance(judged, str) else "undetermined"


def _unlike(given: Given) -> str | None:
    """A value of another definition decides nothing until somebody accepts it."""
    own, kind = given.get("definition"), given["expression"]["kind"]
    if own is None or kind in ("none", "rank"):
        return None
    alike = [own, None, *(given.get("accepted_definitions") or [])]
    of_numbers, of_states = by_year(given, "value"), by_year(given, "state")
    if kind in ("cumulative_count", "relative", "yearly_step", "trend", "second_order_trend"):
        rows = list(of_numbers.values())
    else:
        seen = of_states if kind == "state" else of_states | of_numbers if kind == "per_member" else of_numbers
        judged = when(given, seen)
        rows = [] if isinstance(judged, str) else [{**of_states, **of_numbers}[judged[0]]]
    return "undetermined" if any(row.get("definition") not in alike for row in rows) else None


def _annual(given: Given) -> str | None:
    goal, years = given.get("annual_target"), [row["year"] for row in given["series"]]
    if goal is None or not years or given["expression"]["kind"] == "none":
        return None
    year, base = max(years), given.get("baseline")
    open_year = year < given["horizon"] and given["as_of"][:4] <= str(given["horizon"]) and (base is None or base["year"] < year)
    if not open_year or given.get("annual_target_year") not in (None, year):
        return None
    answer = KINDS[goal["kind"]](given | {"horizon": year}, goal)
    return {"met": "on_track", "not_met": "behind"}.get(answer)
