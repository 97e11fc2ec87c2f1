"""The scan among one and ten million planned reminders, 10,000 of them due: until all are in inboxes, and the look that finds nothing.

``python -m tests.bench --only postgresql --part reminders``; the bare line beside it is one INSERT … SELECT of the same messages.
"""

import os
import time
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex

from services.notifications.models import ReminderRecord
from services.notifications.repository import scanning
from services.notifications.service.delivering import Outside
from services.notifications.service.scanning import Moment, send_due
from shared.kit.db import Database
from shared.kit.tables import table_of
from tests.bench.places import Place
from tests.bench.report import Line
from tests.factories.reminders import PATH, instant

_DUE, _MILLION, _UNITS = 10_000, 1_000_000, 5_000
_AIM_SECONDS, _AIM_FLAT, _AIM_INBOX = 1.0, 1.5, 2_000
_PEEKS = 200
_PEOPLE = [
    f"INSERT INTO known_units SELECT gen_random_uuid(), '某局' || n, '{PATH}' FROM generate_series(1, {_UNITS}) n",
    f"INSERT INTO known_accounts SELECT id, name, true FROM known_units WHERE region_path = '{PATH}'",
    "INSERT INTO known_posts (id, account_id, role, region_path, unit_id, valid_from)"
    f" SELECT gen_random_uuid(), id, 'liaison', '{PATH}', id, '2020-01-01' FROM known_units WHERE region_path = '{PATH}'",
]
_DEADLINES = f"""
    INSERT INTO deadlines (id, version, kind, title, unit_id, region_path, due, due_on, link, state, since)
    SELECT gen_random_uuid(), 1, 'report', '年度监测填报', u.id, '{PATH}', '2023-05-10 16:00Z', '2023-05-10', '/', 'open', '2023-01-01Z'
    FROM known_units u, generate_series(1, :each) WHERE u.region_path = '{PATH}'"""
_REMINDERS = f"""
    INSERT INTO reminders (id, deadline_id, deadline_version, step, audience, send_at, state, recipients)
    SELECT gen_random_uuid(), d.id, 1, 'L' || n, 'liaison', timestamptz '2023-06-01Z' + n * interval '1 day', 'planned', 0
    FROM deadlines d, generate_series(1, 10) n WHERE d.region_path = '{PATH}' AND NOT EXISTS (SELECT FROM reminders r WHERE r.deadline_id = d.id)"""
_MAKE_DUE = f"""
    INSERT INTO reminders (id, deadline_id, deadline_version, step, audience, send_at, state, recipients)
    SELECT gen_random_uuid(), d.id, 1, :step, 'liaison', timestamptz '2023-05-08Z' + :hours * interval '1 hour', 'planned', 0
    FROM (SELECT id FROM deadlines WHERE region_path = '{PATH}' LIMIT {_DUE}) d"""
_BARE = f"INSERT INTO bare_messages SELECT * FROM messages LIMIT {_DUE}"
_PLAN = "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, SUMMARY OFF) "


@dataclass(frozen=True, slots=True)
class _Scanned:
    """One size of table: seconds of a scan, milliseconds of a look that finds nothing, the plan of what finds the due ones."""

    seconds: float
    look: float
    plan: str


async def measure_reminders(place: Place, rounds: int) -> list[Line]:
    """The scan and the look at one and at ten million, beside the bare insert."""
    database = Database(place.url("notifications"))
    try:
        for statement in _PEOPLE:
            await _run(database, statement)
        await _grow(database, _MILLION)
        few = await _at_this_size(database, rounds, 0)
        bare = await _bare(database)
        await _grow(database, 9 * _MILLION)
        many = await _at_this_size(database, rounds, rounds + 1)
        print(many.plan)
        return _lines(few, many, bare)
    finally:
        await database.dispose()


def _lines(few: _Scanned, many: _Scanned, bare: float) -> list[Line]:
    load = f"load {os.getloadavg()[0]:.0f}"
    aim, flat = f"<= {_AIM_SECONDS:.0f} s", f"<= {_AIM_FLAT}x"
    scans = [
        Line(
            f"scan: {_DUE} due of {what}",
            f"{one.seconds:.2f} s",
            f"{bare:.2f} s bare",
            f"{one.seconds / bare:.1f}x",
            aim,
            one.seconds <= _AIM_SECONDS,
        )
        for what, one in (("1 million", few), ("10 million", many))
    ]
    rate = _DUE / many.seconds
    grown, looked = many.seconds / few.seconds, many.look / few.look
    return [
        *scans,
        Line("inbox", f"{rate:.0f}/s", load, "", f">= {_AIM_INBOX}/s", rate >= _AIM_INBOX),
        Line("scan, 1 to 10 million", f"{few.seconds:.2f} s", f"{many.seconds:.2f} s", f"{grown:.2f}x", flat, grown <= _AIM_FLAT),
        Line("look that finds nothing, 1 to 10 million", f"{few.look:.2f} ms", f"{many.look:.2f} ms", f"{looked:.2f}x", flat, looked <= _AIM_FLAT),
        Line("index of the scan", "ix_reminders_due", "", "", "by index", "ix_reminders_due" in many.plan),
    ]


async def _run(database: Database, statement: str, **params: Any) -> None:
    async with database.write() as db:
        await db.run(text(statement), params)


async def _grow(database: Database, reminders: int) -> None:
    """More planned reminders; their indexes are made anew afterwards, which takes a third of the time."""
    await _run(database, _DEADLINES, each=reminders // 10 // _UNITS)
    indexes = [index for index in table_of(ReminderRecord).indexes if index.name != "ix_reminders_due"]
    for index in indexes:
        await _run(database, f"DROP INDEX {index.name}")
    await _run(database, _REMINDERS)
    for index in indexes:
        await _run(database, str(CreateIndex(index).compile(dialect=postgresql.dialect())))  # type: ignore[no-untyped-call]
    await _run(database, "ANALYZE")


async def _at_this_size(database: Database, rounds: int, former: int) -> _Scanned:
    took = []
    moment = Moment(instant(9), date(2023, 5, 9))
    for number in range(former, former + rounds + 1):
        await _run(database, _MAKE_DUE, step=f"N{number}", hours=number)
        began = time.perf_counter()
        while await scanning.something_due(database.read, moment.now):
            async with database.write() as db:
                await send_due(db, moment, Outside())
        took.append(time.perf_counter() - began)
    seconds = median(took[1:])  # the first round warms up
    await _run(database, _MAKE_DUE, step="plan", hours=former)
    plan = await _plan(database)
    await _run(database, "DELETE FROM reminders WHERE step = 'plan'")
    return _Scanned(seconds, await _looks(database), plan)


async def _looks(database: Database) -> float:
    """Milliseconds of one look."""
    began = time.perf_counter()
    for _ in range(_PEEKS):
        await scanning.something_due(database.read, instant(9))
    return (time.perf_counter() - began) / _PEEKS * 1000


async def _bare(database: Database) -> float:
    """Seconds for the same messages written by one statement, into a table with the same indexes."""
    await _run(database, "CREATE TABLE bare_messages (LIKE messages INCLUDING ALL)")
    took = []
    for _ in range(3):
        await _run(database, "TRUNCATE bare_messages")
        began = time.perf_counter()
        await _run(database, _BARE)
        took.append(time.perf_counter() - began)
    return median(took)


async def _plan(database: Database) -> str:
    """How the database finds what is due."""
    asked = scanning._due.params(now=instant(9), most=2000)
    compiled = asked.compile(dialect=postgresql.dialect(paramstyle="named"), compile_kwargs={"render_postcompile": True})  # type: ignore[no-untyped-call]
    statement = str(compiled).replace(":now::", "cast(:now AS timestamptz)::")
    async with database.write() as db:
        return "\n".join(row[0] for row in await db.all(text(f"{_PLAN}{statement}"), {"now": instant(9), "most": 2000}))
