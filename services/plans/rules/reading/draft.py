"""A reading as a draft plan: the document as facts with citations, how sure each is, and what a person must decide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from services.plans.rules.reading.characters import repaired
from services.plans.rules.reading.clauses import ClauseNode
from services.plans.rules.reading.confidence import Confidence, Ground
from services.plans.rules.reading.doubts import list_doubts
from services.plans.rules.reading.draft_indicators import prose_indicators, table_indicators
from services.plans.rules.reading.drafting import FRONT, LONGEST_NAME, LONGEST_QUOTE, Drafting
from services.plans.rules.reading.facts import sections
from services.plans.rules.reading.reading import Reading
from services.plans.rules.reading.units import UNIT_ENDING, UnitList, WrittenUnit
from services.plans.rules.reading.work_list import WorkCode, WorkEntry
from shared.schemas.plan_document import (
    Action,
    ActionKind,
    Duty,
    NamedRegion,
    Period,
    PlanDocument,
    PlanHead,
    Recurrence,
    Responsibility,
    ResponsibilityRole,
    Section,
    Source,
)

_NO_YEAR = 1949
MOST_INDICATORS, MOST_DUTIES = 2000, 1000
_TITLE_MISSING = "（无标题）"
_REGION_MISSING = "（未写明）"


@dataclass(frozen=True, slots=True)
class ReadDraft:
    """A document as a draft plan."""

    document: PlanDocument
    confidences: tuple[Confidence, ...]
    work_list: tuple[WorkEntry, ...]

    @property
    def is_blocked(self) -> bool:
        """Whether something must be decided before the draft can become a plan."""
        return any(work.blocking for work in self.work_list)


def draft_of(reading: Reading, file: str, data: bytes | None = None) -> ReadDraft:
    """The draft of a document read from ``file``; ``data`` are its bytes (the decoded text's where None), which its hash names."""
    text = reading.source.text
    draft = Drafting(reading, text)
    listed, keys = _sections(draft)
    actions, key_of = _actions(draft, keys, listed)
    responsibilities = _responsibilities(draft, key_of)
    table = table_indicators(draft, actions)
    prose = prose_indicators(draft, key_of, table)
    document = PlanDocument(
        source=Source(file=file[:LONGEST_NAME], sha256=sha256(data if data is not None else text.encode()).hexdigest(), characters=max(1, len(text))),
        head=_head(draft),
        sections=listed,
        actions=actions,
        responsibilities=responsibilities,
        indicators=draft.bounded([*table, *prose], MOST_INDICATORS, "indicators 指标"),
        duties=draft.bounded(_duties(draft, key_of), MOST_DUTIES, "duties 工作任务"),
    )
    list_doubts(draft, document.indicators)
    return ReadDraft(document, tuple(draft.confidences), tuple(draft.work))


def _head(draft: Drafting) -> PlanHead:
    head = draft.reading.head
    if not head.title:
        draft.to_do(WorkCode.NO_TITLE)
    if not head.region:
        draft.to_do(WorkCode.NO_REGION)
    years = [int(year) for year in re.findall(r"(?<!\d)(?:19[5-9]\d|20\d\d|21\d\d)(?!\d)", repaired(draft.text))]
    if head.period is None:
        draft.to_do(WorkCode.NO_PERIOD)
    start, end = head.period or ((min(years), max(years)) if years else (_NO_YEAR, _NO_YEAR))
    place = head.place if head.place[0] < head.place[1] else (0, 1)
    return PlanHead(
        title=head.title or _TITLE_MISSING,
        notice_title=head.notice_title,
        document_number=head.document_number,
        issuing_bodies=[head.issuer] if head.issuer else [],
        region=NamedRegion(name=head.region or _REGION_MISSING, level=head.region_level, parent=head.region_parent),
        status=head.status,
        dated=head.dated,
        published_on=head.published_on,
        disclosure=head.disclosure,
        period=Period(start=min(start, end), end=max(start, end)),
        horizon_years=list(head.horizon_years),
        based_on=list(head.based_on),
        clause=draft.clause(FRONT, *place),
    )


def _sections(draft: Drafting) -> tuple[list[Section], dict[int, str]]:
    found, keys = [], {}
    top, below = 0, 0
    for clause in sections(draft.reading.root):
        parent = clause.parent if clause.parent and clause.parent.parent else None
        top, below = (top, below + 1) if parent else (top + 1, 0)
        key = f"S{top}.{below}" if parent else f"S{top}"
        keys[id(clause)] = key
        title = clause.title.rstrip("。") or clause.number
        place = clause.head.span(0, _title_end(clause)) if clause.head else (0, 1)
        found.append(
            Section(
                key=key, number=clause.number, title=title, parent=keys.get(id(parent)) if parent else None, clause=draft.clause(clause.path, *place)
            )
        )
        draft.sure(key, Ground.NUMBERED)
    return found, keys


def _title_end(clause: ClauseNode) -> int:
    text = clause.head.text if clause.head else ""
    place = text.find(clause.title)
    return place + len(clause.title) if place >= 0 else max(1, len(text))


def _whole(draft: Drafting) -> Section:
    """The section of a document without headings: the document itself."""
    end = max(1, min(len(draft.text), LONGEST_QUOTE))
    return Section(key="S0", number="全文", title=draft.reading.head.title or _TITLE_MISSING, clause=draft.clause(FRONT, 0, end))


def _actions(draft: Drafting, keys: dict[int, str], listed: list[Section]) -> tuple[list[Action], dict[int, str]]:
    found: list[Action] = []
    key_of: dict[int, str] = {}
    for number, action in enumerate(draft.reading.actions, 1):
        key = f"A{number:02d}"
        key_of[id(action.found)] = key
        section = next((keys[id(node)] for node in (action.clause, *action.clause.ancestors()) if id(node) in keys), None) or _default(draft, listed)
        place = action.clause.head.span(0, _title_end(action.clause)) if action.clause.head else (0, 1)
        clause = draft.clause(action.clause.path, *place)
        name = action.found.name[:LONGEST_NAME] or action.clause.number
        found.append(Action(key=key, number=action.clause.number, name=name, kind=action.found.kind, section=section, clause=clause))
        draft.sure(key, Ground.NUMBERED)
    for number, task in enumerate(draft.reading.tasks, len(found) + 1):
        key = f"A{number:02d}"
        key_of[id(task)] = key
        clause = draft.clause(f"表/{task.number}", task.start, task.end)
        found.append(Action(key=key, number=task.number, name=task.name, kind=ActionKind.TASK, section=_default(draft, listed), clause=clause))
        draft.sure(key, Ground.CELL)
    if not found:
        draft.to_do(WorkCode.NO_ACTIONS)
    return found, key_of


def _default(draft: Drafting, listed: list[Section]) -> str:
    if not any(section.key == "S0" for section in listed):
        listed.insert(0, _whole(draft))
    return "S0"


def _responsibilities(draft: Drafting, key_of: dict[int, str]) -> list[Responsibility]:
    found: list[Responsibility] = []
    for action in draft.reading.actions:
        key, lists = key_of[id(action.found)], action.found.lists
        for units in lists:
            found += [_responsibility(draft, key, action.clause.path, unit) for unit in units.units]
        _judge_lists(draft, key, action.found.name, lists)
    for task in draft.reading.tasks:
        found += [_responsibility(draft, key_of[id(task)], "表", unit) for unit in task.units]
    if not found:
        draft.to_do(WorkCode.NO_UNITS)
    return found


def _responsibility(draft: Drafting, action: str, path: str, unit: WrittenUnit) -> Responsibility:
    if not UNIT_ENDING.search(unit.written.replace("（", "(").replace("）", ")")) and not unit.is_group:
        draft.to_do(WorkCode.ODD_UNIT, unit.written, action, (unit.start, unit.end))
    written = unit.written[:LONGEST_NAME]
    clause = draft.clause(f"{path}/{_LABELS[unit.role]}", unit.start, unit.end)
    return Responsibility(action=action, role=unit.role, written=written, unit=unit.name, office=unit.office, group=unit.is_group, clause=clause)


_LABELS = {ResponsibilityRole.LEAD: "牵头单位", ResponsibilityRole.RESPONSIBLE: "责任单位", ResponsibilityRole.COOPERATING: "配合单位"}


def _judge_lists(draft: Drafting, key: str, name: str, lists: Sequence[UnitList]) -> None:
    if lists and not any(units.role is ResponsibilityRole.LEAD for units in lists):
        draft.to_do(WorkCode.NO_LEAD, name, key)
    if not all(units.labelled for units in lists):
        draft.to_do(WorkCode.UNLABELLED_UNITS, name, key)
    ground = Ground.LABELLED
    if not all(units.labelled for units in lists):
        ground = Ground.UNLABELLED
    elif any(units.role is ResponsibilityRole.LEAD and units.start == units.end for units in lists):
        ground = Ground.FIRST_LEADS
    if lists:
        draft.sure(f"{key}.units", ground)


def _duties(draft: Drafting, key_of: dict[int, str]) -> list[Duty]:
    period = draft.reading.head.period
    found = []
    for number, duty in enumerate(draft.reading.duties, 1):
        read, key = duty.found, f"D{number:02d}"
        first, last = (read.due.year, read.due.year) if read.due.year else period or (None, None)
        found.append(
            Duty(
                key=key,
                kind=read.kind,
                who=read.who,
                to=read.to,
                what=(read.what or read.text)[:LONGEST_NAME],
                action=key_of.get(id(duty.action)) if duty.action else None,
                recurrence=read.recurrence,
                count_per_period=read.count_per_period,
                due=read.due,
                subject_offset=read.subject_offset,
                first_year=first,
                last_year=last,
                clause=draft.clause(duty.clause.path, read.start, read.end),
            )
        )
        draft.sure(
            key,
            Ground.DATED if read.is_dated else Ground.STANDING if read.recurrence in {Recurrence.ONCE, Recurrence.CONTINUOUS} else Ground.RECURRING,
        )
    return found
