"""Where the figure that a target is held against is found among the official values: 低于全省平均水平, 完成省考核任务, 全市前三.

What is no value of the indicator itself is a value with the disaggregation ``figure=…``: ``task`` (set by the upper level), ``average``
(with ``of=全国`` where several are told in one region), ``rank`` (with ``among=全市`` likewise), ``previous_target``.
An average without such a figure is the total of the authority's own region.
"""

import re
from dataclasses import dataclass

from shared.rules.disaggregations import print_disaggregation
from shared.schemas.plan_document import RegionLevel
from shared.schemas.targets import BaseKind, External, Rank, Relative, TargetExpression

TASK, AVERAGE, RANK, PREVIOUS_TARGET = "figure=task", "figure=average", "figure=rank", "figure=previous_target"
_LEVELS = ((re.compile("省|自治区"), RegionLevel.PROVINCE), (re.compile("市|地区"), RegionLevel.CITY), (re.compile("区|县"), RegionLevel.COUNTY))
_AVERAGE = re.compile("平均|均值")
_WHOSE = re.compile(r"(?:同期|同类)?(?:平均|均值).*$")
_MEMBERS = r"县[(（]?市、?区[)）]?|区、?县[(（]?市?[)）]?|县区|区县|县域|县|区|设区市|地市|市|地区"
_ALL_OF = re.compile(rf"(?:全?[省市]|[省市]内)(?:各?(?:{_MEMBERS}))?[的中]?")
_INSIDE = {RegionLevel.PROVINCE: {RegionLevel.CITY, RegionLevel.COUNTY}, RegionLevel.CITY: {RegionLevel.COUNTY}}


@dataclass(frozen=True, slots=True)
class Place:
    """A region of the line from the outermost down to the one that is judged."""

    path: str
    level: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where to look: the region's path and the disaggregation of the value."""

    path: str
    disaggregation: str


def needs_figure(expression: TargetExpression) -> bool:
    """Whether a target is held against something that others set, measure or take part in."""
    if isinstance(expression, Relative):
        return expression.base in (BaseKind.AVERAGE, BaseKind.PREVIOUS_TARGET)
    return isinstance(expression, External | Rank)


def sources(target: TargetExpression, own: str, line: list[Place]) -> list[Source]:
    """Where the figure may lie, best first; ``line`` holds the region judged (at path ``own``) and those it lies in."""
    match target:
        case External() if _AVERAGE.search(target.sets):
            return _averages(target.authority, own, _authority(target.authority, own, line))
        case External():
            seat = _authority(target.authority, own, line)
            return [Source(path, TASK) for path in dict.fromkeys((own, seat)) if path]
        case Relative(base=BaseKind.AVERAGE, average_of=str() as printed):
            whose = _WHOSE.sub("", printed)
            return _averages(whose, own, _authority(whose, own, line))
        case Relative(base=BaseKind.AVERAGE):
            return [Source(own, AVERAGE)]
        case Relative(base=BaseKind.PREVIOUS_TARGET):
            return [Source(own, PREVIOUS_TARGET)]
        case Rank():
            return [*_named(own, figure="rank", among=target.peer_set), Source(own, RANK)]
    return []


def peers_seat(target: TargetExpression, own: str, line: list[Place]) -> str | None:
    """The region whose members of the same level are all the peers (全省, 全市各区); None where others or not all are meant (全省同类地区)."""
    if not isinstance(target, Rank) or _ALL_OF.fullmatch(target.peer_set) is None:
        return None
    seat = _authority(target.peer_set[:2], own, line)
    levels = {place.path: RegionLevel(place.level) for place in line}
    return seat if seat and seat != own and levels[own] in _INSIDE.get(levels[seat], ()) else None


def _averages(whose: str, own: str, seat: str | None) -> list[Source]:
    return [*_named(own, figure="average", of=whose), *([Source(seat, AVERAGE), Source(seat, "")] if seat and seat != own else [])]


def _named(own: str, **categories: str) -> list[Source]:
    """The figure that says whose it is; none where the printed words cannot stand in a disaggregation."""
    try:
        return [Source(own, print_disaggregation(categories))]
    except ValueError:
        return []


def _authority(named: str, own: str, line: list[Place]) -> str | None:
    """The region whose authority is named: 上级 is the next one up, 省 and 全省 the province; a country has no region here."""
    above = sorted((place for place in line if place.path != own), key=lambda place: len(place.path))
    if "上级" in named:
        return above[-1].path if above else None
    level = next((level for words, level in _LEVELS if words.search(named)), None)
    return next((place.path for place in line if place.level == level), None)
