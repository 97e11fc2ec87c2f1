"""Values in bulk on PostgreSQL: the real intake over HTTP beside a plain COPY of the same rows into a twin of the table.

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

from shared.schemas.services import ServiceName
from tests.bench.children import services
from tests.bench.data import OFFICE, bearer
from tests.bench.places import Place
from tests.bench.report import Line

_AIM_SHARE, _AIM_RATE = 0.20, 17_500
_INTAKE = "/api/v1/indicators/observations:intake"
_PERIODS, _PARTS = [f"{year}-{month:02}" for year in range(2000, 2025) for month in range(1, 13)], 40
_VALUES = len(_PERIODS) * _PARTS


async def measure_intake(place: Place, rounds: int) -> list[Line]:
    """Values per second."""
    connection = await asyncpg.connect(place.driver_url("indicators"))
    async with services(place, ServiceName.PLANS, ServiceName.INDICATORS) as real:
        headers = {"authorization": await bearer(real[ServiceName.PLANS].url, OFFICE)}
        async with httpx2.AsyncClient(base_url=real[ServiceName.INDICATORS].url, headers=headers, timeout=600) as client:
            lines = await _rates(client, connection, rounds)
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
