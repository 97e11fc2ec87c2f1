"""The history of a catalogue entry: each version with its last day and what it changed."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from shared.schemas.catalogue import IndicatorVersion


def told_versions(rows: Sequence[Any]) -> list[IndicatorVersion]:
    """Versions as told, the first first: one ends on the day before the next begins."""
    ends = [after.valid_from - timedelta(days=1) for _, after in pairwise(rows)]
    return [
        IndicatorVersion(
            version=row.version,
            valid_from=row.valid_from,
            valid_until=until,
            reason=row.reason,
            recorded_at=row.recorded_at,
            recorded_by=row.recorded_by,
            changed=_changed(before, row) if before is not None else [],
            facts=row.facts,
            aliases=row.aliases,
        )
        for before, row, until in zip([None, *rows], rows, [*ends, None], strict=False)
    ]


def _changed(before: Any, row: Any) -> list[str]:
    names = sorted({*before.facts, *row.facts})
    facts = [name for name in names if before.facts.get(name) != row.facts.get(name)]
    return [*facts, "aliases"] if before.aliases != row.aliases else facts
