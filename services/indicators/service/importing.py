"""Official values of one plan's indicators by their keys, as the plan office has them: all rows or none."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.indicators.repository import catalogue
from services.indicators.rules.intake.faults import WORDS
from services.indicators.service.managing import TWICE, UNKNOWN_KEY, issued_plan, judge_again, refuse
from services.indicators.service.observing import Incoming, observe, pairs_of
from shared.kit.problems import FaultWords
from shared.kit.work import Work
from shared.rules.access import Permission
from shared.rules.possible import possible
from shared.schemas.observations import ObservationImport, ObservationOutcomes, ObservationRow


async def import_observations(work: Work, body: ObservationImport, on_track_from: Decimal) -> ObservationOutcomes:
    """Bring in official values of a plan's indicators; all rows or none. Verdicts follow in the same transaction."""
    plan = await issued_plan(work, body.plan_id, Permission.OBSERVATION_IMPORT)
    owners = {row.key: row for row in await catalogue.plan_indicators_of(work.db, body.plan_id)}
    refuse(_faults(body, owners))
    incoming = [_incoming(work, row, owners[row.key], plan) for row in body.rows]
    taken = await observe(work.db, work.service.outbox, incoming, work.now())
    await judge_again(work, await catalogue.plan_indicators_measuring(work.db, pairs_of(incoming)), on_track_from)
    await work.audit("import_observations", body.plan_id, new=taken.new, corrected=taken.corrected)
    return ObservationOutcomes(new=taken.new, corrected=taken.corrected, unchanged=taken.unchanged)


def _faults(body: ObservationImport, owners: Mapping[str, Any]) -> list[FaultWords]:
    faults: list[FaultWords] = []
    seen: set[tuple[str, str, str]] = set()
    for number, row in enumerate(body.rows, 1):
        owner = owners.get(row.key)
        if owner is None:
            faults.append(FaultWords("unknown-key", UNKNOWN_KEY, row=number, column="key", value=row.key))
        else:
            faults += _beyond(number, row, owner)
        slot = (row.key, str(row.about), row.disaggregation)
        if slot in seen:
            faults.append(FaultWords("twice", TWICE, row=number, column="key", value=" ".join(slot).strip()))
        seen.add(slot)
    return faults


def _beyond(number: int, row: ObservationRow, owner: Any) -> list[FaultWords]:
    """A value that is not possible, and a denominator that is none."""
    faults, bounds = [], possible(owner.name, owner.measured_in or owner.unit_of_measure)
    if row.value is not None and row.value not in bounds:
        low, high = ("…" if bound is None else bound for bound in (bounds.low, bounds.high))
        places = {"value": format(row.value, "f"), "name": owner.name, "low": low, "high": high}
        faults.append(FaultWords("out-of-range", WORDS["out-of-range"], row=number, column="value", **places))
    if row.denominator is not None and not row.denominator:
        faults.append(FaultWords("zero-denominator", WORDS["zero-denominator"], row=number, column="denominator"))
    return faults


def _incoming(work: Work, row: ObservationRow, owner: Any, plan: Any) -> Incoming:
    return Incoming(
        indicator_id=owner.indicator_id,
        region_id=owner.region_id,
        region_path=owner.region_path,
        unit_id=owner.unit_id,
        period=str(row.about),
        year=row.about.year,
        disaggregation=row.disaggregation,
        value=row.value,
        state=row.state,
        numerator=row.numerator,
        denominator=row.denominator,
        standing=row.standing,
        disclosure=plan.disclosure,
        source="import",
        source_id=None,
        by=work.actor.name,
    )
