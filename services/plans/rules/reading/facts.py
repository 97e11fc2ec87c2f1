"""A reading as JSON in the format of facts read by hand, for ``jianxing read --format facts`` and ``make accuracy``.

Seven kinds of target: threshold and range → threshold, cumulative_count → count, relative and yearly_step → relative, trends → trend,
external and rank → external, state, none; per_member → the kind of its inner expression. Numbers are JSON numbers.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Any

from services.plans.rules.reading.actions import FoundAction
from services.plans.rules.reading.clauses import ClauseNode
from services.plans.rules.reading.headings import Marker, ordinal
from services.plans.rules.reading.indicators import FoundCell, FoundRow
from services.plans.rules.reading.owed import ReadDuty
from services.plans.rules.reading.prose import FoundTarget
from services.plans.rules.reading.reading import ReadAction, Reading
from services.plans.rules.reading.tasks import FoundTask
from services.plans.rules.reading.units import WrittenUnit
from shared.rules.targets import Fact
from shared.rules.targets import facts_of as seven_kinds
from shared.schemas.plan_document import ActionKind, Due, DuePrecision, RegionLevel, ResponsibilityRole

Json = dict[str, Any]
_ACTION = re.compile(r"(?:行动|工程|任务)$")
_SECTION_MARKERS = {Marker.PART, Marker.CHAPTER, Marker.SECTION, Marker.CHINESE, Marker.BRACKETED_CHINESE}


def facts_of(reading: Reading, name: str) -> Json:
    """The facts of a document with the file name ``name``."""
    head = reading.head
    dated = head.dated or head.published_on
    return {
        "doc": name,
        "title": head.title,
        "doc_no": head.document_number,
        "issuer": head.issuer,
        "region": {"name": head.region or "", "level": _level(head.region, head.region_level, head.region_parent), "parent": head.region_parent},
        "status": head.status.value,
        "issued_on": dated.isoformat() if dated else None,
        "period": {"start": head.period[0], "end": head.period[1]} if head.period else {"start": 0, "end": 0},
        "horizon_years": list(head.horizon_years),
        "based_on": list(head.based_on),
        "sections": [{"no": clause.number, "title": clause.title.rstrip("。")} for clause in sections(reading.root)],
        "actions": [*(_action(action) for action in reading.actions), *(_task(task) for task in reading.tasks)],
        "overall_targets": _targets(reading.overall),
        "indicator_table": [_row(row) for row in reading.rows],
        "obligations": [_duty(duty) for duty in reading.duties],
        "notes": [],
    }


def sections(root: ClauseNode) -> list[ClauseNode]:
    """The headings of the first and second level, in order."""
    found = []
    for chapter in root.children:
        if len(chapter.rows) == 1 and not chapter.paragraphs and not chapter.children and chapter.marker is not Marker.ANNEX:
            continue
        found.append(chapter)
        found += [child for child in chapter.children if child.marker in _SECTION_MARKERS and not _is_sentence(child)]
    return found


def _is_sentence(clause: ClauseNode) -> bool:
    """Whether a numbered clause is a sentence of its own rather than the heading of what follows."""
    return bool(clause.head and clause.head.text.endswith("。") and not clause.paragraphs and not clause.children and "，" in clause.title)


def _level(name: str | None, level: RegionLevel, parent: str | None) -> str:
    if name and name.endswith("区"):
        return "district"
    if level is RegionLevel.CITY or (name and name.endswith("市") and not parent):
        return "city"
    return "county"


def _number(clause: ClauseNode, kind: ActionKind) -> int | str:
    if kind is ActionKind.BOX or not clause.number:
        return clause.number
    count = ordinal(clause.number)
    return count if count is not None and clause.marker in {Marker.ARABIC, Marker.BRACKETED_ARABIC, Marker.ITEM} else clause.number


def _units(found: FoundAction) -> tuple[list[str], list[str]]:
    return _by_role([unit for entry in found.lists for unit in entry.units])


def _by_role(units: list[WrittenUnit]) -> tuple[list[str], list[str]]:
    lead = list(dict.fromkeys(unit.written for unit in units if unit.role is ResponsibilityRole.LEAD))
    return lead, list(dict.fromkeys(unit.written for unit in units if unit.role is not ResponsibilityRole.LEAD))


def _action(action: ReadAction) -> Json:
    lead, responsible = _units(action.found)
    group = action.found.group
    return {
        "no": _number(action.clause, action.found.kind),
        "name": action.found.name,
        "group": group.title if group else "",
        "lead_units": lead,
        "responsible_units": responsible,
        "targets": _targets(action.targets),
    }


def _task(task: FoundTask) -> Json:
    lead, responsible = _by_role(list(task.units))
    number = int(task.number) if task.number.isdecimal() else task.number
    return {
        "no": number,
        "name": task.name,
        "group": task.group,
        "lead_units": lead,
        "responsible_units": responsible,
        "targets": _targets(task.targets),
    }


def _targets(targets: Iterable[FoundTarget]) -> list[Json]:
    return [
        {"text": target.text, "indicator": target.indicator, "year": target.year, "unit": fact.unit, **_values(fact), "note": target.parsed.note}
        for target in targets
        for fact in seven_kinds(target.parsed)
    ]


def _values(fact: Fact) -> Json:
    return {"kind": fact.kind, "comparator": fact.comparator, "value": as_number(fact.value), "value_high": as_number(fact.value_high)}


def as_number(value: Any) -> int | float | None:
    """A decimal as the JSON number it prints."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _row(row: FoundRow) -> Json:
    baseline = {"year": row.baseline.year, "raw": row.baseline.raw} if row.baseline else None
    return {
        "action": row.group if _ACTION.search(row.group) else None,
        "name": row.name,
        "unit": row.unit,
        "baseline": baseline,
        "targets": [target for cell in row.cells for target in _cell(row, cell)],
        "departments": list(row.departments),
    }


def _cell(row: FoundRow, cell: FoundCell) -> list[Json]:
    """The first entry of a compound cell holds the whole cell, further entries their own piece."""
    found: list[Json] = []
    for part in cell.parsed.targets:
        for fact in seven_kinds(part):
            kind = "count" if row.is_count and fact.kind == "threshold" else fact.kind
            raw = part.raw if found else cell.raw
            found.append({"year": cell.year, "raw": raw, **_values(fact), "kind": kind, "note": part.note})
    return found or [
        {"year": cell.year, "raw": cell.raw, "kind": "state", "comparator": None, "value": None, "value_high": None, "note": "not understood"}
    ]


def _duty(duty: ReadDuty) -> Json:
    found = duty.found
    return {
        "text": found.text,
        "who": found.who,
        "to": found.to,
        "what": found.what,
        "recurrence": found.recurrence.value,
        "count_per_period": found.count_per_period,
        "due": printed_due(found.due),
        "from": found.due.year,
        "until": found.due.year,
    }


_PARTS = {
    DuePrecision.MONTH_EARLY: "early",
    DuePrecision.MONTH_MID: "mid",
    DuePrecision.MONTH_LATE: "end",
    DuePrecision.MONTH_END: "end",
    DuePrecision.YEAR_END: "end",
}


def printed_due(due: Due) -> str | None:
    """A due date as the facts print it: 05-10, 04-early, 10-end; a day of one year in full, 2023-06-30."""
    if due.precision is DuePrecision.NONE:
        return None
    month = due.month or 12
    if due.year:
        day = {"early": 10, "mid": 20}.get(_PARTS.get(due.precision, ""), monthrange(due.year, month)[1])
        return date(due.year, month, (due.day or day) if due.precision is DuePrecision.DAY else day).isoformat()
    return f"{month:02d}-{due.day:02d}" if due.precision is DuePrecision.DAY else f"{month:02d}-{_PARTS[due.precision]}"
