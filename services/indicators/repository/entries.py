"""Queries on catalogue entries, their names, versions and formula inputs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, func, or_, select

from services.indicators.models import FormulaInputRecord, IndicatorNameRecord, IndicatorRecord, IndicatorVersionRecord, PlanIndicatorRecord
from services.indicators.rules.names import KnownName, fold, pieces
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.tables import table_of

indicators, names = table_of(IndicatorRecord), table_of(IndicatorNameRecord)
versions, inputs = table_of(IndicatorVersionRecord), table_of(FormulaInputRecord)
used = table_of(PlanIndicatorRecord)
_MOST_CANDIDATES = 2000

_indicator_by_id = select(indicators).where(indicators.c.id == bindparam("id"))
_aliases_of = (
    select(names.c.indicator_id, names.c.name, names.c.unit_of_measure, names.c.origin)
    .where(names.c.indicator_id.in_(bindparam("ids", expanding=True)), names.c.is_alias)
    .order_by(names.c.folded, names.c.unit_of_measure)
)
_known = select(names.c.indicator_id, names.c.name, names.c.folded, names.c.unit_of_measure)
_versions_of = select(versions).where(versions.c.indicator_id == bindparam("id")).order_by(versions.c.version)


async def indicator(db: Db, indicator_id: UUID) -> Row[Any] | None:
    """A catalogue entry."""
    return await db.one(_indicator_by_id, {"id": indicator_id})


async def indicators_by_id(db: Db, ids: Iterable[UUID]) -> dict[UUID, Row[Any]]:
    """Entries by id."""
    return {row.id: row for row in await db.all(select(indicators).where(indicators.c.id.in_(sorted(set(ids)))))}


async def indicator_to_change(db: WriteDb, indicator_id: UUID) -> IndicatorRecord | None:
    """The entry under a lock."""
    record: IndicatorRecord | None = await db.session.scalar(select(IndicatorRecord).where(IndicatorRecord.id == indicator_id).with_for_update())
    return record


async def indicator_page(db: Db, query: PageQuery, name: str | None, **equal: Any) -> Sequence[Row[Any]]:
    """Entries in order of name; ``name`` is a part of any of their names, ``equal`` holds columns by name."""
    statement = select(indicators).where(indicators.c.merged_into.is_(None))
    if name is not None:
        named = select(names.c.id).where(names.c.indicator_id == indicators.c.id, names.c.folded.contains(fold(name), autoescape=True))
        statement = statement.where(named.exists())
    for column, wanted in equal.items():
        if wanted is not None:
            statement = statement.where(indicators.c[column] == wanted)
    return await db.all(after(statement, query, (indicators.c.name, str), (indicators.c.id, UUID)))


async def aliases_of(db: Db, ids: Iterable[UUID]) -> dict[UUID, list[Row[Any]]]:
    """The aliases of some entries."""
    found: dict[UUID, list[Row[Any]]] = {}
    for row in await db.all(_aliases_of, {"ids": sorted(set(ids))}):
        found.setdefault(row.indicator_id, []).append(row)
    return found


async def versions_of(db: Db, indicator_id: UUID) -> Sequence[Row[Any]]:
    """Every version of an entry, the first first."""
    return await db.all(_versions_of, {"id": indicator_id})


async def same_names(db: Db, wanted: Iterable[str]) -> list[KnownName]:
    """Every name in the catalogue that is one of ``wanted``, as folded."""
    folded = sorted({fold(name) for name in wanted})
    return [KnownName(**row._mapping) for row in await db.all(_known.where(names.c.folded.in_(folded)))]


async def all_names(db: Db) -> list[KnownName]:
    """Every name in the catalogue."""
    return [KnownName(**row._mapping) for row in await db.all(_known)]


async def like_names(db: Db, name: str) -> list[KnownName]:
    """Names that share a piece with a new one."""
    shared = or_(*(names.c.folded.contains(piece, autoescape=True) for piece in pieces(name)))
    return [KnownName(**row._mapping) for row in await db.all(_known.where(shared).order_by(names.c.folded).limit(_MOST_CANDIDATES))]


async def is_in_use(db: Db, indicator_id: UUID) -> bool:
    """Whether a plan calls for the entry."""
    return await db.one(select(used.c.id).where(used.c.indicator_id == indicator_id).limit(1)) is not None


async def codes(db: Db, wanted: Iterable[str]) -> dict[str, UUID]:
    """Entries by code; the code of one that was made one with another means that other."""
    meant = func.coalesce(indicators.c.merged_into, indicators.c.id).label("id")
    rows = await db.all(select(indicators.c.code, meant).where(indicators.c.code.in_(sorted(set(wanted)))))
    return {row.code: row.id for row in rows}


async def replace_aliases(db: WriteDb, indicator_id: UUID, rows: Sequence[Mapping[str, Any]]) -> None:
    """Give an entry its names anew."""
    await db.run(delete(names).where(names.c.indicator_id == indicator_id))
    await db.insert(IndicatorNameRecord, [dict(row) for row in rows])


async def replace_inputs(db: WriteDb, indicator_id: UUID, rows: Sequence[Mapping[str, Any]]) -> None:
    """Give a formula its inputs anew."""
    await db.run(delete(inputs).where(inputs.c.indicator_id == indicator_id))
    await db.insert(FormulaInputRecord, [dict(row) for row in rows])


async def formula_edges(db: Db) -> dict[UUID, tuple[UUID, ...]]:
    """For every entry with a formula, the entries it needs."""
    found: dict[UUID, tuple[UUID, ...]] = {}
    for row in await db.all(select(inputs.c.indicator_id, inputs.c.input_id).order_by(inputs.c.symbol)):
        found[row.indicator_id] = (*found.get(row.indicator_id, ()), row.input_id)
    return found
