"""Queries on the search index."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, bindparam, delete, func, literal_column, select, union_all

from services.plans.models import PlanRecord, SearchEntry, SearchGram
from services.plans.repository.plans import PLAN_RIGHTS
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

plans, entries, grams = table_of(PlanRecord), table_of(SearchEntry), table_of(SearchGram)
_ENOUGH, _MOST_COUNTED = 2000, 16
_entries_of = select(entries.c.id, entries.c.rank, entries.c.normal).where(entries.c.plan_id == bindparam("plan"))
_drop_gram = delete(grams).where(grams.c.gram == bindparam("of"), grams.c.rank == bindparam("ranked"), grams.c.entry_id == bindparam("entry"))
_FOUND = (
    entries.c.id,
    entries.c.rank,
    entries.c.kind,
    entries.c.plan_id,
    entries.c.key,
    entries.c.text,
    entries.c.clause_path,
    plans.c.title.label("plan_title"),
    plans.c.state.label("plan_state"),
    plans.c.region_id,
    plans.c.region_name,
)


async def entries_of(db: Db, plan_id: UUID) -> Sequence[Row[Any]]:
    """What is indexed of a plan."""
    return await db.all(_entries_of, {"plan": plan_id})


async def forget(db: WriteDb, plan_id: UUID, pairs: Iterable[tuple[str, int, UUID]]) -> None:
    """Drop a plan's entries and their (gram, rank, entry) rows: by their whole key, so the grams need no second index."""
    await db.run(_drop_gram, [{"of": gram, "ranked": rank, "entry": entry} for gram, rank, entry in pairs])
    await db.run(delete(entries).where(entries.c.plan_id == plan_id))


async def rarest(db: Db, asked: Sequence[str]) -> str:
    """The gram with the fewest entries, counted up to a limit: the list of finds begins from it."""
    if len(asked) == 1:
        return asked[0]
    counted = asked[:_MOST_COUNTED]
    rows = await db.all(_counts(len(counted)), {f"gram{n}": gram for n, gram in enumerate(counted)})
    return min(zip((row.n for row in sorted(rows, key=lambda row: row.place)), counted, strict=True))[1]


@lru_cache(maxsize=_MOST_COUNTED)
def _counts(asked: int) -> Select[Any]:
    """How many entries each of so many grams has, by its place among them."""
    return select(union_all(*(_count(place) for place in range(asked))).subquery())


def _count(place: int) -> Select[int, int]:
    some = select(grams.c.rank).where(grams.c.gram == bindparam(f"gram{place}")).limit(literal_column(str(_ENOUGH))).subquery()
    return select(literal_column(str(place)).label("place"), func.count().label("n")).select_from(some)


async def found_page(
    db: Db, query: PageQuery, actor: Actor, words: Sequence[str], gram: str, rank: int | None, path: str | None
) -> Sequence[Row[Any]]:
    """Entries that hold every word, in the order of the ranking, in plans the actor may know of; ``path``: of regions in it alone.

    Within a region the plans are few and their entries are read; else the entries of the rarest gram are, which lie in the
    order of the answer, so that a page ends the reading.
    """
    statement = select(*_FOUND).join(plans, plans.c.id == entries.c.plan_id)
    order: tuple[tuple[ColumnElement[Any], type], ...] = ((entries.c.rank, int), (entries.c.id, UUID))
    if path is None:
        statement = statement.join(grams, grams.c.entry_id == entries.c.id).where(grams.c.gram == gram)
        order = ((grams.c.rank, int), (grams.c.entry_id, UUID))
    else:
        statement = statement.where(plans.c.region_path >= path, plans.c.region_path < path + "~")
    statement = statement.where(*(entries.c.normal.contains(word, autoescape=True) for word in words))
    statement = statement.where(visible(actor, Permission.PLAN_READ, PLAN_RIGHTS))
    if rank is not None:
        statement = statement.where(order[0][0] == rank)
    return await db.all(after(statement, query, *order))
