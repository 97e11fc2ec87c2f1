"""Sealing on real databases: exact under any number of writers and workers, and what is sealed stays as it is."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from joserfc.jwk import KeySet, OKPKey
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

from shared.kit.db import Database, UnauditedWriteError
from shared.kit.sealing import MOST, Sealing
from shared.kit.tables import audit_entries, audit_seals
from shared.kit.tokens import is_sealed
from shared.rules.audit_chain import Chain
from shared.schemas.services import ServiceName
from tests.databases import TestDatabases
from tests.factories.audit import SIGNER, TABLES, act, chain_of, entries_of, note_act, seal
from tests.kit.platform import Platform, key
from tests.kit.toy import NOTES
from tests.kit.toy_tables import notes


@pytest.fixture
async def trail(fresh_url: TestDatabases) -> AsyncIterator[Database]:
    """A migrated database of a service."""
    database = Database(fresh_url("submissions"), pool_size=8, read_pool_size=4)
    yield database
    await database.dispose()


async def flaws(database: Database) -> list[str]:
    """What is wrong with the stored chain."""
    chain = Chain(datetime.now(UTC), timedelta(minutes=5))
    return [f"{found}" for section in await chain_of(database) for found in chain.flaws(section)]


async def test_what_is_committed_is_sealed_in_its_order(trail: Database) -> None:
    await act(trail, 3)
    assert await Sealing(trail, SIGNER).turn() == 3
    assert await Sealing(trail, SIGNER).turn() == 0
    await act(trail, 2)
    await seal(trail)
    first, second = await chain_of(trail)
    assert first.seal and second.seal
    assert [(one.seal, one.position) for one in (*first.entries, *second.entries)] == [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1)]
    assert (first.seal.number, second.seal.number, second.seal.previous) == (1, 2, first.seal.hash)
    assert await flaws(trail) == []


async def test_a_seal_holds_a_bounded_number_of_entries(trail: Database) -> None:
    async with trail.write() as db:
        for _ in range(MOST + 1):
            await note_act(db)
    await seal(trail)
    assert [len(section.entries) for section in await chain_of(trail)] == [MOST, 1]
    assert await flaws(trail) == []


async def test_writers_and_workers_at_once_lose_and_double_nothing(trail: Database, fresh_url: TestDatabases) -> None:
    """Eight writers and four sealing workers in two processes' worth of engines."""
    other = Database(trail.url, pool_size=8, read_pool_size=4)
    done = asyncio.Event()

    async def work(database: Database) -> None:
        while not done.is_set():
            await Sealing(database, SIGNER).turn()
            await asyncio.sleep(0)

    workers = [asyncio.create_task(work(database)) for database in (trail, other, trail, other)]
    try:
        await asyncio.gather(*(act(database, 15) for database in (trail, other) * 4))
    finally:
        done.set()
        await asyncio.gather(*workers)
    await seal(trail)
    await other.dispose()
    held = [one for section in await chain_of(trail) if section.seal for one in section.seal.entries]
    assert len(held) == len(set(held)) == len(await entries_of(trail)) == 120
    assert await flaws(trail) == []


async def test_an_act_that_is_open_holds_no_seal_up_and_is_sealed_later(trail: Database) -> None:
    if trail.is_sqlite:
        return  # there is one writer at a time
    async with trail.write() as slow:
        await note_act(slow)
        await slow.one(select(func.count()).select_from(audit_entries))  # begun before the others
        await act(trail, 2)
        await asyncio.wait_for(seal(trail), 5)
    await seal(trail)
    assert [len(section.entries) for section in await chain_of(trail)] == [2, 1]
    assert await flaws(trail) == []


@pytest.mark.parametrize("service", [name.value for name in ServiceName])
async def test_the_database_itself_refuses_to_forget(fresh_url: TestDatabases, service: str) -> None:
    database = Database(fresh_url(service), pool_size=2, read_pool_size=4)
    try:
        await act(database, 1)
        await seal(database)
        await act(database, 1)
        attempts = [f"DELETE FROM {table}" for table in TABLES] + [
            "UPDATE audit_entries SET act = 'other'",
            "UPDATE audit_entries SET seal = NULL, position = NULL WHERE seal IS NOT NULL",
            "UPDATE audit_entries SET seal = 9, position = 9 WHERE seal IS NOT NULL",
            "UPDATE audit_entries SET seal = 1, position = 5, reason = 'x' WHERE seal IS NULL",
            "UPDATE audit_seals SET count = 3",
        ]
        attempts += [] if database.is_sqlite else [f"TRUNCATE {table}" for table in TABLES]
        for attempt in attempts:
            with pytest.raises(DBAPIError, match="append-only"):
                async with database.write() as db:
                    await db.session.execute(text(attempt))
        assert len(await entries_of(database)) == 2
        assert await flaws(database) == []
    finally:
        await database.dispose()


async def test_every_seal_is_signed_by_the_service(trail: Database) -> None:
    await act(trail, 1)
    await seal(trail)
    [row] = await trail.read.all(select(audit_seals))
    own = KeySet.import_key_set(SIGNER.key_set())  # type: ignore[arg-type]
    other = KeySet([OKPKey.generate_key("Ed25519")])
    assert is_sealed(row.signature, row.hash, own)
    assert not is_sealed(row.signature, "0" * 64, own)
    assert not is_sealed(row.signature, row.hash, other)
    assert not is_sealed("nonsense", row.hash, own)


async def test_an_entry_holds_the_object_before_and_after(toys: Platform) -> None:
    note = await toys.write("一")
    answer = await toys.sender.client.patch(f"{NOTES}/{note['id']}", json={"text": "二"}, headers={"If-Match": "*"})
    assert answer.status_code == 200
    written, edited = await toys.sender.rows(select(audit_entries).order_by(audit_entries.c.id))
    assert written.before is None
    assert written.after == edited.before != edited.after
    assert len(written.hash) == len(edited.after) == 64


async def test_a_request_that_writes_and_leaves_no_entry_is_refused(toys: Platform) -> None:
    answer = await toys.sender.client.post(f"{NOTES}:silent", json={"text": "无痕"}, headers=key())
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert await toys.sender.rows(select(notes)) == []


async def test_statements_past_the_orm_count_as_writing_too(trail: Database) -> None:
    row = {"number": 1, "previous": "", "at": datetime.now(UTC), "count": 0, "entries": [], "hash": "", "signature": ""}
    async with trail.open_write() as db:
        await db.require_audited()
        await db.run(insert(audit_seals), [row])
        with pytest.raises(UnauditedWriteError):
            await db.require_audited()
        await note_act(db)
        await db.require_audited()
