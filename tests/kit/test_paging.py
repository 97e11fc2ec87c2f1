"""Keyset paging: every row once, in a total order, whatever the page size and whatever is added meanwhile."""

import base64
import json
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from shared.kit.db import Database
from shared.kit.framework_problems import InvalidCursor
from shared.kit.ids import new_id
from shared.kit.paging import PageQuery, after, decode_cursor, encode_cursor, page_of
from tests.kit.platform import Platform
from tests.kit.toy import NOTES
from tests.kit.toy_tables import notes

KEYS = {"place": (notes.c.place, int), "text": (notes.c.text, str)}
on_a_database = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
titles = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)


def row(shelf: str, place: int = 0, text: str | None = None) -> dict[str, Any]:
    """A note as a row; its text is its own unless given."""
    identity = new_id()
    return {"id": identity, "version": 1, "text": text or str(identity), "shelf": shelf, "place": place, "closed": False}


async def store(database: Database, rows: Sequence[dict[str, Any]]) -> None:
    """Put rows into the database."""
    async with database.write() as write:
        await write.run(insert(notes), list(rows))


async def page(database: Database, shelf: str, by: str, limit: int, cursor: str | None) -> tuple[list[UUID], str | None]:
    """One page: its ids and the next cursor."""
    query = PageQuery(limit=limit, cursor=cursor)
    rows = await database.read.all(after(select(notes).where(notes.c.shelf == shelf), query, KEYS[by], (notes.c.id, UUID)))
    told = json.loads(bytes(cast(Any, page_of(rows, query, [{"id": row.id} for row in rows], by, "id")).body))
    return [UUID(item["id"]) for item in told["items"]], told["next_cursor"]


async def walk(database: Database, shelf: str, by: str, limit: int) -> list[list[UUID]]:
    """All pages."""
    pages, cursor = [], None
    while True:
        items, cursor = await page(database, shelf, by, limit, cursor)
        pages.append(items)
        if cursor is None:
            return pages


@on_a_database
@given(places=st.lists(st.integers(-3, 3), max_size=25), limit=st.integers(1, 26))
async def test_walking_the_pages_gives_each_row_once_in_total_order(database: Database, places: list[int], limit: int) -> None:
    shelf = new_id().hex
    rows = [row(shelf, place) for place in places]
    await store(database, rows)
    pages = await walk(database, shelf, "place", limit)
    expected = [found["id"] for found in sorted(rows, key=lambda found: (found["place"], found["id"]))]
    assert [identity for items in pages for identity in items] == expected
    assert all(len(items) == limit for items in pages[:-1])
    assert pages[-1] or not places, "no empty last page"


@on_a_database
@given(texts=st.lists(titles, max_size=20, unique=True), limit=st.integers(1, 21))
async def test_texts_of_any_script_page_in_the_order_of_the_database(database: Database, texts: list[str], limit: int) -> None:
    shelf = new_id().hex
    await store(database, [row(shelf, text=text) for text in texts])
    ordered = await database.read.all(select(notes.c.id).where(notes.c.shelf == shelf).order_by(notes.c.text, notes.c.id))
    walked = [identity for items in await walk(database, shelf, "text", limit) for identity in items]
    assert walked == [found.id for found in ordered]


@on_a_database
@given(places=st.lists(st.integers(0, 5), min_size=2, max_size=20), more=st.lists(st.integers(0, 5), max_size=10), limit=st.integers(1, 5))
async def test_rows_added_meanwhile_shift_nothing(database: Database, places: list[int], more: list[int], limit: int) -> None:
    shelf = new_id().hex
    rows = [row(shelf, place) for place in places]
    await store(database, rows)
    first, cursor = await page(database, shelf, "place", limit, None)
    await store(database, [row(shelf, place) for place in more])
    seen = list(first)
    while cursor is not None:
        items, cursor = await page(database, shelf, "place", limit, cursor)
        seen += items
    assert len(seen) == len(set(seen)), "no row twice"
    assert {found["id"] for found in rows} <= set(seen), "no row skipped"


def cursor_of(value: Any) -> str:
    """A cursor that holds ``value``."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


IDENTITY = str(new_id())
GARBAGE = {
    "empty": "",
    "not base64": "***",
    "not ascii": "游标",
    "not json": "AAAA",
    "half": encode_cursor(1, IDENTITY)[:-7],
    "no list": cursor_of({"a": 1}),
    "too short": cursor_of([1]),
    "too long": cursor_of([1, IDENTITY, 1]),
    "wrong kind": cursor_of(["1", IDENTITY]),
    "a truth": cursor_of([True, IDENTITY]),
    "a fraction": cursor_of([1.5, IDENTITY]),
    "nothing": cursor_of([None, IDENTITY]),
    "beyond any column": cursor_of([10**30, IDENTITY]),
    "beyond an integer column": cursor_of([2**31, IDENTITY]),
    "far below": cursor_of([-(2**31) - 1, IDENTITY]),
    "no uuid": cursor_of([1, "x"]),
    "a number for a uuid": cursor_of([1, 2]),
}
GARBAGE_TEXTS = {"nul": cursor_of(["a\x00b", IDENTITY]), "lone surrogate": cursor_of(["\ud800", IDENTITY]), "number": cursor_of([1, IDENTITY])}


@pytest.mark.parametrize("cursor", GARBAGE.values(), ids=GARBAGE.keys())
async def test_a_cursor_that_no_list_made_is_refused(toys: Platform, cursor: str) -> None:
    response = await toys.sender.client.get(NOTES, params={"cursor": cursor})
    assert (response.status_code, response.json()["code"]) == (422, "invalid-cursor")


@pytest.mark.parametrize("cursor", GARBAGE_TEXTS.values(), ids=GARBAGE_TEXTS.keys())
async def test_a_cursor_with_an_impossible_text_is_refused(toys: Platform, cursor: str) -> None:
    response = await toys.sender.client.get(NOTES, params={"cursor": cursor, "by": "text"})
    assert (response.status_code, response.json()["code"]) == (422, "invalid-cursor")


async def test_a_cursor_of_another_list_is_refused(toys: Platform) -> None:
    for text in ("一", "二"):
        await toys.write(text)
    cursor = (await toys.sender.client.get(NOTES, params={"limit": 1})).json()["next_cursor"]
    response = await toys.sender.client.get(NOTES, params={"cursor": cursor, "by": "text"})
    assert response.json()["code"] == "invalid-cursor"


@pytest.mark.parametrize("limit", ["0", "-1", "201", "x", "1.5", ""])
async def test_the_page_size_is_bounded(toys: Platform, limit: str) -> None:
    response = await toys.sender.client.get(NOTES, params={"limit": limit})
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "query/limit")


@given(st.text(max_size=60))
def test_decoding_any_text_ends_well_or_as_invalid_cursor(text: str) -> None:
    try:
        decode_cursor(text, (int, UUID))
    except InvalidCursor:
        return


@given(place=st.integers(-(2**31), 2**31 - 1), text=titles, identity=st.uuids())
def test_a_cursor_holds_its_key(place: int, text: str, identity: UUID) -> None:
    assert decode_cursor(encode_cursor(place, text, identity), (int, str, UUID)) == [place, text, identity]
