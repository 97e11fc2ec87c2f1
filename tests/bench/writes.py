"""Creates per second over HTTP, audited, idempotent and told, beside the raw driver's insert-and-commit of one row."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, cycle
from typing import Any
from uuid import uuid4

from deploy.loading import ADMIN
from shared.kit.ids import new_id
from shared.schemas.services import ServiceName
from tests.bench.children import Server, services
from tests.bench.data import REPORTER, bearer, make_assignments, town_codes
from tests.bench.drivers import open_driver
from tests.bench.fast_loop import in_fast_loop
from tests.bench.load import Load, Requests, ask, http_request
from tests.bench.places import RAW, Place
from tests.bench.report import Line

_AIM = 0.20
_AT_ONCE = (1, 8)


@dataclass(frozen=True)
class Create:
    """One kind of create."""

    title: str
    server: Server
    requests: Requests


async def measure_writes(place: Place, rounds: int, seconds: float) -> list[Line]:
    """Two creates, one at a time and eight at once."""
    async with services(place, ServiceName.PLANS, ServiceName.SUBMISSIONS) as real:
        creates = await _creates(place, real)
        lines = []
        for at_once in _AT_ONCE:
            lines += await _beside(place.driver_url(RAW), creates, at_once, rounds, seconds)
    return lines


async def _creates(place: Place, real: dict[ServiceName, Server]) -> list[Create]:
    plans, submissions = real[ServiceName.PLANS], real[ServiceName.SUBMISSIONS]
    admin, reporter = await bearer(plans.url, ADMIN), await bearer(plans.url, REPORTER)
    owed = iter(await make_assignments(place, reporter))
    towns, numbers = cycle(town_codes()), count(1)

    def unit() -> Any:
        return {"rows": [{"region_code": next(towns), "name": f"量测单位{next(numbers)}", "kind": "department"}]}

    def submission() -> Any:
        assignment = next(owed, None)
        return {"assignment_id": assignment} if assignment else None

    return [
        Create("create a unit (audit, answer kept, 1 event to 3)", plans, _posts(plans.url + "/api/v1/plans/units:import", admin, unit)),
        Create("create a submission (audit, answer kept)", submissions, _posts(submissions.url + "/api/v1/submissions", reporter, submission)),
    ]


def _posts(url: str, token: str, body: Callable[[], Any]) -> Requests:
    def request() -> bytes | None:
        content = body()
        headers = {"authorization": token, "idempotency-key": uuid4().hex}
        return None if content is None else http_request("POST", url, headers, json.dumps(content).encode())

    return request


async def _beside(raw_url: str, creates: list[Create], at_once: int, rounds: int, seconds: float) -> list[Line]:
    """The best rate of each over interleaved rounds; the first round warms up and does not count."""
    raw, best = 0.0, dict.fromkeys((create.title for create in creates), Load(1, 1e9, 0))
    for number in range(rounds + 1):
        rate = await in_fast_loop(_insert(raw_url, at_once, seconds))
        raw = max(raw, rate) if number else 0.0
        for create in creates:
            load = await ask(create.server.port, create.server.pid, create.requests, seconds=seconds, connections=at_once)
            if number and load.rate > best[create.title].rate:
                best[create.title] = load
    return [_line(title, load, raw, at_once) for title, load in best.items()]


async def _insert(url: str, at_once: int, seconds: float) -> float:
    """Rows per second, each committed by itself."""
    driver = await open_driver(url, at_once)
    await driver.make_table()
    region, done, started = uuid4(), count(), time.perf_counter()

    async def insert() -> None:
        while time.perf_counter() < started + seconds:
            await driver.insert((new_id(), 1, f"量测单位{next(done)}", "department", region, "a.b.c.", None))

    await asyncio.gather(*(insert() for _ in range(at_once)))
    rate = next(done) / (time.perf_counter() - started)
    await driver.close()
    return rate


def _line(title: str, load: Load, raw: float, at_once: int) -> Line:
    share = load.rate / raw
    ours = f"{load.rate:,.0f}/s, {load.micros:,.0f} µs"
    return Line(f"{title}, {at_once} at a time", ours, f"{raw:,.0f}/s raw", f"{share:.0%}", f"≥ {_AIM:.0%}", share >= _AIM)
