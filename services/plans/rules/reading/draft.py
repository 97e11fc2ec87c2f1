"""A reading as a draft plan: the document as facts with citations, how sure each is, and what a person must decide."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from itertools import pairwise

from services.plans.rules.reading.characters import repaired, squeezed
from services.plans.rules.reading.clauses import ClauseNode
from services.plans.rules.reading.confidence import Confidence, Ground
from services.plans.rules.reading.facts import sections
from services.plans.rules.reading.headings import Marker, ordinal
from services.plans.rules.reading.indicators import FoundCell, FoundRow
from services.plans.rules.reading.polarity import polarity_of
from services.plans.rules.reading.prose import FoundTarget
from services.plans.rules.reading.reading import Reading
from services.plans.rules.reading.units import UNIT_ENDING, UnitList, WrittenUnit
from services.plans.rules.reading.work_list import WorkCode, WorkEntry, entry
from shared.rules.targets.remarks import assumed
from shared.schemas.plan_document import (
    Action,
    ActionKind,
    Clause,
    Duty,
    IndicatorOrigin,
    NamedRegion,
    Period,
    PlanDocument,
    PlanHead,
    PrintedIndicator,
    Recurrence,
    Responsibility,
    ResponsibilityRole,
    Section,
    Source,
    TargetStatement,
)
from shared.schemas.targets import Threshold

_LONGEST_QUOTE = 200
_LONGEST_NAME = 300
_NO_YEAR = 1949
# What every table leaves to the indicator: a bare number's comparator, the unit in the head, 达到 as a line.
_ORDINARY = {assumed(key, "").zh for key in ("bare", "from_polarity", "unit_given", "from_direction", "each_year")}
_FRONT = "文首"
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


@dataclass(slots=True)
class _Draft:
    reading: Reading
    text: str
    confidences: list[Confidence] = field(default_factory=list)
    work: list[WorkEntry] = field(default_factory=list)

    def clause(self, path: str, start: int, end: int) -> Clause:
        quote = squeezed(self.text[start:end])[:_LONGEST_QUOTE] or "…"
        return Clause(path=(path or _FRONT)[:_LONGEST_QUOTE], start=start, end=max(end, start + 1), quote=quote)

    def sure(self, key: str, ground: Ground) -> None:
        self.confidences.append(Confidence(key, ground))

    def to_do(self, code: WorkCode, detail: str = "", about: str | None = None, place: tuple[int, int] | None = None) -> None:
        self.work.append(entry(code, detail, about, place))


def draft_of(reading: Reading, file: str, data: bytes | None = None) -> ReadDraft:
    """The draft of a document read from ``file``; ``data`` are its bytes (the decoded text's where None), which its hash names."""
    text = reading.source.text
    draft = _Draft(reading, text)
    listed, keys = _sections(draft)
    actions, key_of = _actions(draft, keys, listed)
    responsibilities = _responsibilities(draft, key_of)
    table = _table(draft, actions)
    prose = _prose(draft, key_of, table)
    document = PlanDocument(
        source=Source(
            file=file[:_LONGEST_NAME], sha256=sha256(data if data is not None else text.encode()).hexdigest(), characters=max(1, len(text))
        ),
        head=_head(draft),
        sections=listed,
        actions=actions,
        responsibilities=responsibilities,
        indicators=[*table, *prose],
        duties=_duties(draft, key_of),
    )
    _look_for_gaps(draft)
    _look_for_repairs(draft)
    _look_for_disagreement(draft, document.indicators)
    return ReadDraft(document, tuple(draft.confidences), tuple(draft.work))


def _head(draft: _Draft) -> PlanHead:
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
        clause=draft.clause(_FRONT, *place),
    )


def _sections(draft: _Draft) -> tuple[list[Section], dict[int, str]]:
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


def _whole(draft: _Draft) -> Section:
    """The section of a document without headings: the document itself."""
    end = max(1, min(len(draft.text), _LONGEST_QUOTE))
    return Section(key="S0", number="全文", title=draft.reading.head.title or _TITLE_MISSING, clause=draft.clause(_FRONT, 0, end))


def _actions(draft: _Draft, keys: dict[int, str], listed: list[Section]) -> tuple[list[Action], dict[int, str]]:
    found: list[Action] = []
    key_of: dict[int, str] = {}
    for number, action in enumerate(draft.reading.actions, 1):
        key = f"A{number:02d}"
        key_of[id(action.found)] = key
        section = next((keys[id(node)] for node in (action.clause, *action.clause.ancestors()) if id(node) in keys), None) or _default(draft, listed)
        place = action.clause.head.span(0, _title_end(action.clause)) if action.clause.head else (0, 1)
        clause = draft.clause(action.clause.path, *place)
        name = action.found.name[:_LONGEST_NAME] or action.clause.number
        found.append(Action(key=key, number=action.clause.number, name=name, kind=action.found.kind, section=section, clause=clause))
        draft.sure(key, Ground.NUMBERED)
    if not found:
        for number, task in enumerate(draft.reading.tasks, 1):
            key = f"A{number:02d}"
            key_of[id(task)] = key
            clause = draft.clause(f"表/行{number}", task.start, task.end)
            found.append(Action(key=key, number=task.number, name=task.name, kind=ActionKind.TASK, section=_default(draft, listed), clause=clause))
            draft.sure(key, Ground.CELL)
    if not found:
        draft.to_do(WorkCode.NO_ACTIONS)
    return found, key_of


def _default(draft: _Draft, listed: list[Section]) -> str:
    if not any(section.key == "S0" for section in listed):
        listed.insert(0, _whole(draft))
    return "S0"


def _responsibilities(draft: _Draft, key_of: dict[int, str]) -> list[Responsibility]:
    found: list[Responsibility] = []
    for action in draft.reading.actions:
        key, lists = key_of[id(action.found)], action.found.lists
        for units in lists:
            found += [_responsibility(draft, key, action.clause.path, unit) for unit in units.units]
        _judge_lists(draft, key, action.found.name, lists)
    for task in () if draft.reading.actions else draft.reading.tasks:
        found += [_responsibility(draft, key_of[id(task)], "表", unit) for unit in task.units]
    if not found:
        draft.to_do(WorkCode.NO_UNITS)
    return found


def _responsibility(draft: _Draft, action: str, path: str, unit: WrittenUnit) -> Responsibility:
    if not UNIT_ENDING.search(unit.written.replace("（", "(").replace("）", ")")) and not unit.is_group:
        draft.to_do(WorkCode.ODD_UNIT, unit.written, action, (unit.start, unit.end))
    written = unit.written[:_LONGEST_NAME]
    clause = draft.clause(f"{path}/{_LABELS[unit.role]}", unit.start, unit.end)
    return Responsibility(action=action, role=unit.role, written=written, unit=unit.name, office=unit.office, group=unit.is_group, clause=clause)


_LABELS = {ResponsibilityRole.LEAD: "牵头单位", ResponsibilityRole.RESPONSIBLE: "责任单位", ResponsibilityRole.COOPERATING: "配合单位"}


def _judge_lists(draft: _Draft, key: str, name: str, lists: Sequence[UnitList]) -> None:
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


def _table(draft: _Draft, actions: Sequence[Action]) -> list[PrintedIndicator]:
    by_name = {action.name: action.key for action in actions}
    return [_row(draft, f"T{number:02d}", number, row, by_name) for number, row in enumerate(draft.reading.rows, 1)]


def _row(draft: _Draft, key: str, number: int, row: FoundRow, by_name: dict[str, str]) -> PrintedIndicator:
    path = f"表/行{number}"
    statements = [statement for cell in row.cells for statement in _of_cell(draft, key, path, row, cell)]
    if not row.cells:
        draft.to_do(WorkCode.ROW_WITHOUT_TARGET, row.name, key, (row.start, row.end))
    draft.sure(key, Ground.CELL if not any(len(cell.parsed.targets) > 1 for cell in row.cells) else Ground.TAKEN_APART)
    action = by_name.get(row.group)
    return PrintedIndicator(
        key=key,
        name=row.name[:_LONGEST_NAME],
        unit_of_measure=row.unit,
        polarity=polarity_of(row.name, [statement.expression for statement in statements]),
        nature=row.nature,
        origin=IndicatorOrigin.TABLE,
        action=action,
        action_written=row.group or None if action is None else None,
        departments=list(row.departments),
        baseline=row.baseline,
        statements=statements,
        clause=draft.clause(path, row.start, row.end),
    )


def _of_cell(draft: _Draft, key: str, path: str, row: FoundRow, cell: FoundCell) -> list[TargetStatement]:
    if not cell.parsed.targets:
        draft.to_do(WorkCode.TARGET_NOT_UNDERSTOOD, cell.raw, key, (cell.start, cell.end))
    elif any(remark.zh not in _ORDINARY for remark in cell.parsed.assumed):
        draft.to_do(WorkCode.TARGET_ASSUMED, f"{row.name} {cell.raw}", key, (cell.start, cell.end))
    clause = draft.clause(path, cell.start, max(cell.end, cell.start + 1))
    return [
        TargetStatement(
            year=cell.year,
            raw=(part.raw or cell.raw)[:_LONGEST_NAME],
            expression=part.expression,
            population=part.population,
            note=part.note,
            clause=clause,
        )
        for part in cell.parsed.targets
    ]


def _prose(draft: _Draft, key_of: dict[int, str], table: Sequence[PrintedIndicator]) -> list[PrintedIndicator]:
    rows = {squeezed(row.name): row.key for row in table}
    found: list[PrintedIndicator] = []
    numbers = {"O": 0, "P": 0}
    for prefix, action, path, origin, targets in _passages(draft.reading, key_of):
        for name, same in _by_indicator(targets).items():
            numbers[prefix] += 1
            found.append(_said(draft, f"{prefix}{numbers[prefix]:02d}", name, same, (action, path, origin), rows))
    return found


def _passages(reading: Reading, key_of: dict[int, str]) -> Iterator[tuple[str, str | None, str, IndicatorOrigin, tuple[FoundTarget, ...]]]:
    """Where sentences set targets: the overall goals, then every action."""
    yield "O", None, "", IndicatorOrigin.OVERALL, reading.overall
    for action in reading.actions:
        origin = IndicatorOrigin.BOX if action.clause.marker is Marker.BOX else IndicatorOrigin.PROSE
        yield "P", key_of[id(action.found)], action.clause.path, origin, action.targets


def _by_indicator(targets: Iterable[FoundTarget]) -> dict[str, list[FoundTarget]]:
    found: dict[str, list[FoundTarget]] = {}
    for target in targets:
        found.setdefault(squeezed(target.indicator) or squeezed(target.text), []).append(target)
    return found


def _said(
    draft: _Draft, key: str, name: str, targets: Sequence[FoundTarget], where: tuple[str | None, str, IndicatorOrigin], rows: dict[str, str]
) -> PrintedIndicator:
    action, path, origin = where
    path = path or _path_at(draft.reading.root, targets[0].start)
    statements = [
        TargetStatement(
            year=target.year,
            raw=target.text[:_LONGEST_NAME],
            expression=target.parsed.expression,
            population=target.parsed.population,
            note=target.parsed.note,
            clause=draft.clause(path, target.start, target.end),
        )
        for target in targets
    ]
    draft.sure(key, Ground.PHRASE)
    return PrintedIndicator(
        key=key,
        name=name[:_LONGEST_NAME],
        unit_of_measure=next((target.parsed.unit for target in targets if target.parsed.unit), None),
        polarity=polarity_of(name, [target.parsed.expression for target in targets]),
        origin=origin,
        action=action,
        same_as=rows.get(name),
        statements=statements,
        clause=draft.clause(path, targets[0].start, targets[0].end),
    )


def _path_at(root: ClauseNode, place: int) -> str:
    before = [clause for clause in root.walk() if clause.marker is not None and clause.start <= place]
    return max(before, key=lambda clause: clause.start).path if before else _FRONT


def _duties(draft: _Draft, key_of: dict[int, str]) -> list[Duty]:
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
                what=(read.what or read.text)[:_LONGEST_NAME],
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


def _look_for_gaps(draft: _Draft) -> None:
    """Numbers that siblings skip: a clause may be lost, or hidden in the one before."""
    for clause in draft.reading.root.walk():
        numbered = [(child, ordinal(child.number)) for child in clause.children if child.marker is not Marker.BOX]
        for (before, low), (after, high) in pairwise(numbered):
            if before.marker is after.marker and low is not None and high is not None and high - low > 1:
                draft.to_do(WorkCode.NUMBER_MISSING, f"{before.number} → {after.number}", place=(after.start, after.start + 1))


def _look_for_repairs(draft: _Draft) -> None:
    for line in draft.reading.source.lines:
        mended = repaired(line.text)
        places = [place for place, (old, new) in enumerate(zip(line.text, mended, strict=True)) if old != new]
        if places:
            first, last = max(0, places[0] - 4), places[-1] + 4
            draft.to_do(
                WorkCode.REPAIRED, f"{line.text[first:last]} → {mended[first:last]}", place=(line.start + places[0], line.start + places[-1] + 1)
            )


def _look_for_disagreement(draft: _Draft, indicators: Sequence[PrintedIndicator]) -> None:
    """A sentence and the table, or two sentences, that print different numbers for one indicator and year."""
    said: dict[tuple[str, int], tuple[Decimal, str]] = {}
    for indicator in indicators:
        for statement in indicator.statements:
            expression = statement.expression
            if statement.year is None or not isinstance(expression, Threshold) or statement.population:
                continue
            about = (squeezed(indicator.name), statement.year)
            before = said.setdefault(about, (expression.value, statement.raw))
            if before[0] != expression.value:
                detail = f"{indicator.name} {statement.year}：“{before[1]}” / “{statement.raw}”"
                draft.to_do(WorkCode.STATEMENTS_DISAGREE, detail, indicator.key, (statement.clause.start, statement.clause.end))
