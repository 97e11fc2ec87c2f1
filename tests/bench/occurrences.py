"""Occurrences of a whole country on PostgreSQL: the real list over HTTP beside the same SQL by hand, through the driver."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any
from uuid import UUID

import asyncpg  # type: ignore[import-untyped]
import httpx2

from services.plans.models import Base
from shared.schemas.duties import Occurrence
from shared.schemas.page import Page
from shared.schemas.services import ServiceName
from tests.bench.children import services
from tests.bench.data import OFFICE, bearer
from tests.bench.places import Place
from tests.bench.report import Line

PLANS, DUTIES, YEARS, UNITS = 3000, 25, 10, 400
_ROWS, _AIM = 200, 1.5
_LIST = "/api/v1/plans/occurrences"
_UNIT = "md5('unit' || (n * 7 + d) % {units})::uuid"
_COLUMNS = ", ".join(f"o.{name}" for name in Occurrence.model_fields)
_BY_HAND = f"""
    SELECT {_COLUMNS} FROM occurrences o JOIN plans p ON p.id = o.plan_id
    WHERE (p.state IN ('issued', 'in_force', 'concluded', 'superseded') AND p.disclosure = 'public') AND {{wanted}}
    ORDER BY o.sort_on, o.id LIMIT {_ROWS}"""
_OWED = """(o.plan_id, o.duty_key) IN (
    SELECT r.plan_id, r.action_key FROM responsibilities r WHERE r.about = 'duty' AND r.unit_id = $1
    UNION ALL SELECT r.plan_id, r.action_key FROM responsibilities r JOIN unit_group_members m ON m.group_id = r.group_id
    WHERE r.about = 'duty' AND m.unit_id = $1)"""


@dataclass(frozen=True)
class Question:
    """One question: to the service as a query, by hand as a condition."""

    what: str
    query: dict[str, str]
    wanted: str
    arguments: tuple[Any, ...]


async def measure_occurrences(place: Place, rounds: int) -> list[Line]:
    """Lists of two hundred: of a month, a year, a plan, a unit, and a plan's month."""
    connection = await asyncpg.connect(place.driver_url("plans"))
    began = time.perf_counter()
    rows = await _fill(connection)
    made = Line(f"{PLANS:,} plans, {rows:,} occurrences written", f"{time.perf_counter() - began:.0f} s", "", "")
    async with services(place, ServiceName.PLANS) as real:
        server = real[ServiceName.PLANS].url
        headers = {"authorization": await bearer(server, OFFICE)}
        async with httpx2.AsyncClient(base_url=server, headers=headers, timeout=60) as client:
            lines = [await _compare(client, connection, question, rounds) for question in await _questions(connection)]
    await connection.close()
    return [made, *(line for pair in lines for line in pair)]


async def _questions(connection: Any) -> list[Question]:
    plan = await connection.fetchval("SELECT plan_id FROM occurrences GROUP BY plan_id HAVING count(*) = $1 LIMIT 1", DUTIES * YEARS)
    unit: UUID = await connection.fetchval("SELECT unit_id FROM responsibilities WHERE about = 'duty' AND written = 'bench' LIMIT 1")
    first, last = date(2026, 5, 1), date(2026, 5, 31)
    month = {"due_from": first.isoformat(), "due_until": last.isoformat()}
    return [
        Question("of a month, all plans", month, "o.sort_on BETWEEN $1 AND $2", (first, last)),
        Question("about a year, all plans", {"subject_year": "2027"}, "o.subject_year = $1", (2027,)),
        Question("of one plan", {"plan_id": str(plan)}, "o.plan_id = $1", (plan,)),
        Question("of one plan and month", {"plan_id": str(plan), **month}, "o.plan_id = $1 AND o.sort_on BETWEEN $2 AND $3", (plan, first, last)),
        Question("of one unit", {"unit_id": str(unit)}, _OWED, (unit,)),
        Question("of one unit and month", {"unit_id": str(unit), **month}, f"{_OWED} AND o.sort_on BETWEEN $2 AND $3", (unit, first, last)),
    ]


async def _compare(client: httpx2.AsyncClient, connection: Any, question: Question, rounds: int) -> Sequence[Line]:
    sql = _BY_HAND.format(wanted=question.wanted)

    async def ours() -> int:
        answer = await client.get(_LIST, params={**question.query, "limit": str(_ROWS)})
        return len(answer.raise_for_status().json()["items"])

    async def rows_alone() -> int:
        return len(await connection.fetch(sql, *question.arguments))

    async def as_models() -> int:
        found = await connection.fetch(sql, *question.arguments)
        page = Page[Occurrence](items=[Occurrence(**dict(row)) for row in found])
        page.model_dump_json()
        return len(found)

    counts = {await ask() for ask in (ours, as_models, rows_alone)}
    if len(counts) != 1:
        raise RuntimeError(f"{question.what}: the answers differ: {counts}")
    real, models, alone = await _medians([ours, as_models, rows_alone], 4 * rounds)
    what = f"GET occurrences {question.what} ({counts.pop()} rows)"
    return (
        Line(what, f"{real:.2f} ms", f"{models:.2f} ms by hand, as models", f"{real / models:.2f}×", f"≤ {_AIM:g}×", real / models <= _AIM),
        Line(what, f"{real:.2f} ms", f"{alone:.2f} ms by hand, rows alone", f"{real / alone:.2f}×"),
    )


async def _medians(asks: Sequence[Callable[[], Awaitable[int]]], times: int) -> list[float]:
    """The median milliseconds of each, asked in turn."""
    took: list[list[float]] = [[] for _ in asks]
    for _ in range(times):
        for ask, own in zip(asks, took, strict=True):
            began = time.perf_counter()
            await ask()
            own.append((time.perf_counter() - began) * 1000)
    return [median(own) for own in took]


async def _fill(connection: Any) -> int:
    """Plans like the first one that is there, each with duties, who owes them, and their occurrences; how many occurrences there are."""
    await connection.execute(
        _copies(
            "plans",
            f"generate_series(1, {PLANS}) n",
            {"id": "md5('plan' || n)::uuid", "source_sha256": "lpad(n::text, 64, '0')", "region_path": "'bench.' || n || '.'"}
            | {"title": "'健康第' || n || '县行动'", "state": "'in_force'", "disclosure": "'public'"},
        )
    )
    each_duty = f"generate_series(1, {PLANS}) n, generate_series(1, {DUTIES}) d"
    duty = {"id": "md5('duty' || n || '-' || d)::uuid", "plan_id": "md5('plan' || n)::uuid", "position": "d"}
    await connection.execute(_copies("duties", each_duty, duty | {"key": "'D' || d"}))
    owed = {"id": "md5('owed' || n || '-' || d)::uuid", "about": "'duty'", "action_key": "'D' || d", "written": "'bench'"}
    unit = {"unit_id": _UNIT.format(units=UNITS), "group_id": "null"}
    await connection.execute(_copies("responsibilities", each_duty, {**duty, **owed, **unit}))
    day = "make_date(2020 + y, 1 + d * 5 % 12, 1 + (d * 7 + n) % 28)"
    about = {"subject_year": "2020 + y", "subject_from": "make_date(2020 + y, 1, 1)", "subject_until": "make_date(2020 + y, 12, 31)"}
    days = {"printed_on": day, "due_on": day, "sort_on": day, "due": f"({day} + 1)::timestamptz", "provisional": "y > 6"}
    which = {"id": "gen_random_uuid()", "plan_id": duty["plan_id"], "duty_id": duty["id"], "duty_key": "'D' || d", "sequence": "1"}
    await connection.execute(_copies("occurrences", f"{each_duty}, generate_series(1, {YEARS}) y", {**which, **about, **days}))
    await connection.execute("VACUUM ANALYZE")
    return int(await connection.fetchval("SELECT count(*) FROM occurrences"))


def _copies(table: str, series: str, own: dict[str, str]) -> str:
    """Rows like some row of the table, once for each of ``series``, but for their ``own`` columns."""
    names = [column.name for column in Base.metadata.tables[table].columns]
    values = [own.get(name, f"t.{name}") for name in names]
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM (SELECT * FROM {table} LIMIT 1) t, {series}"
