"""Monitoring schemes held against the catalogue and against a plan: what is wrong with one, and what a plan has of it."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.indicators.rules.measures import measure_of
from services.indicators.rules.names import fold, unit_fits
from shared.schemas.schemes import AskedIndicator, AskedOf, Definitions, InPlan, SchemeCounts, SchemeItem


@dataclass(frozen=True, slots=True)
class ItemFault:
    """A fault of one item; ``row`` counts from 1, ``value`` and ``other`` are what it speaks of."""

    row: int
    column: str
    code: str
    value: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A catalogue entry as far as schemes care."""

    id: UUID
    name: str
    unit_of_measure: str
    definition: str | None


def faults_of(items: Sequence[SchemeItem], entries: Mapping[UUID, Entry]) -> list[ItemFault]:
    """Every fault of the items: a code or a name with its unit twice, an unknown unit, an unknown entry, or one in another unit."""
    faults: list[ItemFault] = []
    codes: dict[str, int] = {}
    names: dict[tuple[str, str], int] = {}
    for row, item in enumerate(items, 1):
        if codes.setdefault(item.code, row) != row:
            faults.append(ItemFault(row, "code", "twice", item.code, str(codes[item.code])))
        if names.setdefault((fold(item.name), item.unit_of_measure or ""), row) != row:
            faults.append(ItemFault(row, "name", "twice", item.name, str(names[fold(item.name), item.unit_of_measure or ""])))
        if measure_of(item.unit_of_measure) is None:
            faults.append(ItemFault(row, "unit_of_measure", "unknown-unit", item.unit_of_measure or ""))
        faults += mapping_faults(row, item.unit_of_measure, item.indicator_id, entries)
    return faults


def mapping_faults(row: int, unit: str | None, indicator_id: UUID | None, entries: Mapping[UUID, Entry]) -> list[ItemFault]:
    """Why an item cannot mean an entry: there is none, or values of one are no values of the other."""
    if indicator_id is None:
        return []
    entry = entries.get(indicator_id)
    if entry is None:
        return [ItemFault(row, "indicator_id", "unknown-indicator", str(indicator_id))]
    if unit and not unit_fits(unit, entry.unit_of_measure):
        return [ItemFault(row, "indicator_id", "units-differ", unit, entry.unit_of_measure or "—")]
    return []


def compare_definitions(asked: str | None, own: str | None) -> Definitions:
    """Alike but for blanks, punctuation, width and case; a person decides what a difference means."""
    one, other = _plain(asked), _plain(own)
    if not one or not other:
        return Definitions.NOT_STATED
    return Definitions.SAME if one == other else Definitions.DIFFERS


def _plain(text: str | None) -> str:
    folded = unicodedata.normalize("NFKC", text or "").lower()
    return "".join(character for character in folded if unicodedata.category(character)[0] not in "PZC")


def held_against(items: Iterable[Any], entries: Mapping[UUID, Entry], plan: Sequence[InPlan]) -> tuple[list[AskedIndicator], list[InPlan]]:
    """(what the scheme asks for with what the plan has of it, what the plan has beyond it), each in its own order."""
    by_entry: dict[UUID, list[InPlan]] = {}
    for one in plan:
        by_entry.setdefault(one.indicator_id, []).append(one)
    asked = [_asked(item, entries.get(item.indicator_id), by_entry.get(item.indicator_id, [])) for item in items]
    wanted = {one.indicator_id for one in asked}
    return asked, [one for one in plan if one.indicator_id not in wanted]


def counts_of(asked: Sequence[AskedIndicator], beyond: int) -> SchemeCounts:
    """How many items a plan has, lacks, or nobody has mapped, and where it means something else; ``beyond``: what it has besides."""
    return SchemeCounts(
        **{found.value: sum(one.found is found for one in asked) for found in AskedOf},
        beyond=beyond,
        definition_differs=sum(one.found is AskedOf.IN_PLAN and one.definitions is Definitions.DIFFERS for one in asked),
    )


def _asked(item: Any, entry: Entry | None, own: list[InPlan]) -> AskedIndicator:
    found = AskedOf.UNMAPPED if entry is None else AskedOf.IN_PLAN if own else AskedOf.LACKING
    definition = entry.definition if entry else None
    return AskedIndicator(
        code=item.code,
        name=item.name,
        unit_of_measure=item.unit_of_measure,
        indicator_id=item.indicator_id,
        found=found,
        in_plan=own,
        definitions=compare_definitions(item.definition, definition),
        asked_definition=item.definition,
        own_definition=definition,
        unit_fits=all(unit_fits(item.unit_of_measure or "", one.unit_of_measure or "") for one in own) if own else None,
    )
