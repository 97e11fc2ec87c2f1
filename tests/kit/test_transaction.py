"""The transaction rule: committed before the answer leaves, nothing half done, nobody asked while locks are held."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

from shared.kit.db import Database, RemoteCallInTransactionError, refuse_inside_write
from shared.kit.ids import new_id
from shared.kit.tables import audit_entries, idempotent_answers, outbox_deliveries, outbox_events
from tests.databases import TestDatabases
from tests.kit.platform import Platform, key
from tests.kit.toy import NOTES
from tests.kit.toy_tables import build, notes

NOBODY = "01930000-0000-7000-8000-00000000ffff"


async def nothing_was_kept(toys: Platform) -> bool:
    """No table holds anything of the failed request."""
    tables = (notes, audit_entries, outbox_events, outbox_deliveries, idempotent_answers)
    return [await toys.sender.rows(select(table)) for table in tables] == [[]] * len(tables)


async def test_success_keeps_row_audit_event_and_answer_together(toys: Platform) -> None:
    note = await toys.write("一")
    assert [str(row.id) for row in await toys.sender.rows(select(notes.c.id))] == [note["id"]]
    audit = (await toys.sender.rows(select(audit_entries)))[0]
    assert (audit.act, audit.actor_name, str(audit.subject), audit.detail) == ("write_note", "张三", note["id"], {"text": "一"})
    assert [row.subject for row in await toys.sender.rows(select(outbox_events))] == [note["id"]]
    assert len(await toys.sender.rows(select(idempotent_answers))) == 1


async def test_a_commit_that_fails_does_not_answer_success(toys: Platform) -> None:
    """The parent is checked only at COMMIT, after the route has returned and the answer has been serialised."""
    response = await toys.sender.client.post(NOTES, json={"text": "孤儿", "parent_id": NOBODY}, headers=key())
    assert response.status_code == 409
    assert response.json()["code"] == "already-there"
    assert await nothing_was_kept(toys)


async def test_after_a_failed_commit_the_next_write_finds_a_clean_connection(fresh_url: TestDatabases) -> None:
    """SQLite keeps the transaction open when COMMIT fails: neither this process nor another may be left standing before it."""
    url = fresh_url.of("toy", build)
    server, worker = Database(url), Database(url)
    try:
        with pytest.raises(IntegrityError):
            async with server.write() as write:
                await write.run(insert(notes), row("孤儿") | {"parent_id": new_id()})
        for number, database in enumerate((worker, server)):
            async with database.write() as write:
                await write.run(insert(notes), row(f"{number}"))
        assert [found.text for found in await server.read.all(select(notes).order_by(notes.c.text))] == ["0", "1"]
    finally:
        await server.dispose()
        await worker.dispose()


@pytest.mark.parametrize(("fault", "status"), [("problem", 409), ("crash", 500), ("remote_call", 500)])
async def test_any_failure_after_writing_rolls_everything_back(toys: Platform, fault: str, status: int) -> None:
    response = await toys.sender.client.post(f"{NOTES}:faulty", json={"text": "x", "fault": fault}, headers=key())
    assert response.status_code == status
    assert await nothing_was_kept(toys)


async def test_a_remote_call_inside_an_open_write_never_leaves(toys: Platform) -> None:
    await toys.sender.client.post(f"{NOTES}:faulty", json={"text": "x", "fault": "remote_call"}, headers=key())
    assert [request.url.path for request in toys.line.seen] == []


async def test_a_remote_call_before_the_first_statement_is_allowed(toys: Platform) -> None:
    response = await toys.sender.client.post(f"{NOTES}:asking", json={"text": "先问"}, headers=key())
    assert response.status_code == 200
    assert response.json()["text"] == "先问 alive"


async def test_the_guard_looks_at_the_open_transaction_only(database: Database) -> None:
    refuse_inside_write()
    async with database.write() as outer:
        refuse_inside_write()
        await outer.all(select(notes))
        with pytest.raises(RemoteCallInTransactionError):
            refuse_inside_write()
    refuse_inside_write()


async def test_a_broken_uniqueness_is_a_conflict_that_names_no_values(toys: Platform) -> None:
    await toys.write("秘密")
    response = await toys.sender.client.post(NOTES, json={"text": "秘密"}, headers=key())
    assert (response.status_code, response.json()["code"]) == (409, "already-there")
    assert "秘密" not in response.text


async def test_waiters_hear_of_the_commit_only_after_it(database: Database) -> None:
    heard: list[str] = []
    async with database.open_write() as write:
        write.after_commit(lambda: heard.append("committed"))
        await write.run(insert(notes), row("a"))
        assert heard == []
        await write.commit()
        assert heard == ["committed"]


async def test_waiters_hear_nothing_of_a_rollback(database: Database) -> None:
    heard: list[str] = []
    with pytest.raises(RuntimeError):
        async with database.write() as write:
            write.after_commit(lambda: heard.append("committed"))
            await write.run(insert(notes), row("a"))
            raise RuntimeError
    assert heard == []
    assert await database.read.all(select(notes)) == []


async def test_a_write_that_is_not_committed_is_rolled_back(database: Database) -> None:
    async with database.open_write() as write:
        await write.run(insert(notes), row("a"))
    assert await database.read.all(select(notes)) == []


async def test_reads_do_not_see_an_open_write(database: Database) -> None:
    async with database.open_write() as write:
        await write.run(insert(notes), row("a"))
        assert await database.read.all(select(notes)) == []


async def test_fifty_writers_of_several_processes_all_succeed(fresh_url: TestDatabases) -> None:
    """Read, then write, fifty times at once over five engines (as server and workers have): nothing locked out, nothing lost."""
    url = fresh_url.of("toy", build)
    databases = [Database(url, pool_size=4, read_pool_size=2) for _ in range(5)]
    note = row("counter")
    async with databases[0].write() as write:
        await write.run(insert(notes), note)

    async def add_one(database: Database) -> None:
        async with database.write() as write:
            seen = await write.one(select(notes.c.place).where(notes.c.id == note["id"]).with_for_update())
            assert seen is not None
            await asyncio.sleep(0)
            await write.run(update(notes).where(notes.c.id == note["id"]).values(place=seen.place + 1))

    try:
        await asyncio.gather(*(add_one(databases[n % 5]) for n in range(50)))
        assert [found.place for found in await databases[0].read.all(select(notes.c.place))] == [50]
    finally:
        await asyncio.gather(*(database.dispose() for database in databases))


async def test_the_same_writers_with_a_plain_begin_lock_one_another_out(tmp_path: Any) -> None:
    """The fault that BEGIN IMMEDIATE is there for: on SQLite, a transaction that reads first cannot always go on to write."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'plain.db'}", connect_args={"isolation_level": None, "timeout": 5})
    async with engine.connect() as first, engine.connect() as second:
        for statement in ("PRAGMA journal_mode=WAL", "CREATE TABLE t (n)", "INSERT INTO t VALUES (0)"):
            await first.exec_driver_sql(statement)
        for connection in (first, second):
            await connection.exec_driver_sql("BEGIN")
            await connection.exec_driver_sql("SELECT n FROM t")
        await first.exec_driver_sql("UPDATE t SET n = 1")
        await first.exec_driver_sql("COMMIT")
        with pytest.raises(OperationalError, match="database is locked"):
            await second.exec_driver_sql("UPDATE t SET n = 2")
        await second.exec_driver_sql("ROLLBACK")
    await engine.dispose()


def row(text: str) -> dict[str, Any]:
    """A note as a row."""
    return {"id": new_id(), "version": 1, "text": text, "shelf": "", "place": 0, "closed": False}
