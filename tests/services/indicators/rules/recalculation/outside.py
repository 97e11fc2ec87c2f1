"""The second calculator's figures of others: set or measured by an authority, and places among peers."""

import math
import re
from fractions import Fraction

from tests.services.indicators.rules.recalculation.reading import Given, best, line, numbers, signed, turn, when

_DONE = ("完成", "已完成", "达标", "已达标", "达到", "已达到", "合格", "通过", "控制在指标内", "completed")
_NOT_DONE = ("未完成", "未达标", "未达到", "不合格", "未通过", "超出指标", "not completed")
_PLACE = re.compile(r"\s*第?\s*([0-9]+)\s*[名位]?(?:\s*/\s*([0-9]+))?\s*")


def external(given: Given, goal: Given) -> str:
    """The value against the authority's figure, else a completion that was reported."""
    found, told = numbers(given), best(given, "state")
    judged = when(given, found.keys() | told.keys())
    if isinstance(judged, str):
        return judged
    if given.get("external") is not None and judged[0] in found:
        sign = signed(goal, given)
        return "undetermined" if sign is None else turn(judged[1], line(sign, Fraction(given["external"])).fits(found[judged[0]]))
    now = told.get(judged[0])
    return turn(judged[1], now in _DONE) if now in _DONE + _NOT_DONE else "undetermined"


def rank(given: Given, goal: Given) -> str:
    """An entered place, else a reported one, else one more than the peers that are better; each missing one could be."""
    found, told, peers = numbers(given), best(given, "state"), given.get("peers") or {}
    judged = when(given, found.keys() | told.keys())
    if given.get("external") is not None:
        undated = min(int(given["as_of"][:4]), given["horizon"]) if isinstance(judged, str) else judged[0]
        year = given.get("external_year") or undated
        late = given["as_of"] > f"{given['horizon']}-12-31" and year < given["horizon"]
        if year <= given["horizon"] and not late and (isinstance(judged, str) or judged[0] <= year):
            place = math.ceil(Fraction(given["external"]))
            return _placed(goal, (year, year == given["horizon"]), place, place, peers.get("size"))
    if isinstance(judged, str):
        return judged
    match = _PLACE.fullmatch(told.get(judged[0], ""))
    if match:
        return _placed(goal, judged, int(match[1]), int(match[1]), int(match[2]) if match[2] else None)
    values, missing, own = peers.get("values") or [], peers.get("missing") or [], found.get(judged[0])
    if own is None or not (values or missing) or given["polarity"] not in ("up", "down"):
        return "undetermined"
    way = 1 if given["polarity"] == "up" else -1
    better = len([peer for peer in values if (Fraction(peer["value"]) - own) * way > 0])
    return _placed(goal, judged, 1 + better, 1 + better + len(missing), peers["size"])


def _placed(goal: Given, judged: tuple[int, bool], top: int, bottom: int, size: int | None) -> str:
    words, last = goal.get("wording") or "", goal.get("position")
    share = re.match(r"前(\d{1,3})[%％]", words)
    if last is None and size is not None and share:
        last = max(1, int(share[1]) * size // 100)
    elif last is None and size is not None and re.search("中上|中等偏上|中游以上", words):
        last = math.ceil(size / 2)
    if last is None:
        return turn(judged[1], True) if bottom == 1 else turn(judged[1], False) if top == size else "undetermined"
    return turn(judged[1], True) if bottom <= last else turn(judged[1], False) if top > last else "undetermined"
