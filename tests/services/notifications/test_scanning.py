"""The scan in batches: what is due goes out once, late steps collapse across batches, and a batch costs a fixed number of statements."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, event, select, text

from services.notifications.models import MessageRecord, ReminderRecord
from services.notifications.repository import scanning
from services.notifications.service.delivering import Outside
from services.notifications.service.scanning import Moment, send_due
from shared.kit.db import Database
from shared.schemas.services import ServiceName
from tests.databases import PostgresDatabases, SqliteDatabases, migrated
from tests.factories.reminders import deadline_with, instant, unit_with_liaison

MOMENT = Moment(instant(9), date(2023, 5, 9))
LATE = {"D-30": 1, "D-7": 3, "D-1": 9}


@pytest.fixture
async def database(databases: SqliteDatabases | PostgresDatabases) -> AsyncIterator[Database]:
    """The notifications service's database, empty."""
    url = databases.copy(ServiceName.NOTIFICATIONS, migrated(ServiceName.NOTIFICATIONS))
    made = Database(url)
    yield made
    await made.dispose()
    databases.drop(url)


async def scan(database: Database, most: int = 2000) -> int:
    """One batch."""
    async with database.write() as db:
        return await send_due(db, MOMENT, Outside(), most)


async def seeded(database: Database, deadlines: int, steps: dict[str, int]) -> list[UUID]:
    """So many deadlines of one unit."""
    async with database.write() as db:
        unit_id = await unit_with_liaison(db)
        return [await deadline_with(db, unit_id, steps) for _ in range(deadlines)]


async def states(database: Database) -> Counter[tuple[str, str]]:
    """How many reminders of each step are in each state."""
    rows = await database.read.all(select(ReminderRecord.step, ReminderRecord.state))
    return Counter((row.step, row.state) for row in rows)


async def told(database: Database) -> Counter[UUID]:
    """How many messages there are about each deadline."""
    return Counter(row.about for row in await database.read.all(select(MessageRecord.about)))


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Every statement of the write side."""
    seen: list[str] = []

    def see(_connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(database.write_engine.sync_engine, "before_cursor_execute", see)
    yield seen
    event.remove(database.write_engine.sync_engine, "before_cursor_execute", see)


@pytest.mark.parametrize("most", [1, 2, 3, 4, 100])
async def test_late_steps_collapse_whatever_batch_they_come_in(database: Database, most: int) -> None:
    ids = await seeded(database, 2, {**LATE, "D0": 10})
    while await scan(database, most):
        pass
    assert await states(database) == {("D-30", "collapsed"): 2, ("D-7", "collapsed"): 2, ("D-1", "sent"): 2, ("D0", "planned"): 2}
    assert await told(database) == dict.fromkeys(ids, 1)


async def test_another_audience_collapses_for_itself(database: Database) -> None:
    async with database.write() as db:
        unit_id = await unit_with_liaison(db)
        await deadline_with(db, unit_id, LATE)
        await deadline_with(db, unit_id, {"D+1": 8}, audience="unit_leader")
    assert await scan(database) == 4
    assert await states(database) == {("D-30", "collapsed"): 1, ("D-7", "collapsed"): 1, ("D-1", "sent"): 1, ("D+1", "unheard"): 1}


async def test_a_batch_costs_the_same_however_large_it_is(database: Database) -> None:
    spent = []
    for deadlines in (1, 60):
        await seeded(database, deadlines, LATE)
        with counted(database) as seen:
            assert await scan(database) == deadlines * 3
        spent.append(len(seen))
    assert spent[0] == spent[1] <= 8


async def test_many_scans_send_each_reminder_once(database: Database) -> None:
    ids = await seeded(database, 120, LATE)

    async def until_nothing_is_due() -> None:
        while await scanning.something_due(database.read, MOMENT.now):
            await scan(database, 7)

    await asyncio.gather(*(until_nothing_is_due() for _ in range(8)))
    assert await told(database) == dict.fromkeys(ids, 1)
    assert await states(database) == {("D-30", "collapsed"): 120, ("D-7", "collapsed"): 120, ("D-1", "sent"): 120}


async def test_what_is_due_is_found_by_its_index(database: Database) -> None:
    """Not by going through the table, which holds every reminder there ever was."""
    await seeded(database, 1, LATE)
    with counted(database) as seen:
        await scan(database)
    [found] = [statement for statement in seen if "later" in statement]
    assert "reminders.state = 'planned' AND reminders.send_at <= " in found  # a bound value would hide the index from SQLite
    if database.is_sqlite:
        explained = "EXPLAIN QUERY PLAN SELECT id FROM reminders WHERE state = 'planned' AND send_at <= '2023-05-09' ORDER BY send_at, id LIMIT 5"
        plan = " ".join(str(row) for row in await database.read.all(text(explained)))
    else:
        async with database.write() as db:
            await db.run(text("SET LOCAL enable_seqscan = off"))
            explained = "EXPLAIN SELECT id FROM reminders WHERE state = 'planned' AND send_at <= '2023-05-09' ORDER BY send_at, id LIMIT 5"
            plan = " ".join(row[0] for row in await db.all(text(explained)))
    assert "ix_reminders_due" in plan
