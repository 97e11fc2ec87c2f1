"""Queries on values by formula: which entries need which, what is asked for, what came of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, select, update

from services.indicators.models import DerivationRecord, FormulaInputRecord, IndicatorRecord, ObservationRecord
from services.indicators.repository.observations import SLOT, Slot
from shared.kit.bulk import among
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.catalogue import Arrival

derivations, inputs = table_of(DerivationRecord), table_of(FormulaInputRecord)
indicators, observations = table_of(IndicatorRecord), table_of(ObservationRecord)
_RIGHTS = RightsColumns(region_path=derivations.c.region_path, disclosure=derivations.c.disclosure)
_listed = select(derivations, indicators.c.name.label("indicator_name"), indicators.c.unit_of_measure).join(
    indicators, indicators.c.id == derivations.c.indicator_id
)
_by_formula = (indicators.c.arrival == Arrival.FORMULA, indicators.c.formula.is_not(None))
COMPUTED = ("disclosure", "outcome", "formula", "formula_version", "value", "missing", "inputs", "computed_at")


async def derivation_page(
    db: Db, query: PageQuery, actor: Actor, indicator_id: UUID | None, region_id: UUID | None, outcome: str | None
) -> Sequence[Row[Any]]:
    """Values by formula that the actor may know of, in the order in which they were first asked for."""
    statement = _listed.where(visible(actor, Permission.OBSERVATION_READ, _RIGHTS))
    filters = ((derivations.c.indicator_id, indicator_id), (derivations.c.region_id, region_id), (derivations.c.outcome, outcome))
    for column, wanted in filters:
        if wanted is not None:
            statement = statement.where(column == wanted)
    return await db.all(after(statement, query, (derivations.c.id, UUID)))


async def needing(db: Db, indicator_ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """(entry by formula, its disclosure, one of ``indicator_ids`` that it needs or that it is)."""
    ids = sorted(indicator_ids)
    by_input = (
        select(indicators.c.id, indicators.c.disclosure, inputs.c.input_id.label("because_of"))
        .join(inputs, inputs.c.indicator_id == indicators.c.id)
        .where(inputs.c.input_id.in_(ids), *_by_formula)
    )
    itself = select(indicators.c.id, indicators.c.disclosure, indicators.c.id.label("because_of")).where(indicators.c.id.in_(ids), *_by_formula)
    return await db.all(by_input.union_all(itself))


async def ask(db: WriteDb, rows: Sequence[dict[str, Any]], at: datetime) -> None:
    """Note that some slots must be computed: those that are there are locked in one order for everybody, and asked for again."""
    await db.keep_first(DerivationRecord, rows)
    wanted = among(derivations, SLOT, [tuple(row[name] for name in SLOT) for row in rows], arrays=db.is_postgres)
    await db.all(select(derivations.c.id).where(wanted).order_by(derivations.c.id).with_for_update())
    await db.run(update(derivations).where(wanted).values(asked_at=at))


async def slots_of_inputs(db: Db, indicator_id: UUID) -> Sequence[Row[Any]]:
    """Every slot for which some input of an entry's formula has a value."""
    columns = (observations.c.region_id, observations.c.region_path, observations.c.period, observations.c.disaggregation)
    needed = select(inputs.c.input_id).where(inputs.c.indicator_id == indicator_id)
    return await db.all(select(*columns).where(observations.c.indicator_id.in_(needed)).distinct())


async def something_asked(db: Db) -> bool:
    """Whether anything is to be computed."""
    return await db.one(select(derivations.c.id).where(derivations.c.asked_at.is_not(None)).limit(1)) is not None


async def claim(db: WriteDb, most: int) -> Sequence[Row[Any]]:
    """The slots to compute next, locked; what another worker has is left to it."""
    asked = select(derivations).where(derivations.c.asked_at.is_not(None)).order_by(derivations.c.asked_at, derivations.c.id)
    return await db.all(asked.limit(most).with_for_update(skip_locked=True))


async def inputs_of(db: Db, indicator_ids: Iterable[UUID]) -> dict[UUID, dict[str, UUID]]:
    """For each entry, the entries that its symbols stand for."""
    found: dict[UUID, dict[str, UUID]] = {}
    for row in await db.all(select(inputs).where(inputs.c.indicator_id.in_(sorted(set(indicator_ids))))):
        found.setdefault(row.indicator_id, {})[row.symbol] = row.input_id
    return found


async def values_at(db: Db, slots: Sequence[Slot], *, arrays: bool) -> dict[Slot, Row[Any]]:
    """What counts for some slots, read without a lock: a change of one of them asks for the formula again."""
    if not slots:
        return {}
    rows = await db.all(select(observations).where(among(observations, SLOT, slots, arrays=arrays)))
    return {(row.indicator_id, row.region_id, row.period, row.disaggregation): row for row in rows}


async def computed(db: WriteDb, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep what came of slots that were claimed; they are asked for no longer."""
    changes = {name: bindparam(f"new_{name}", type_=derivations.c[name].type) for name in COMPUTED}
    change = update(derivations).where(derivations.c.id == bindparam("which")).values(asked_at=None, **changes)
    await db.run(change, [{"which": row["id"], **{f"new_{name}": row[name] for name in COMPUTED}} for row in rows])


async def forget(db: WriteDb, indicator_ids: Sequence[UUID]) -> None:
    """Entries that are no longer by formula: nothing is asked of them."""
    if indicator_ids:
        await db.run(delete(derivations).where(derivations.c.indicator_id.in_(indicator_ids)))
