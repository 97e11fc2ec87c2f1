"""The indicators of a draft: rows of tables, and what sentences set."""

from collections.abc import Iterable, Iterator, Sequence

from services.plans.rules.reading.characters import squeezed
from services.plans.rules.reading.clauses import ClauseNode
from services.plans.rules.reading.confidence import Ground
from services.plans.rules.reading.drafting import FRONT, LONGEST_NAME, Drafting
from services.plans.rules.reading.headings import Marker
from services.plans.rules.reading.indicators import FoundCell, FoundRow
from services.plans.rules.reading.polarity import polarity_of
from services.plans.rules.reading.prose import FoundTarget
from services.plans.rules.reading.reading import Reading
from services.plans.rules.reading.work_list import WorkCode
from shared.rules.targets.remarks import assumed
from shared.schemas.plan_document import Action, IndicatorOrigin, PrintedIndicator, TargetStatement

# What every table leaves to the indicator: a bare number's comparator, the unit in the head, 达到 as a line.
_ORDINARY = {assumed(key, "").zh for key in ("bare", "from_polarity", "unit_given", "from_direction", "each_year")}


def table_indicators(draft: Drafting, actions: Sequence[Action]) -> list[PrintedIndicator]:
    """The rows of the indicator tables."""
    by_name = {action.name: action.key for action in actions}
    return [_row(draft, f"T{number:02d}", number, row, by_name) for number, row in enumerate(draft.reading.rows, 1)]


def _row(draft: Drafting, key: str, number: int, row: FoundRow, by_name: dict[str, str]) -> PrintedIndicator:
    path = f"表/行{number}"
    statements = [statement for cell in row.cells for statement in _of_cell(draft, key, path, row, cell)]
    if not row.cells:
        draft.to_do(WorkCode.ROW_WITHOUT_TARGET, row.name, key, (row.start, row.end))
    draft.sure(key, Ground.CELL if not any(len(cell.parsed.targets) > 1 for cell in row.cells) else Ground.TAKEN_APART)
    action = by_name.get(row.group)
    return PrintedIndicator(
        key=key,
        name=row.name[:LONGEST_NAME],
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


def _of_cell(draft: Drafting, key: str, path: str, row: FoundRow, cell: FoundCell) -> list[TargetStatement]:
    if not cell.parsed.targets:
        draft.to_do(WorkCode.TARGET_NOT_UNDERSTOOD, cell.raw, key, (cell.start, cell.end))
    elif any(remark.zh not in _ORDINARY for remark in cell.parsed.assumed):
        draft.to_do(WorkCode.TARGET_ASSUMED, f"{row.name} {cell.raw}", key, (cell.start, cell.end))
    clause = draft.clause(path, cell.start, max(cell.end, cell.start + 1))
    return [
        TargetStatement(
            year=cell.year,
            raw=(part.raw or cell.raw)[:LONGEST_NAME],
            expression=part.expression,
            population=part.population,
            note=part.note,
            clause=clause,
        )
        for part in cell.parsed.targets
    ]


def prose_indicators(draft: Drafting, key_of: dict[int, str], table: Sequence[PrintedIndicator]) -> list[PrintedIndicator]:
    """What sentences set: the overall goals, then every action."""
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
    for task in reading.tasks:
        yield "P", key_of[id(task)], f"表/{task.number}", IndicatorOrigin.PROSE, task.targets


def _by_indicator(targets: Iterable[FoundTarget]) -> dict[str, list[FoundTarget]]:
    found: dict[str, list[FoundTarget]] = {}
    for target in targets:
        found.setdefault(squeezed(target.indicator) or squeezed(target.text), []).append(target)
    return found


def _said(
    draft: Drafting, key: str, name: str, targets: Sequence[FoundTarget], where: tuple[str | None, str, IndicatorOrigin], rows: dict[str, str]
) -> PrintedIndicator:
    action, path, origin = where
    path = path or _path_at(draft.reading.root, targets[0].start)
    statements = [
        TargetStatement(
            year=target.year,
            raw=target.text[:LONGEST_NAME],
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
        name=name[:LONGEST_NAME],
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
    return max(before, key=lambda clause: clause.start).path if before else FRONT
