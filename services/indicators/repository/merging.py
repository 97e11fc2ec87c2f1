"""Statements by which what belongs to one catalogue entry becomes another's, set by set."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, select, update
from sqlalchemy.orm import aliased

from services.indicators.models import FormulaInputRecord, IndicatorNameRecord, IndicatorRecord, ObservationRecord, PlanIndicatorRecord
from services.indicators.rules.definitions import FIRST
from shared.kit.db import Db, WriteDb
from shared.kit.tables import table_of

indicators, names, inputs = table_of(IndicatorRecord), table_of(IndicatorNameRecord), table_of(FormulaInputRecord)
observations, owners = table_of(ObservationRecord), table_of(PlanIndicatorRecord)
_theirs = observations.alias("theirs")
_same_slot = and_(*(_theirs.c[name] == observations.c[name] for name in ("region_id", "period", "disaggregation")))


async def names_of(db: Db, indicator_id: UUID) -> Sequence[Row[Any]]:
    """Every name of an entry."""
    return await db.all(select(names).where(names.c.indicator_id == indicator_id).order_by(names.c.folded))


async def needing(db: Db, indicator_id: UUID) -> Sequence[Row[Any]]:
    """Entries whose formulas need an entry."""
    of_entry = select(indicators.c.id, indicators.c.name).join(inputs, inputs.c.indicator_id == indicators.c.id)
    return await db.all(of_entry.where(inputs.c.input_id == indicator_id).distinct().order_by(indicators.c.name))


async def conflicts(db: Db, source: UUID, target: UUID, most: int) -> Sequence[Row[Any]]:
    """Slots for which both entries have a value, or had one."""
    both = (
        select(
            observations.c.region_id,
            observations.c.period,
            observations.c.disaggregation,
            observations.c.value.label("our_value"),
            observations.c.state.label("our_state"),
            _theirs.c.value.label("their_value"),
            _theirs.c.state.label("their_state"),
        )
        .join(_theirs, and_(_theirs.c.indicator_id == target, _same_slot))
        .where(observations.c.indicator_id == source)
    )
    return await db.all(both.order_by(observations.c.region_id, observations.c.period, observations.c.disaggregation).limit(most))


async def places_of(db: Db, indicator_id: UUID) -> set[str]:
    """The regions in which an entry has values or is called for by a plan."""
    values = select(observations.c.region_path).where(observations.c.indicator_id == indicator_id)
    called = select(owners.c.region_path).where(owners.c.indicator_id == indicator_id)
    return {row.region_path for row in await db.all(values.union(called))}


async def count_of(db: Db, record: type[Any], indicator_id: UUID) -> int:
    """How many rows of a table belong to an entry."""
    table = table_of(record)
    row = await db.one(select(func.count().label("rows")).select_from(table).where(table.c.indicator_id == indicator_id))
    return int(row.rows) if row else 0


async def move_names(db: WriteDb, source: UUID, target: UUID, origin: str) -> None:
    """The names of one entry become aliases of another."""
    await db.run(update(names).where(names.c.indicator_id == source).values(indicator_id=target, is_alias=True, origin=origin))


async def move_inputs(db: WriteDb, source: UUID, target: UUID) -> None:
    """Formulas that need one entry need the other from now on; their symbols stay as they are written."""
    await db.run(update(inputs).where(inputs.c.input_id == source).values(input_id=target))


async def move_plan_indicators(db: WriteDb, source: UUID, target: UUID, measured_in: str | None) -> Sequence[Row[Any]]:
    """Plans that call for one entry call for the other, in its first definition; the plan indicators as they now are."""
    moved = update(owners).where(owners.c.indicator_id == source)
    changes = {"indicator_id": target, "measured_in": measured_in, "definition": FIRST, "version": owners.c.version + 1}
    return await db.all(moved.values(**changes).returning(owners))


async def link_plan_indicator(db: WriteDb, plan_indicator_id: UUID, indicator_id: UUID, measured_in: str | None, definition: int) -> Row[Any]:
    """One plan indicator calls for another entry; as it now is."""
    moved = update(owners).where(owners.c.id == plan_indicator_id)
    changes = {"indicator_id": indicator_id, "measured_in": measured_in, "definition": definition, "version": owners.c.version + 1}
    [row] = await db.all(moved.values(**changes).returning(owners))
    return row


async def move_values(db: WriteDb, source: UUID, target: UUID) -> Sequence[Row[Any]]:
    """Values of one entry become the other's where that has none; every version goes along. The values as they now are."""
    there = aliased(ObservationRecord)
    taken = select(there.id).where(
        there.indicator_id == target,
        there.region_id == observations.c.region_id,
        there.period == observations.c.period,
        there.disaggregation == observations.c.disaggregation,
    )
    moved = update(observations).where(observations.c.indicator_id == source, ~taken.exists()).values(indicator_id=target)
    return await db.all(moved.returning(observations))


async def retire(db: WriteDb, source: UUID, target: UUID) -> None:
    """Entries that once became the one that goes now stand for the one that stays."""
    await db.run(update(indicators).where(indicators.c.merged_into == source).values(merged_into=target))


async def now_meant(db: Db, indicator_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """For each entry that was made one with another, the entry that stands for it now."""
    gone = select(indicators.c.id, indicators.c.merged_into).where(
        indicators.c.id.in_(sorted(set(indicator_ids))), indicators.c.merged_into.is_not(None)
    )
    return {row.id: row.merged_into for row in await db.all(gone)}
