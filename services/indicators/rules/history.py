"""The history of a catalogue entry: each version with its last day and what it changed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from shared.schemas.catalogue import IndicatorVersion
from shared.schemas.definitions import Definition, FieldChange

_DEFINING = ("definition", "numerator", "denominator", "formula", "unit_of_measure", "source")


def told_versions(rows: Sequence[Any]) -> list[IndicatorVersion]:
    """Versions as told, the first first: one ends on the day before the next begins."""
    ends = [after.valid_from - timedelta(days=1) for _, after in pairwise(rows)]
    return [
        IndicatorVersion(
            version=row.version,
            valid_from=row.valid_from,
            valid_until=until,
            definition_number=row.definition_number,
            reason=row.reason,
            recorded_at=row.recorded_at,
            recorded_by=row.recorded_by,
            changed=_changed(before, row) if before is not None else [],
            facts=row.facts,
            aliases=row.aliases,
        )
        for before, row, until in zip([None, *rows], rows, [*ends, None], strict=False)
    ]


def told_definitions(rows: Sequence[Any]) -> list[Definition]:
    """The definitions of an entry from its versions, the first first: each as its newest version words it, valid from its first."""
    wordings: dict[int, list[Any]] = {}
    for row in rows:
        wordings.setdefault(row.definition_number, []).append(row)
    groups = list(wordings.values())
    ends = [after[0].valid_from - timedelta(days=1) for after in groups[1:]]
    return [
        Definition(
            number=group[0].definition_number,
            valid_from=group[0].valid_from,
            valid_until=until,
            **{name: group[-1].facts.get(name) for name in _DEFINING},
            reason=group[0].reason,
            changed_by=group[0].recorded_by,
            differs=_differs(before[-1].facts, group[-1].facts) if before else [],
        )
        for before, group, until in zip([None, *groups], groups, [*ends, None], strict=False)
    ]


def _differs(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[FieldChange]:
    pairs = ((name, before.get(name), now.get(name)) for name in _DEFINING)
    return [FieldChange(field=name, before=one, now=other) for name, one, other in pairs if one != other]


def _changed(before: Any, row: Any) -> list[str]:
    names = sorted({*before.facts, *row.facts})
    facts = [name for name in names if before.facts.get(name) != row.facts.get(name)]
    return [*facts, "aliases"] if before.aliases != row.aliases else facts
