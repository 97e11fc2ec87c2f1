"""A heat table: regions by indicators in one period, each cell with its place between worst and best and its verdict."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
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
    found = {(cell.region_id, cell.indicator_id): cell for cell in cells if not cell.is_hidden}
    heads = [
        _column(entry, numbers[entry.id], [cell.value for cell in cells if cell.indicator_id == entry.id and not cell.is_hidden]) for entry in columns
    ]
    return {
        "period": str(period),
        "regions": [{"region_id": row.id, "code": row.code, "name": row.name} for row in rows],
        "indicators": heads,
        **_matrices(places, heads, found, _worst(judged)),
        "held_back": sum(cell.is_hidden for cell in cells),
    }


def _column(entry: Any, definition: int, values: Iterable[Decimal | None]) -> dict[str, Any]:
    lowest, highest = extremes(values)
    head = {"indicator_id": entry.id, "name": entry.name, "unit_of_measure": entry.unit_of_measure or None, "polarity": entry.polarity}
    return {**head, "definition": definition, "lowest": lowest, "highest": highest}


def _worst(judged: Iterable[Any]) -> dict[tuple[UUID, UUID], str]:
    words: dict[tuple[UUID, UUID], str] = {}
    for row in judged:
        slot = (row.region_id, row.indicator_id)
        words[slot] = min(words.get(slot, row.word), row.word, key=lambda word: _SEVERITY[VerdictWord(word)])
    return words


def _matrices(
    places: Sequence[UUID], heads: Sequence[dict[str, Any]], found: Mapping[tuple[UUID, UUID], Any], words: Mapping[tuple[UUID, UUID], str]
) -> dict[str, list[list[Any]]]:
    matrices: dict[str, list[list[Any]]] = {"values": [], "positions": [], "words": [], "flags": []}
    ways = [better_of(head["polarity"]) for head in heads]
    for place in places:
        cells = [found.get((place, head["indicator_id"])) for head in heads]
        matrices["values"].append([cell.value if cell else None for cell in cells])
        matrices["positions"].append([_position(cell, head, way) for cell, head, way in zip(cells, heads, ways, strict=True)])
        matrices["words"].append([words.get((place, head["indicator_id"])) for head in heads])
        matrices["flags"].append([_flags(cell, head["definition"]) for cell, head in zip(cells, heads, strict=True)])
    return matrices


def _position(cell: Any, head: Mapping[str, Any], better: Better | None) -> float | None:
    if cell is None or cell.value is None:
        return None
    return position(cell.value, head["lowest"], head["highest"], better)


def _flags(cell: Any, definition: int) -> str:
    if cell is None:
        return ""
    return ("D" if cell.definition != definition else "") + ("P" if cell.standing == Standing.PROVISIONAL else "")
