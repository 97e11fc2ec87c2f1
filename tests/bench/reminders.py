"""The scan at a million planned reminders, ten thousand of them due: seconds until all are in inboxes, and the look that finds nothing.

``python -m tests.bench --only postgresql --part reminders``
"""

import time
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import text

from services.notifications.repository import scanning
from services.notifications.service.delivering import Outside
from services.notifications.service.scanning import Moment, send_due
from shared.kit.db import Database
from tests.bench.places import Place
from tests.bench.report import Line
from tests.factories.reminders import PATH, instant

_DUE, _PLANNED, _UNITS = 10_000, 1_000_000, 5_000
_AIM_SECONDS, _AIM_FLAT = 1.0, 1.5
_PEEKS = 200
_PEOPLE = [
    f"INSERT INTO known_units SELECT gen_random_uuid(), '某局' || n, '{PATH}' FROM generate_series(1, {_UNITS}) n",
    f"INSERT INTO known_accounts SELECT id, name, true FROM known_units WHERE region_path = '{PATH}'",
    "INSERT INTO known_posts (id, account_id, role, region_path, unit_id, valid_from)"
    f" SELECT gen_random_uuid(), id, 'liaison', '{PATH}', id, '2020-01-01' FROM known_units WHERE region_path = '{PATH}'",
]
_DEADLINES = f"""
    INSERT INTO deadlines (id, version, kind, title, unit_id, region_path, due, due_on, link, state)
    SELECT gen_random_uuid(), 1, 'report', '年度监测填报', u.id, '{PATH}', '2023-05-10 16:00Z', '2023-05-10', '/', 'open'
    FROM known_units u, generate_series(1, :each) WHERE u.region_path = '{PATH}'"""
_REMINDERS = f"""
    INSERT INTO reminders (id, deadline_id, deadline_version, step, audience, send_at, state, recipients)
    SELECT gen_random_uuid(), d.id, 1, 'L' || n, 'liaison', timestamptz '2023-06-01Z' + n * interval '1 day', 'planned', 0
    FROM deadlines d, generate_series(1, 10) n WHERE d.region_path = '{PATH}' AND NOT EXISTS (SELECT FROM reminders r WHERE r.deadline_id = d.id)"""
_MAKE_DUE = f"""
    INSERT INTO reminders (id, deadline_id, deadline_version, step, audience, send_at, state, recipients)
    SELECT gen_random_uuid(), d.id, 1, 'D' || :round, 'liaison', '2023-05-09 01:00Z', 'planned', 0
    FROM (SELECT id FROM deadlines WHERE region_path = '{PATH}' LIMIT {_DUE}) d"""


async def measure_reminders(place: Place, rounds: int) -> list[Line]:
    """Seconds for ten thousand due among a million, and the look at one and at three million."""
    database = Database(place.url("notifications"))
    try:
        for statement in _PEOPLE:
            await _run(database, statement)
        await _grow(database, _PLANNED)
        lines = [await _scans(database, rounds), await _plan(database)]
        few = await _looks(database)
        await _grow(database, 2 * _PLANNED)
        many = await _looks(database)
        flat = many / few
        return [*lines, _line("look that finds nothing, 1 to 3 million", f"{few:.2f} ms", f"{many:.2f} ms", f"{flat:.2f}x", flat <= _AIM_FLAT)]
    finally:
        await database.dispose()


def _line(what: str, ours: str, beside: str, ratio: str, met: bool, aim: str = f"<= {_AIM_FLAT}x") -> Line:
    return Line(what, ours, beside, ratio, aim, met)


async def _run(database: Database, statement: str, **params: Any) -> None:
    async with database.write() as db:
        await db.run(text(statement), params)


async def _grow(database: Database, reminders: int) -> None:
    await _run(database, _DEADLINES, each=reminders // 10 // _UNITS)
    await _run(database, _REMINDERS)
    await _run(database, "ANALYZE")


async def _scans(database: Database, rounds: int) -> Line:
    took = []
    moment = Moment(instant(9), date(2023, 5, 9))
    for number in range(rounds + 1):
        await _run(database, _MAKE_DUE, round=number)
        began = time.perf_counter()
        while await scanning.something_due(database.read, moment.now):
            async with database.write() as db:
                await send_due(db, moment, Outside())
        took.append(time.perf_counter() - began)
    seconds = median(took[1:])  # the first round warms up
    rate = f"{_DUE / seconds:.0f} reminders/s"
    return _line(f"scan: {_DUE} due of {_PLANNED} planned", f"{seconds:.2f} s", rate, "", seconds <= _AIM_SECONDS, f"<= {_AIM_SECONDS:.0f} s")


async def _looks(database: Database) -> float:
    """Milliseconds of one look."""
    began = time.perf_counter()
    for _ in range(_PEEKS):
        await scanning.something_due(database.read, instant(9))
    return (time.perf_counter() - began) / _PEEKS * 1000


async def _plan(database: Database) -> Line:
    asked = "EXPLAIN SELECT id FROM reminders WHERE state = 'planned' AND send_at <= '2023-05-09' ORDER BY send_at, id LIMIT 2000"
    plan = " ".join(row[0] for row in await database.read.all(text(asked)))
    return _line("index of the scan", "ix_reminders_due" if "ix_reminders_due" in plan else plan[:80], "", "", "ix_reminders_due" in plan, "by index")
