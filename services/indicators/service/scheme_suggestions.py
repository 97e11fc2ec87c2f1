"""The work list of a scheme: items that mean no entry yet, each with the entries that it may mean."""

import asyncio
from collections.abc import Sequence
from typing import Any

from services.indicators.repository import entries
from services.indicators.rules import names
from services.indicators.rules.names import Match, NameIndex
from shared.kit.db import Db
from shared.schemas.catalogue import Suggestion
from shared.schemas.schemes import UnmappedItem

_MOST_SUGGESTIONS = 5
Found = dict[Any, list[Match]]


async def work_list(db: Db, rows: Sequence[Any]) -> list[UnmappedItem]:
    """Items with their suggestions: the names of the catalogue are read once for all of them."""
    known = await entries.all_names(db) if rows else []
    found = await asyncio.to_thread(_suggested, rows, NameIndex(known))
    told = await entries.indicators_by_id(db, [match.known.indicator_id for several in found.values() for match in several])
    return [
        UnmappedItem(
            position=row.position,
            code=row.code,
            name=row.name,
            unit_of_measure=row.unit_of_measure,
            definition=row.definition,
            suggestions=[_suggestion(match, row, told[match.known.indicator_id]) for match in found[row.id]],
        )
        for row in rows
    ]


def _suggested(rows: Sequence[Any], index: NameIndex) -> Found:
    return {row.id: names.suggest(row.name, row.unit_of_measure or "", index.like(row.name))[:_MOST_SUGGESTIONS] for row in rows}


def _suggestion(match: Match, row: Any, entry: Any) -> Suggestion:
    return Suggestion(
        indicator_id=entry.id,
        code=entry.code,
        name=entry.name,
        unit_of_measure=entry.unit_of_measure or None,
        matched_name=match.known.name,
        likeness=round(match.likeness, 3),
        exact=match.exact,
        unit_fits=match.unit_fits,
        said=names.said(match, row.name, row.unit_of_measure or ""),
    )
