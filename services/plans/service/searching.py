"""Use cases of search: keep the index of a plan up to date in the transaction of its change, and find."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from services.plans.errors import SearchTooShort
from services.plans.models import PlanRecord, SearchEntry, SearchGram
from services.plans.repository import directory, plans
from services.plans.repository import search as repository
from services.plans.rules.searching import RANK, SHORTEST, grams, plain, snippet, terms
from shared.kit.db import Db, WriteDb
from shared.kit.ids import new_id
from shared.kit.paging import PageQuery, as_dicts
from shared.rules.access import Actor
from shared.schemas.search import SearchKind

_SHORTEST_CLAUSE = 4
_SHOWN = ("id", "kind", "plan_id", "plan_title", "plan_state", "region_id", "region_name", "key", "clause_path")
Found = tuple[SearchKind, str | None, str, str | None]


async def index_plan(db: WriteDb, plan: PlanRecord) -> None:
    """Index a plan as it now stands: its titles and number, its actions, indicators, duties, and the clauses they cite."""
    there = await repository.entries_of(db, plan.id)
    await repository.forget(db, plan.id, [(gram, row.rank, row.id) for row in there for gram in grams(row.normal)])
    texts = [*_titles(plan)]
    for kind, fact_kind in (("actions", SearchKind.ACTION), ("indicators", SearchKind.INDICATOR), ("duties", SearchKind.DUTY)):
        texts += [found for row in await plans.facts(db, kind, plan.id) for found in _texts(fact_kind, row.fact)]
    texts += [(SearchKind.CLAUSE, None, row.fact["title"], row.fact["clause"]["path"]) for row in await plans.facts(db, "sections", plan.id)]
    rows = [_row(plan.id, *found) for found in dict.fromkeys(texts)]
    await db.insert(SearchEntry, rows)
    await db.insert(SearchGram, [{"gram": g, "rank": row["rank"], "entry_id": row["id"]} for row in rows for g in grams(row["normal"])])


def _titles(plan: PlanRecord) -> Iterator[Found]:
    whole = " ".join(text for text in (plan.title, plan.notice_title, plan.document_number) if text)
    yield SearchKind.PLAN, None, whole, None


def _texts(kind: SearchKind, fact: dict[str, Any]) -> Iterator[Found]:
    """The fact's own name, and the clauses that say more than the name does."""
    name, clauses = fact.get("name") or fact["what"], [fact["clause"]] if fact.get("clause") else []
    yield kind, fact["key"], name, clauses[0]["path"] if clauses else None
    for clause in (*clauses, *(statement["clause"] for statement in fact.get("statements", []))):
        if len(plain(clause["quote"])) >= _SHORTEST_CLAUSE and plain(clause["quote"]) not in plain(name):
            yield SearchKind.CLAUSE, fact["key"], clause["quote"], clause["path"]


def _row(plan_id: UUID, kind: SearchKind, key: str | None, text: str, clause_path: str | None) -> dict[str, Any]:
    place = {"plan_id": plan_id, "kind": kind, "rank": RANK[kind], "key": key, "clause_path": clause_path}
    return {"id": new_id(), **place, "text": text, "normal": plain(text)}


async def search(
    db: Db, actor: Actor, query: PageQuery, text: str, kind: SearchKind | None, region_id: UUID | None, day: Any
) -> tuple[Sequence[Any], list[dict[str, Any]]]:
    """What holds every word of ``text``: the rows, and the finds to show (SearchHit as plain dicts). Every word has two characters at least."""
    words = terms(text)
    if not words or any(len(word) < SHORTEST for word in words):
        raise SearchTooShort(shortest=SHORTEST)
    path = None
    if region_id is not None:
        region = await directory.region(db, region_id, day)
        if region is None:
            return [], []
        path = region.path
    gram = await repository.rarest(db, [gram for word in words for gram in grams(word)]) if path is None else ""
    rows = await repository.found_page(db, query, actor, words, gram, None if kind is None else RANK[kind], path)
    return rows, [_hit(row, words) for row in as_dicts(rows)]


def _hit(row: dict[str, Any], words: list[str]) -> dict[str, Any]:
    piece = snippet(row["text"], words)
    return {**{name: row[name] for name in _SHOWN}, "snippet": piece.text, "marks": [{"start": start, "end": end} for start, end in piece.marks]}
