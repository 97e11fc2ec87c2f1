"""Values by formula: asked for by every change of an input, computed set by set in a transaction of their own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.indicators.repository import catalogue, definitions, entries
from services.indicators.repository import derivations as repository
from services.indicators.repository import observations as values
from services.indicators.repository.observations import Slot
from services.indicators.rules.definitions import Since, in_force
from services.indicators.rules.deriving import Derived, Figure, derive
from services.indicators.rules.formulas import parse
from services.indicators.service.dependents import ask_for
from services.indicators.service.judging import rejudge
from services.indicators.service.observing import Incoming, observe, pairs_of, told
from shared.kit.db import WriteDb
from shared.kit.outbox import Outbox
from shared.rules.periods import parse_period
from shared.schemas.catalogue import Arrival
from shared.schemas.derivations import DerivationOutcome

BY = "公式 formula"
_WITHDRAWN = "公式所需的值已撤回或尚缺 an input of the formula is missing"


@dataclass(frozen=True, slots=True)
class Formula:
    """An entry's formula in the version that is valid."""

    entry: Any
    inputs: Mapping[str, UUID]


async def derive_due(db: WriteDb, outbox: Outbox, most: int, at: datetime, day: date, on_track_from: Decimal) -> int:
    """Compute the next slots that are asked for, make what counts official, judge again; how many slots were computed."""
    claimed = await repository.claim(db, most)
    formulas = await _formulas(db, {row.indicator_id for row in claimed})
    due = [row for row in claimed if row.indicator_id in formulas]
    slots = [(needed, *_rest(row)) for row in due for needed in formulas[row.indicator_id].inputs.values()]
    figures = await repository.values_at(db, slots, arrays=db.is_postgres)
    histories = await definitions.histories(db, {slot[0] for slot in slots})
    present = await values.present(db, [(row.indicator_id, *_rest(row)) for row in due], arrays=db.is_postgres)
    rows, incoming, empty = [], [], []
    for row in due:
        formula, there = formulas[row.indicator_id], present.get((row.indicator_id, *_rest(row)))
        derived = derive(parse(formula.entry.formula), _figures(row, formula, figures, histories))
        is_own = there is not None and there.source != "formula" and _says(there)
        rows.append(_computed(row, formula, derived, at, is_own=is_own))
        if derived.value is not None and not is_own:
            incoming.append(_incoming(row, formula, derived))
        elif there is not None and not is_own and _says(there):
            empty.append(_emptied(there, at))
    await observe(db, outbox, incoming, at)
    await _empty(db, outbox, empty, at)
    await repository.computed(db, rows)
    changed = pairs_of(incoming) | {(one["indicator_id"], one["region_id"]) for one in empty}
    await rejudge(db, outbox, await catalogue.plan_indicators_measuring(db, changed), day=day, at=at, on_track_from=on_track_from)
    return len(claimed)


async def _formulas(db: WriteDb, ids: Iterable[UUID]) -> dict[UUID, Formula]:
    """The formulas of some entries; one that has none any more (it was edited meanwhile) is forgotten."""
    found, needed = await entries.indicators_by_id(db, ids), await repository.inputs_of(db, ids)
    await repository.forget(db, [entry.id for entry in found.values() if entry.formula is None])
    return {entry.id: Formula(entry, needed.get(entry.id, {})) for entry in found.values() if entry.formula is not None}


def _rest(row: Any) -> tuple[UUID, str, str]:
    return row.region_id, row.period, row.disaggregation


def _says(row: Any) -> bool:
    return row.value is not None or row.state is not None


def _figures(row: Any, formula: Formula, found: Mapping[Slot, Any], histories: Mapping[UUID, Sequence[Since]]) -> dict[str, Figure]:
    figures = {}
    for symbol, needed in formula.inputs.items():
        value = found.get((needed, *_rest(row)))
        if value is not None and value.value is not None:
            due = in_force(histories.get(needed, ()), parse_period(row.period).last)
            said = (value.id, value.version, value.value, value.standing, value.disclosure, value.definition)
            figures[symbol] = Figure(needed, *said, due)
    return figures


def _computed(row: Any, formula: Formula, derived: Derived, at: datetime, *, is_own: bool) -> dict[str, Any]:
    outcome = derived.outcome
    return {
        "id": row.id,
        "disclosure": derived.disclosure(formula.entry.disclosure),
        "outcome": DerivationOutcome.BESIDE if is_own and outcome is DerivationOutcome.COUNTS else outcome,
        "formula": formula.entry.formula,
        "formula_version": formula.entry.version,
        "value": derived.value,
        "missing": list(derived.missing),
        "inputs": derived.told_inputs(),
        "computed_at": at,
    }


def _incoming(row: Any, formula: Formula, derived: Derived) -> Incoming:
    used = [{"observation_id": str(figure.observation_id), "version": figure.version} for figure in derived.used.values()]
    return Incoming(
        indicator_id=row.indicator_id,
        region_id=row.region_id,
        region_path=row.region_path,
        unit_id=None,
        period=row.period,
        year=parse_period(row.period).year,
        disaggregation=row.disaggregation,
        value=derived.value,
        state=None,
        numerator=None,
        denominator=None,
        standing=derived.standing,
        disclosure=derived.disclosure(formula.entry.disclosure),
        source=Arrival.FORMULA,
        source_id=row.id,
        by=BY,
        derived_from=used,
        definition=formula.entry.definition_number,
    )


def _emptied(there: Any, at: datetime) -> dict[str, Any]:
    """The next version of a value that no longer follows: it says nothing, and why."""
    nothing = dict.fromkeys(("value", "state", "numerator", "denominator", "reported", "derived_from"))
    change = {"version": there.version + 1, "voids": there.version, "reason": _WITHDRAWN, "recorded_at": at, "recorded_by": BY}
    return {**there._mapping, **nothing, **change}


async def _empty(db: WriteDb, outbox: Outbox, rows: Sequence[Mapping[str, Any]], at: datetime) -> None:
    if rows:
        await values.next_versions(db, [{name: row[name] for name in ("id", *values.CONTENT)} for row in rows], at)
        await outbox.record(db, *told(rows), at=at)
        await ask_for(db, rows, at)
