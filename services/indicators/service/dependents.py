"""Asking for values by formula: every change of an input leaves a note in its own transaction, which a loop takes up."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.indicators.repository import derivations as repository
from services.indicators.repository.observations import Slot
from shared.kit.db import WriteDb
from shared.kit.ids import new_id
from shared.schemas.catalogue import Arrival
from shared.schemas.derivations import DerivationOutcome

_SLOT = ("region_id", "region_path", "period", "disaggregation")


async def follow_formula(db: WriteDb, entry: Any, at: datetime) -> None:
    """Ask for every value of an entry whose formula is new or otherwise; nothing is asked of one that is not by formula."""
    if entry.arrival != Arrival.FORMULA or entry.formula is None:
        await repository.forget(db, [entry.id])
        return
    slots = await repository.slots_of_inputs(db, entry.id)
    if slots:
        await repository.ask(db, [_asked(entry.id, entry.disclosure, row._mapping) for row in slots], at)


async def ask_for(db: WriteDb, changed: Sequence[Mapping[str, Any]], at: datetime) -> None:
    """Ask for what follows from values that have changed, and for what was written over by somebody's own; one query where nothing does."""
    needing = await repository.needing(db, {row["indicator_id"] for row in changed}) if changed else ()
    if not needing:
        return
    followers: dict[UUID, list[Any]] = {}
    for row in needing:
        followers.setdefault(row.because_of, []).append(row)
    rows: dict[Slot, dict[str, Any]] = {}
    for value in changed:
        for entry in followers.get(value["indicator_id"], ()):
            if entry.id != value["indicator_id"] or value["source"] != "formula":
                rows[entry.id, value["region_id"], value["period"], value["disaggregation"]] = _asked(entry.id, entry.disclosure, value)
    if rows:
        await repository.ask(db, [rows[slot] for slot in sorted(rows)], at)


def _asked(indicator_id: UUID, disclosure: str, place: Mapping[Any, Any]) -> dict[str, Any]:
    """A slot that nothing was computed for yet."""
    return {
        "id": new_id(),
        "indicator_id": indicator_id,
        **{name: place[name] for name in _SLOT},
        "disclosure": disclosure,
        "outcome": DerivationOutcome.ASKED,
        "missing": [],
        "inputs": [],
    }
