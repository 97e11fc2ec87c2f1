"""A heat table: regions by indicators in one period, each cell with its place between worst and best and its verdict."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from services.indicators.repository import comparing as repository
from services.indicators.repository import definitions
from services.indicators.repository.comparing import Scope
from services.indicators.rules.comparing import better_of, extremes, position
from services.indicators.rules.definitions import in_force
from services.indicators.service.comparing import MOST_REGIONS, bound, named_entries
from shared.kit.db import Db
from shared.rules.access import Actor
from shared.rules.periods import Period
from shared.schemas.comparisons import Better
from shared.schemas.verdicts import Standing, VerdictWord

_MOST_INDICATORS = 200
_WORST_FIRST = (
    VerdictWord.NOT_MET, VerdictWord.WORSENING, VerdictWord.BEHIND, VerdictWord.UNDETERMINED, VerdictWord.NO_DATA, VerdictWord.PACE_UNKNOWN,
    VerdictWord.NOT_DUE, VerdictWord.ON_TRACK, VerdictWord.MET_EARLY, VerdictWord.MET, VerdictWord.NOT_EVALUATED,
)  # fmt: skip
_SEVERITY = {word: place for place, word in enumerate(_WORST_FIRST)}


async def heat_table(db: Db, actor: Actor, scope: Scope, indicator_ids: Sequence[UUID], period: Period) -> dict[str, Any]:
    """Values, positions between worst and best, verdicts and flags of regions by indicators: four statements, whatever the size."""
    bound(len(indicator_ids), "indicators", "个指标", _MOST_INDICATORS)
    columns, rows = await named_entries(db, indicator_ids), await repository.regions_of(db, scope, period.last, MOST_REGIONS)
    bound(len(rows), "regions", "个地区", MOST_REGIONS)
    ids, places = [entry.id for entry in columns], [row.id for row in rows]
    cells = await repository.cells(db, actor, ids, places, str(period)) if places else []
    judged = await repository.words(db, actor, ids, places, period.year) if places and period == Period(period.year) else []
    histories = await definitions.histories(db, ids)
    numbers = {entry.id: in_force(histories.get(entry.id, ()), period.last) for entry in columns}
    grid = _grid(cells, places, ids)
    heads = [_column(entry, numbers[entry.id], [row[place] for row in grid]) for place, entry in enumerate(columns)]
    return {
        "period": str(period),
        "regions": [{"region_id": row.id, "code": row.code, "name": row.name} for row in rows],
        "indicators": heads,
        **_matrices(grid, heads),
        "words": _grid_of_words(judged, places, ids),
        "held_back": sum(cell.is_hidden for cell in cells),
    }


def _grid(cells: Iterable[Any], places: Sequence[UUID], ids: Sequence[UUID]) -> list[list[Any]]:
    """What may be seen, a row for each region and a column for each indicator; None where there is nothing."""
    row, column = ({which: number for number, which in enumerate(listed)} for listed in (places, ids))
    grid: list[list[Any]] = [[None] * len(ids) for _ in places]
    for cell in cells:
        if not cell.is_hidden:
            grid[row[cell.region_id]][column[cell.indicator_id]] = cell
    return grid


def _column(entry: Any, definition: int, cells: Iterable[Any]) -> dict[str, Any]:
    lowest, highest = extremes(cell.value for cell in cells if cell)
    head = {"indicator_id": entry.id, "name": entry.name, "unit_of_measure": entry.unit_of_measure or None, "polarity": entry.polarity}
    return {**head, "definition": definition, "lowest": lowest, "highest": highest}


def _grid_of_words(judged: Iterable[Any], places: Sequence[UUID], ids: Sequence[UUID]) -> list[list[str | None]]:
    """The worst verdict of each cell."""
    words: dict[tuple[UUID, UUID], str] = {}
    for row in judged:
        slot = (row.region_id, row.indicator_id)
        words[slot] = min(words.get(slot, row.word), row.word, key=lambda word: _SEVERITY[VerdictWord(word)])
    return [[words.get((place, which)) for which in ids] for place in places] if words else [[None] * len(ids) for _ in places]


def _matrices(grid: Sequence[Sequence[Any]], heads: Sequence[dict[str, Any]]) -> dict[str, list[list[Any]]]:
    told = [(head, better_of(head["polarity"]), head["definition"]) for head in heads]
    return {
        "values": [[cell.value if cell else None for cell in row] for row in grid],
        "positions": [[_position(cell, head, way) for cell, (head, way, _) in zip(row, told, strict=True)] for row in grid],
        "flags": [[_flags(cell, definition) for cell, (_, _, definition) in zip(row, told, strict=True)] for row in grid],
    }


def _position(cell: Any, head: Mapping[str, Any], better: Better | None) -> float | None:
    if cell is None or cell.value is None:
        return None
    return position(cell.value, head["lowest"], head["highest"], better)


def _flags(cell: Any, definition: int) -> str:
    if cell is None:
        return ""
    return ("D" if cell.definition != definition else "") + ("P" if cell.standing == Standing.PROVISIONAL else "")
