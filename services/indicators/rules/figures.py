"""Where the figure of an external target is found among the official values: 低于全省平均水平, 完成省考核任务.

An average is the value of the authority's own region. A task is a value with the disaggregation ``figure=task``: of the region itself
where the upper level set one for each, else of the authority's region.
"""

import re
from dataclasses import dataclass

from shared.schemas.plan_document import RegionLevel
from shared.schemas.targets import External

TASK = "figure=task"
_LEVELS = ((re.compile("省|自治区"), RegionLevel.PROVINCE), (re.compile("市|地区"), RegionLevel.CITY), (re.compile("区|县"), RegionLevel.COUNTY))
_AVERAGE = re.compile("平均|均值")


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


def sources(target: External, own: str, line: list[Place]) -> list[Source]:
    """Where the figure may lie, best first; ``line`` holds the region judged (at path ``own``) and those it lies in."""
    seat = _authority(target.authority, own, line)
    if _AVERAGE.search(target.sets):
        return [Source(seat, "")] if seat else []
    return [Source(path, TASK) for path in dict.fromkeys((own, seat)) if path]


def _authority(named: str, own: str, line: list[Place]) -> str | None:
    """The region whose authority is named: 上级 is the next one up, 省 and 全省 the province; a country has no region here."""
    above = sorted((place for place in line if place.path != own), key=lambda place: len(place.path))
    if "上级" in named:
        return above[-1].path if above else None
    level = next((level for words, level in _LEVELS if words.search(named)), None)
    return next((place.path for place in line if place.level == level), None)
