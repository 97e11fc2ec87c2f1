"""The second calculator's lines: threshold, range, count, share of members, and states."""

import re
from fractions import Fraction
from typing import Any

from tests.services.indicators.rules.recalculation.reading import Given, Line, best, held, line, nothing, numbers, signed, start, when

_PERCENT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[%％]\s*")
_UNCLEAR = (None, "未知", "不明", "不详", "待定", "unknown")
_GOOD = ("met", "met_early", "on_track")


def threshold(given: Given, goal: Given) -> str:
    """A value against one line."""
    found, sign = numbers(given), signed(goal, given)
    judged = when(given, found)
    if isinstance(judged, str) or sign is None:
        return judged if isinstance(judged, str) else "undetermined"
    return held(given, judged, found[judged[0]], line(sign, Fraction(goal["value"])), start(given))


def between(given: Given, goal: Given) -> str:
    """A value between two lines."""
    found = numbers(given)
    judged, (low, high) = when(given, found), sorted((Fraction(goal["low"]), Fraction(goal["high"])))
    return judged if isinstance(judged, str) else held(given, judged, found[judged[0]], Line(low, high), start(given))


def count(given: Given, goal: Given) -> str:
    """The sum of the years since the first one counted; a year that is missing can only add to it."""
    since = given["plan_start"] if goal.get("since") is None else goal["since"]
    found = {year: value for year, value in numbers(given).items() if year >= since}
    asked, total = line(goal["comparator"], Fraction(goal["value"])), sum(found.values(), Fraction(0))
    if not found:
        return nothing(given)
    judged = when(given, found, after=since - 1)
    if isinstance(judged, str):
        if asked.high is not None or not asked.fits(total):
            return judged
        judged = given["horizon"], True
    answer = held(given, judged, total, asked, (since - 1, Fraction(0)))
    whole = all(year in found for year in range(since, judged[0] + 1))
    sure = answer in _GOOD if asked.high is None else total >= asked.high and not asked.fits(total)
    return answer if whole or sure else "undetermined"


def members(given: Given, goal: Given) -> str:
    """A share of members that was reported in per cent, as a number or in words."""
    told = {year: match[1] for year, text in best(given, "state").items() if (match := _PERCENT.fullmatch(text))}
    in_percent = (given.get("unit_of_measure") or "").strip() in ("%", "％")
    shares = (numbers(given) if in_percent else {}) | {year: Fraction(text) for year, text in told.items()}
    answers: Any = shares if goal.get("share") is not None and shares else best(given, "state").keys() | numbers(given).keys()
    judged = when(given, answers)
    if isinstance(judged, str):
        return judged
    if goal.get("share") is None or judged[0] not in shares:
        return "undetermined"
    return held(given, judged, shares[judged[0]], line(">=", Fraction(goal["share"])), start(given) if in_percent else "unusable")


def state(given: Given, goal: Given) -> str:
    """The reported state is one of those that are wanted."""
    told, base, wanted = best(given, "state"), given.get("baseline"), {goal["wanted"], *goal.get("accepted", [])}
    short = goal["wanted"]
    for prefix in ("继续", "持续", "保持", "维持", "巩固"):
        short = short.removeprefix(prefix)
    wanted |= {short} - {""}
    judged = when(given, told.keys() | numbers(given).keys())
    if isinstance(judged, str):
        return judged
    now = told.get(judged[0])
    if now in _UNCLEAR:
        return "undetermined"
    if judged[1]:
        return "met" if now in wanted else "not_met"
    if base and base["kind"] == "state" and base["state"] in wanted:
        return "on_track" if now in wanted else "worsening"
    return "met_early" if now in wanted else "pace_unknown"
