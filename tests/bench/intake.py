"""Values in bulk on PostgreSQL: the real intake over HTTP beside a plain COPY of the same rows into a twin of the table; and lists at millions.

``python -m tests.bench --only postgresql --part intake``
"""

import io
import time
from collections.abc import Sequence
from statistics import median
from typing import Any
from uuid import uuid4

import asyncpg  # type: ignore[import-untyped]
import httpx2
import orjson

from shared.schemas.observations import Observation
from shared.schemas.page import Page
from shared.schemas.services import ServiceName
from tests.bench.children import services
from tests.bench.data import OFFICE, bearer
from tests.bench.drivers import OBSERVATION
from tests.bench.medians import medians
from tests.bench.places import Place
from tests.bench.report import Line

_AIM_SHARE, _AIM_RATE, _AIM_READ, _ROWS = 0.20, 17_500, 1.5, 200
_INTAKE, _LIST = "/api/v1/indicators/observations:intake", "/api/v1/indicators/observations"
_PERIODS, _PARTS = [f"{year}-{month:02}" for year in range(2000, 2025) for month in range(1, 13)], 40
_VALUES = len(_PERIODS) * _PARTS
_MILLIONS = """
    INSERT INTO observations ({names})
    SELECT {values} FROM (SELECT * FROM observations LIMIT 1) t,
        generate_series(1, 3000) r, generate_series(1, 100) i, generate_series(2011, 2020) y"""


async def measure_intake(place: Place, rounds: int) -> list[Line]:
    """Values per second, then lists of two hundred at three million values."""
    connection = await asyncpg.connect(place.driver_url("indicators"))
    async with services(place, ServiceName.PLANS, ServiceName.INDICATORS) as real:
        headers = {"authorization": await bearer(real[ServiceName.PLANS].url, OFFICE)}
        async with httpx2.AsyncClient(base_url=real[ServiceName.INDICATORS].url, headers=headers, timeout=600) as client:
            lines = await _rates(client, connection, rounds)
            lines += await _lists(client, connection, rounds)
    await connection.close()
    return lines


async def _rates(client: httpx2.AsyncClient, connection: Any, rounds: int) -> list[Line]:
    known = (await client.get("/api/v1/indicators/plan-indicators", params={"limit": 200})).raise_for_status().json()["items"]
    await connection.execute("DROP TABLE IF EXISTS twin; CREATE TABLE twin (LIKE observations INCLUDING ALL)")
    ours, copied = [], []
    for number in range(rounds + 1):
        entry = known[number % len(known)]
        took = await _take_in(client, entry, number)
        rows = await connection.fetch("SELECT * FROM observations WHERE source = 'intake' AND state IS NULL ORDER BY id DESC LIMIT $1", _VALUES)
        plain = await _copy(connection, [tuple(row) for row in rows])
        if number:  # the first round warms up
            ours.append(_VALUES / took)
            copied.append(_VALUES / plain)
    rate, beside = median(ours), median(copied)
    what = f"bulk intake of {_VALUES:,} values as CSV (checked, audited, told, history kept)"
    return [
        Line(
            what, f"{rate:,.0f}/s", f"{beside:,.0f}/s COPY into the twin", f"{rate / beside:.0%}", f"≥ {_AIM_SHARE:.0%}", rate / beside >= _AIM_SHARE
        ),
        Line(what, f"{rate:,.0f}/s", "a framework's bare bulk endpoint", "", f"> {_AIM_RATE:,}/s", rate > _AIM_RATE),
    ]


async def _take_in(client: httpx2.AsyncClient, entry: dict[str, Any], number: int) -> float:
    """Seconds for one file of new values."""
    file = io.StringIO()
    file.write("indicator,region,period,disaggregation,value\n")
    for part in range(_PARTS):
        file.writelines(f"{entry['indicator_id']},{entry['region_id']},{period},round={number};n={part},{part}.{number}\n" for period in _PERIODS)
    body = file.getvalue().encode()
    began = time.perf_counter()
    answer = await client.post(_INTAKE, content=body, headers={"Content-Type": "text/csv", "Idempotency-Key": uuid4().hex})
    took = time.perf_counter() - began
    if answer.raise_for_status().json()["new"] != _VALUES:
        raise RuntimeError(answer.text[:400])
    return took


async def _copy(connection: Any, rows: Sequence[Sequence[Any]]) -> float:
    """Seconds for the same rows into the twin: the same columns, constraints and indexes, one COPY and commit."""
    began = time.perf_counter()
    await connection.copy_records_to_table("twin", records=rows)
    return time.perf_counter() - began


async def _lists(client: httpx2.AsyncClient, connection: Any, rounds: int) -> list[Line]:
    columns = [row["column_name"] for row in await connection.fetch("SELECT column_name FROM information_schema.columns WHERE table_name = 'twin'")]
    own = {
        "id": "gen_random_uuid()",
        "indicator_id": "md5('i' || i)::uuid",
        "region_id": "md5('r' || r)::uuid",
        "region_path": "'bench.' || r || '.'",
    }
    own |= {"period": "y::text", "disaggregation": "''", "year": "y", "value": "(r + i + y) % 100", "disclosure": "'public'", "unit_id": "null"}
    began = time.perf_counter()
    await connection.execute(_MILLIONS.format(names=", ".join(columns), values=", ".join(own.get(name, f"t.{name}") for name in columns)))
    entries = "INSERT INTO indicators ({0}) SELECT {1} FROM (SELECT * FROM indicators LIMIT 1) t, generate_series(1, 100) i"
    names = [
        row["column_name"] for row in await connection.fetch("SELECT column_name FROM information_schema.columns WHERE table_name = 'indicators'")
    ]
    made = {"id": "md5('i' || i)::uuid", "name": "'量测指标' || i", "code": "'BENCH-' || i"}
    await connection.execute(entries.format(", ".join(names), ", ".join(made.get(name, f"t.{name}") for name in names)))
    await connection.execute("VACUUM ANALYZE")
    rows = await connection.fetchval("SELECT count(*) FROM observations")
    lines = [Line(f"{rows:,} values written", f"{time.perf_counter() - began:.0f} s", "", "")]
    indicator, region = await connection.fetchrow("SELECT md5('i7')::uuid, md5('r77')::uuid")
    questions: list[tuple[str, dict[str, str], str, tuple[Any, ...]]] = [
        ("of one indicator", {"indicator_id": str(indicator)}, "o.indicator_id = $1", (indicator,)),
        ("of one region", {"region_id": str(region)}, "o.region_id = $1", (region,)),
        ("of one indicator and year", {"indicator_id": str(indicator), "year": "2015"}, "o.indicator_id = $1 AND o.year = 2015", (indicator,)),
    ]
    for what, query, condition, arguments in questions:
        lines += await _compare(client, connection, what, query, condition, arguments, rounds)
    as_of = {"region_id": str(region), "as_of": "2030-01-01T00:00:00Z"}
    return lines + await _compare(client, connection, "of one region, as of a day", as_of, "o.region_id = $1", (region,), rounds)


async def _compare(
    client: httpx2.AsyncClient, connection: Any, what: str, query: dict[str, str], condition: str, arguments: Sequence[Any], rounds: int
) -> list[Line]:
    sql = f"""{OBSERVATION} WHERE {condition} AND o.disclosure = 'public' AND (o.value IS NOT NULL OR o.state IS NOT NULL)
        ORDER BY o.indicator_id, o.region_id, o.period, o.disaggregation LIMIT {_ROWS}"""

    async def ours() -> int:
        answer = await client.get(_LIST, params={**query, "limit": str(_ROWS)})
        return len(answer.raise_for_status().json()["items"])

    async def as_models() -> int:
        found = await connection.fetch(sql, *arguments)
        Page[Observation](items=[Observation(**_parsed(row)) for row in found]).model_dump_json()
        return len(found)

    counts = {await ask() for ask in (ours, as_models)}
    if len(counts) != 1:
        raise RuntimeError(f"{what}: the answers differ: {counts}")
    real, models = await medians([ours, as_models], 6 * rounds)
    about = f"GET observations {what} ({counts.pop()} rows of 3 million)"
    return [
        Line(about, f"{real:.2f} ms", f"{models:.2f} ms by hand, as models", f"{real / models:.2f}×", f"≤ {_AIM_READ:g}×", real / models <= _AIM_READ)
    ]


def _parsed(row: Any) -> dict[str, Any]:
    values = dict(row)
    for name in ("reported", "derived_from"):
        values[name] = orjson.loads(values[name]) if values[name] else None
    return values
