"""The count of a round of 6,000 units with 8 items each on PostgreSQL, while three in four have filed.

``python -m tests.bench --only postgresql --part counts``
"""

import time
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import httpx2

from shared.schemas.services import ServiceName
from tests.bench.children import services
from tests.bench.data import OFFICE, REPORTER, bearer, make_assignments
from tests.bench.places import Place
from tests.bench.report import Line

_UNITS, _AIM_MS = 6000, 250
_ROUND = "md5('bench-round')::uuid"
_MADE = f"generate_series(1, {_UNITS}) u"
_FILED = f"generate_series(1, {_UNITS * 3 // 4}) u"
_ASKED = {
    "the whole round": ("/api/v1/submissions/rounds/{round}/count", {}),
    "50 units": ("/api/v1/submissions/counts", {"by": "unit"}),
    "by action": ("/api/v1/submissions/counts", {"by": "action"}),
    "by region": ("/api/v1/submissions/counts", {"by": "region"}),
    "units that never touched it": ("/api/v1/submissions/counts", {"by": "unit", "phantoms": "true"}),
    "6,000 units as XLSX": ("/api/v1/submissions/counts:export", {"by": "unit"}),
}


async def measure_counts(place: Place, rounds: int) -> list[Line]:
    """The best of ``rounds`` of each question, as its caller sees it."""
    connection = await asyncpg.connect(place.driver_url("submissions"))
    round_id = await connection.fetchval(f"SELECT {_ROUND}")
    async with services(place, ServiceName.PLANS, ServiceName.SUBMISSIONS) as real:
        await make_assignments(place, await bearer(real[ServiceName.PLANS].url, REPORTER))
        await _write_round(connection)
        headers = {"authorization": await bearer(real[ServiceName.PLANS].url, OFFICE)}
        async with httpx2.AsyncClient(base_url=real[ServiceName.SUBMISSIONS].url, headers=headers, timeout=60) as client:
            lines = [await _line(client, what, path, {**query, "round_id": str(round_id)}, rounds) for what, (path, query) in _ASKED.items()]
    await connection.close()
    return lines


async def _line(client: httpx2.AsyncClient, what: str, path: str, query: dict[str, str], rounds: int) -> Line:
    best = min([await _milliseconds(client, path.format(round=query["round_id"]), query) for _ in range(rounds + 1)])
    return Line(f"count, {what}", f"{best:.0f} ms", "", "", f"≤ {_AIM_MS} ms", best <= _AIM_MS)


async def _milliseconds(client: httpx2.AsyncClient, path: str, query: dict[str, str]) -> float:
    began = time.perf_counter()
    answer = await client.get(path, params={} if path.endswith("/count") else query)
    answer.raise_for_status()
    return (time.perf_counter() - began) * 1000


async def _write_round(connection: Any) -> None:
    """Units, assignments, items, answers handed in, a fifth of them returned once; a round of the bench lends region and days."""
    for statement in _ROWS:
        await connection.execute(statement)
    await connection.execute("VACUUM ANALYZE")


_UNIT, _OWED, _FORM = "md5('bu' || u)::uuid", "md5('ba' || u)::uuid", "md5('bs' || u)::uuid"
_PATH = "(SELECT region_path FROM rounds LIMIT 1)"


def _moved(number: int, move: str, state: str, which: str) -> str:
    return (
        "INSERT INTO submission_versions (id, submission_id, number, move, state, at, by_id, by, answers, form)"
        f" SELECT gen_random_uuid(), {_FORM}, {number}, '{move}', '{state}', now() - u * interval '1 minute' + {number} * interval '1 hour',"
        f" gen_random_uuid(), '量测', '{{}}', '{{}}' FROM {_FILED} WHERE {which}"
    )


_ROWS = (
    "INSERT INTO rounds (id, version, name, plan_ids, region_path, subject_year, state, opens, internal_due, outward_due, closes,"
    " outward_follows, internal_follows, closes_follows, assignment_count)"
    f" SELECT {_ROUND}, 1, '量测轮次', '[]', region_path, 2025, 'open', opens, internal_due, outward_due, closes, false, false, false, {_UNITS}"
    " FROM rounds LIMIT 1",
    f"INSERT INTO known_units (id, name, region_path) SELECT {_UNIT}, '量测单位' || u, {_PATH} FROM {_MADE}",
    "INSERT INTO assignments (id, version, round_id, kind, unit_id, region_path, state, due, due_on, item_count)"
    f" SELECT {_OWED}, 1, {_ROUND}, 'monitoring_values', {_UNIT}, {_PATH}, 'open', now(), current_date, 8 FROM {_MADE}",
    "INSERT INTO items (id, assignment_id, position, indicator_id, plan_indicator_ids, name, polarity, disclosure,"
    " region_id, region_path, year, targets)"
    f" SELECT gen_random_uuid(), {_OWED}, i, gen_random_uuid(), '[]', '量测指标' || i, 'up', 'public', {_UNIT}, {_PATH}, 2025, '[]'"
    f" FROM {_MADE}, generate_series(1, 8) i",
    f"INSERT INTO assignment_actions SELECT {_OWED}, (SELECT id FROM known_plans LIMIT 1), 'A' || (u + 7 * a) % 30"
    f" FROM {_MADE}, generate_series(1, 3) a",
    "INSERT INTO submissions (id, version, assignment_id, unit_id, region_path, state, started_by,"
    " started_at, edited_at, first_complete_at, first_due)"
    f" SELECT {_FORM}, 1, {_OWED}, {_UNIT}, {_PATH}, 'submitted', {_UNIT}, now() - interval '9 days', now(), now() - u * interval '1 minute',"
    f" now() - interval '2 days' FROM {_FILED}",
    _moved(1, "submit", "submitted", "true"),
    _moved(2, "return", "returned", "u % 5 = 0"),
    _moved(3, "submit", "submitted", "u % 5 = 0"),
)
