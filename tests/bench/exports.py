"""A million official values as files on PostgreSQL: seconds and the server's memory, beside the database's own COPY of the same rows as CSV.

``python -m tests.bench --only postgresql --part exports``
"""

import time
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import httpx2

from shared.schemas.services import ServiceName
from tests.bench.children import services
from tests.bench.data import OFFICE, bearer
from tests.bench.places import Place
from tests.bench.report import Line

_EXPORT = "/api/v1/indicators/observations:export"
_MILLION = 1_000_000
_FORMS = {"csv": 1, "sdmx-csv": 1, "sdmx-json": 1, "xlsx": 5}
"""What is asked for, and by how much less than the million: a workbook holds a fifth of it."""
_MADE = "generate_series(1, 1000) r, generate_series(1, 100) i, generate_series(2011, 2020) y"
_COPIED = """SELECT i.code, i.name, i.unit_of_measure, k.code, k.name, o.period, o.disaggregation, o.value, o.state, o.numerator, o.denominator,
        o.standing, o.reported, o.disclosure, o.version, o.recorded_at
    FROM observations o JOIN indicators i ON i.id = o.indicator_id LEFT JOIN known_regions k ON k.id = o.region_id
    ORDER BY o.indicator_id, o.region_id, o.period, o.disaggregation"""


async def measure_exports(place: Place, rounds: int) -> list[Line]:
    """Every form once after a small one that warms up; ``rounds`` do not matter: a file of a million is long enough."""
    connection = await asyncpg.connect(place.driver_url("indicators"))
    await _write_million(connection)
    plain = await _copied(connection)
    async with services(place, ServiceName.PLANS, ServiceName.INDICATORS) as real:
        headers = {"authorization": await bearer(real[ServiceName.PLANS].url, OFFICE)}
        server = real[ServiceName.INDICATORS]
        async with httpx2.AsyncClient(base_url=server.url, headers=headers, timeout=600) as client:
            await _taken(client, {"format": "csv", "first_year": "2011", "last_year": "2011"})
            before = _peak_mb(server.pid)
            lines = [Line("memory of the indicators server after a file of 100,000 values", f"{before:.0f} MB at most", "", "")]
            for form, share in _FORMS.items():
                years = {"first_year": "2011", "last_year": str(2010 + 10 // share)}
                seconds, size, values = await _taken(client, {"format": form, **years})
                told = f"{seconds:.1f} s, {values / seconds:,.0f}/s, {size / 1e6:.0f} MB, {_peak_mb(server.pid):.0f} MB at most"
                beside = f"{plain:.1f} s COPY TO CSV" if share == 1 else ""
                lines.append(Line(f"export {values:,} values as {form}", told, beside, f"{seconds / plain:.1f}×" if share == 1 else ""))
    await connection.close()
    return lines


async def _write_million(connection: Any) -> None:
    """A thousand regions, a hundred indicators, ten years, all public; what each table needs besides comes from its first row."""
    made = {"id": "md5('i' || i)::uuid", "name": "'量测指标' || i", "code": "'BENCH-' || i"}
    await _multiply(connection, "indicators", made, "generate_series(1, 100) i")
    place = {"id": "md5('r' || r)::uuid", "path": "'bench.' || r || '.'", "code": "(100000 + r)::text", "name": "'量测县' || r", "ended_on": "null"}
    await _multiply(connection, "known_regions", place, "generate_series(1, 1000) r")
    slot = {"id": "gen_random_uuid()", "indicator_id": "md5('i' || i)::uuid", "region_id": "md5('r' || r)::uuid", "period": "y::text", "year": "y"}
    told = {"value": "(r + i + y) % 1000 / 10.0", "state": "null", "disaggregation": "''", "disclosure": "'public'", "unit_id": "null"}
    await _multiply(connection, "observations", {**slot, **told, "region_path": "'bench.' || r || '.'"}, _MADE)
    await connection.execute("VACUUM ANALYZE")


async def _multiply(connection: Any, table: str, own: dict[str, str], series: str) -> None:
    columns = [
        row["column_name"] for row in await connection.fetch("SELECT column_name FROM information_schema.columns WHERE table_name = $1", table)
    ]
    values = ", ".join(own.get(name, f"t.{name}") for name in columns)
    await connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM (SELECT * FROM {table} LIMIT 1) t, {series}")


async def _copied(connection: Any) -> float:
    """Seconds for the same rows by the database alone, thrown away as they come."""

    async def drop(_part: bytes) -> None: ...

    began = time.perf_counter()
    await connection.copy_from_query(_COPIED, output=drop, format="csv")
    return time.perf_counter() - began


async def _taken(client: httpx2.AsyncClient, query: dict[str, str]) -> tuple[float, int, int]:
    """Seconds, bytes and values of one file, thrown away as it comes."""
    began, size = time.perf_counter(), 0
    async with client.stream("GET", _EXPORT, params=query) as answer:
        answer.raise_for_status()
        async for part in answer.aiter_bytes():
            size += len(part)
        values = int(answer.headers["x-values"])
    if not values:
        raise RuntimeError("nothing was exported")
    return time.perf_counter() - began, size, values


def _peak_mb(pid: int) -> float:
    """The most memory that a process ever held, in MB; Linux only."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e6
