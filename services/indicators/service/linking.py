"""Linking what a plan prints to the catalogue: by name or alias and a convertible unit; anything else is a new entry for a person to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.indicators.models import IndicatorNameRecord, IndicatorRecord, IndicatorVersionRecord
from services.indicators.repository import definitions
from services.indicators.repository import entries as repository
from services.indicators.rules.definitions import FIRST, in_force, plan_day
from services.indicators.rules.names import entry_of, fold
from shared.kit.clock import SHANGHAI
from shared.kit.db import WriteDb
from shared.kit.ids import new_id
from shared.schemas.catalogue import IndicatorFacts
from shared.schemas.events.planning import IssuedIndicator, IssuedPlan


@dataclass(frozen=True, slots=True)
class Entry:
    """The catalogue entry that a printed indicator is linked to."""

    id: UUID
    unit_of_measure: str
    definition: int = FIRST
    """The number of the definition that was valid on the plan's day."""


Linked = Mapping[tuple[str, str], Entry]
"""Entries by the name and unit as printed."""


async def link(db: WriteDb, plan: IssuedPlan, owners: Sequence[IssuedIndicator], at: datetime) -> Linked:
    """The entries of a plan's indicators; what the catalogue does not know is added, flagged as unmatched."""
    known = await repository.same_names(db, [owner.name for owner in owners])
    found = {slot: entry for owner in owners if (entry := entry_of(*(slot := _slot(owner)), known)) is not None}
    units = await repository.indicators_by_id(db, found.values())
    later, day = await definitions.histories(db, set(found.values())), plan_day(plan.issued_on, plan.period.start)
    linked = {slot: Entry(entry, units[entry].unit_of_measure, in_force(later.get(entry, ()), day)) for slot, entry in found.items()}
    fresh: dict[tuple[str, str], dict[str, Any]] = {}
    for owner in owners:
        slot = _slot(owner)
        folded = (fold(slot[0]), slot[1])
        if slot not in linked:
            row = fresh.setdefault(folded, _new_entry(plan, owner, at))
            linked[slot] = Entry(row["id"], slot[1])
    await _add(db, plan, list(fresh.values()), at)
    return linked


def _slot(owner: IssuedIndicator) -> tuple[str, str]:
    return owner.name, owner.unit_of_measure or ""


def _new_entry(plan: IssuedPlan, owner: IssuedIndicator, at: datetime) -> dict[str, Any]:
    facts = IndicatorFacts(name=owner.name, polarity=owner.polarity).model_dump()
    kept = {
        "id": new_id(),
        "version": 1,
        "region_path": plan.region_path,
        "unmatched": True,
        "valid_from": plan.issued_on or at.astimezone(SHANGHAI).date(),
    }
    return {**facts, **kept, "unit_of_measure": owner.unit_of_measure or ""}


async def _add(db: WriteDb, plan: IssuedPlan, rows: list[dict[str, Any]], at: datetime) -> None:
    """New entries with their names and first versions."""
    await db.insert(IndicatorRecord, rows)
    await db.insert(
        IndicatorNameRecord,
        [
            {"id": new_id(), "indicator_id": row["id"], "name": row["name"], "folded": fold(row["name"])}
            | {"unit_of_measure": row["unit_of_measure"], "origin": plan.title, "is_alias": False}
            for row in rows
        ],
    )
    told: dict[str, Any] = {"version": 1, "reason": None, "recorded_at": at, "recorded_by": plan.title, "aliases": []}
    await db.insert(IndicatorVersionRecord, [{**told, "id": new_id(), "indicator_id": row["id"]} | _first(row) for row in rows])


def _first(row: Mapping[str, Any]) -> dict[str, Any]:
    facts = IndicatorFacts.model_validate(
        {name: row[name] for name in IndicatorFacts.model_fields} | {"unit_of_measure": row["unit_of_measure"] or None}
    )
    return {"valid_from": row["valid_from"], "facts": facts.model_dump(mode="json")}
