"""Lists over 3,000 plans on PostgreSQL: the real answer over HTTP beside the same SQL by hand."""

import pickle
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import asyncpg  # type: ignore[import-untyped]
import httpx2

from shared.schemas.services import ServiceName
from tests.bench.by_hand import DRIVER_URL, READY, RECORDED, Statements, record, run_all
from tests.bench.children import services, serving
from tests.bench.country import PLANS, fill_country
from tests.bench.data import OFFICE, bearer
from tests.bench.medians import Ask, medians
from tests.bench.places import Place
from tests.bench.report import Line

_AIM, _ROWS = 1.5, 200
_MONTH = {"due_from": "2026-05-01", "due_until": "2026-05-31"}


async def measure_country(place: Place, rounds: int) -> list[Line]:
    """Occurrences, the matrix both ways, coverage and search."""
    connection = await asyncpg.connect(place.driver_url("plans"))
    began = time.perf_counter()
    written = await fill_country(connection)
    made = Line(f"{PLANS:,} plans, {written:,} occurrences written", f"{time.perf_counter() - began:.0f} s", "", "")
    asked = await _questions(connection)
    async with services(place, ServiceName.PLANS) as real:
        headers = {"authorization": await bearer(real[ServiceName.PLANS].url, OFFICE)}
        recorded = await record(place, headers, list(asked.values()))
        (place.folder / "recorded").write_bytes(pickle.dumps(recorded))
        environment = {RECORDED: str(place.folder / "recorded"), DRIVER_URL: place.driver_url("plans")}
        async with serving("by-hand", ["tests.bench.by_hand"], READY, place, **environment) as by_hand:
            async with _client(real[ServiceName.PLANS].url, headers) as ours, _client(by_hand.url, {}) as theirs:
                lines = [
                    line
                    for number, (what, path) in enumerate(asked.items())
                    for line in await _compare(
                        what, [_get(ours, path), _get(theirs, f"/by-hand/{number}"), _rows(connection, recorded[number])], rounds
                    )
                ]
    await connection.close()
    return [made, *lines]


async def _questions(connection: Any) -> dict[str, str]:
    """What is asked, by what it is called."""
    plan = await connection.fetchval("SELECT id FROM plans WHERE id = md5('plan7')::uuid")
    parent = await connection.fetchval("SELECT parent_id FROM plans WHERE id = $1", plan)
    unit = await connection.fetchval("SELECT unit_id FROM responsibilities WHERE about = 'duty' AND plan_id = $1 LIMIT 1", plan)
    lists: dict[str, dict[str, str]] = {
        "of a month, all plans": _MONTH,
        "about a year, all plans": {"subject_year": "2027"},
        "of one plan": {"plan_id": str(plan)},
        "of one plan and month": {"plan_id": str(plan), **_MONTH},
        "of one unit": {"unit_id": str(unit)},
        "of one unit and month": {"unit_id": str(unit), **_MONTH},
    }
    base = "/api/v1/plans"
    return {
        **{f"occurrences {what}": f"{base}/occurrences?{urlencode({**query, 'limit': _ROWS})}" for what, query in lists.items()},
        "matrix of a plan": f"{base}/{plan}/matrix",
        "matrix of a plan, groups expanded": f"{base}/{plan}/matrix?expand_groups=true",
        "everything a unit owes": f"{base}/units/{unit}/obligations?limit={_ROWS}",
        "responsibilities of a unit": f"{base}/responsibilities?unit_id={unit}&limit={_ROWS}",
        f"coverage by {PLANS:,} plans below": f"{base}/{parent}/coverage",
        "what the plans below leave open": f"{base}/{parent}/coverage/plans?limit={_ROWS}",
        "search, a frequent word": f"{base}/search?{urlencode({'q': '健康素养', 'limit': _ROWS})}",
        "search, a rare one": f"{base}/search?{urlencode({'q': '量测2718县', 'limit': _ROWS})}",
    }


def _client(url: str, headers: dict[str, str]) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(base_url=url, headers=headers, timeout=60)


def _get(client: httpx2.AsyncClient, path: str) -> Ask:
    async def ask() -> int:
        return len((await client.get(path)).raise_for_status().content)

    return ask


def _rows(connection: Any, statements: Statements) -> Ask:
    async def ask() -> int:
        return sum(map(len, await run_all(connection, statements)))

    return ask


async def _compare(what: str, asks: Sequence[Ask], rounds: int) -> tuple[Line, Line]:
    rows = await asks[-1]()
    ours, served, alone = await medians(asks, 4 * rounds)
    title = f"GET {what} ({rows:,} rows)"
    return (
        Line(title, f"{ours:.2f} ms", f"{served:.2f} ms by hand, served", f"{ours / served:.2f}×", f"≤ {_AIM:g}×", ours / served <= _AIM),
        Line(title, f"{ours:.2f} ms", f"{alone:.2f} ms by hand, rows alone", f"{ours / alone:.2f}×"),
    )
