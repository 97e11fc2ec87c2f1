"""Units in running text: 由市卫健委牵头，会同市教育局、市体育局组织实施."""

import re
from collections.abc import Iterator

from services.plans.rules.reading.paragraphs import Paragraph
from services.plans.rules.reading.units import COOPERATING, LEAD, RESPONSIBLE, UNIT_ENDING, UnitList, split_units
from shared.schemas.plan_document import ResponsibilityRole

_LIST = r"[^,。;:]{2,120}?"
_LEADS = re.compile(
    rf"(?:^|(?<=[,。;:\])】]))\s*(?:[\[【(][^\])】]{{2,8}}[\])】])?\s*(?:本(?:项)?(?:行动|任务|工作))?(?:由)?(?P<lead>{_LIST})(?:共同|联合)?(?:负责)?(?:牵头|总牵头|主办|主责|负责(?=组织实施|统筹|抓总))(?:负责|组织|实施|落实|推进|抓总)*(?=[,。;]|$|会同|联合)"
)
# 由甲会同乙、丙负责; 甲为牵头单位，乙、丙为责任单位.
_TOGETHER = re.compile(
    rf"(?:^|(?<=[,。;:]))\s*由?(?P<lead>[^,。;:、]{{2,24}}?)(?:会同(?P<units>{_LIST})(?:负责|落实|组织|实施|推进|牵头)|为(?:牵头|主办|主责)(?:单位|部门),(?P<others>{_LIST})为(?:责任|配合|协办|参与)(?:单位|部门))"
)
_JOINS = re.compile(
    rf"[,;]?\s*(?P<with>会同|联合|协同|商|由)?(?P<units>{_LIST})(?P<how>参加|参与|配合|协助|协同|协办|支持|共同|按(?:照)?(?:各自)?职责|分工|负责|落实|组织|推进|实施)[^,。;]{{0,12}}(?=[,。;]|$)"
)
_ALSO = re.compile(rf"[,;]?\s*(?:会同|联合)(?P<units>{_LIST})(?=[,。;]|$)")


def running_lists(paragraph: Paragraph) -> list[UnitList]:
    """The lists of units of a paragraph that says in sentences who leads and who joins in; empty where no unit leads."""
    found: list[UnitList] = []
    flat = paragraph.flat
    for together in _TOGETHER.finditer(flat):
        joined = "units" if together["units"] else "others"
        lists = [_list(paragraph, *together.span("lead"), LEAD), _list(paragraph, *together.span(joined), RESPONSIBLE)]
        found += [units for units in lists if units] if all(lists) else []
    for leads in _LEADS.finditer(flat):
        lead = _list(paragraph, leads.start("lead"), leads.end("lead"), LEAD)
        if lead is None:
            continue
        found.append(lead)
        found += _joining(paragraph, leads.end())
    return found


def _joining(paragraph: Paragraph, start: int) -> Iterator[UnitList]:
    """The lists right behind who leads, as long as they are units."""
    while joined := _JOINS.match(paragraph.flat, start) or _ALSO.match(paragraph.flat, start):
        how = joined.groupdict().get("how") or ""
        role = RESPONSIBLE if how.startswith(("负责", "落实", "按", "分工")) and not joined.groupdict().get("with") else COOPERATING
        units = _list(paragraph, joined.start("units"), joined.end("units"), role)
        if units is None:
            return
        yield units
        start = joined.end()


def _list(paragraph: Paragraph, start: int, end: int, role: ResponsibilityRole) -> UnitList | None:
    """A list all of whose pieces are units; None otherwise."""
    units = split_units(paragraph, start, end, role)
    if not units or not all(UNIT_ENDING.search(unit.written.replace("（", "(").replace("）", ")")) or unit.is_group for unit in units):
        return None
    return UnitList(role, tuple(units), start, end)
