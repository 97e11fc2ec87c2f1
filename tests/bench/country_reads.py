"""Lists over 3,000 plans on PostgreSQL: the real answer over HTTP beside the same SQL by hand."""

import time
from typing import Any
from urllib.parse import urlencode

import asyncpg  # type: ignore[import-untyped]

from shared.schemas.services import ServiceName
from tests.bench.by_hand import beside_by_hand, compared
from tests.bench.children import services
from tests.bench.country import PLANS, fill_country
from tests.bench.data import OFFICE, bearer
from tests.bench.medians import medians
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
    lines: list[Line] = []
    async with beside_by_hand(place, ServiceName.PLANS, headers, list(asked.values()), connection) as (ways, _):
        for what, asks in zip(asked, ways, strict=True):
            lines += compared(what, await medians(asks, 4 * rounds), await asks[-1](), _AIM)
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
