"""How long an event takes from the sender's commit to the receivers' inboxes: both seen in the databases themselves."""

import asyncio
import statistics
import time
from contextlib import AsyncExitStack
from itertools import count
from typing import Any
from uuid import uuid4

import httpx2

from deploy.loading import ADMIN
from shared.schemas.services import ServiceName
from tests.bench.data import bearer, town_codes
from tests.bench.drivers import Driver, open_driver
from tests.bench.places import Place
from tests.bench.report import Line

_RECEIVERS = (ServiceName.INDICATORS, ServiceName.SUBMISSIONS, ServiceName.NOTIFICATIONS)
_AIM_MILLIS = 100
_LOOK_EVERY = 0.0005
_PAUSE = 0.03
_numbers = count(1)


async def measure_events(place: Place, url: str, topology: str, events: int) -> list[Line]:
    """Create units one after the other; each is told to three services."""
    delays: list[float] = []
    async with AsyncExitStack() as stack:
        drivers: dict[ServiceName, Driver] = {}
        for name in ServiceName:
            drivers[name] = await open_driver(place.driver_url(name), 1)
            stack.push_async_callback(drivers[name].close)
        headers = {"Authorization": await bearer(url, ADMIN)}
        client = await stack.enter_async_context(httpx2.AsyncClient(base_url=url, headers=headers, timeout=60))
        for number in range(events):
            found = await _one(client, drivers)
            delays += found if number else []
            await asyncio.sleep(_PAUSE)
    return [_line(topology, sorted(delays))]


async def _one(client: httpx2.AsyncClient, drivers: dict[ServiceName, Driver]) -> list[float]:
    """Milliseconds from the event's row being there for all to see to each receiver's row."""
    sender = drivers[ServiceName.PLANS]
    last = await sender.value("SELECT id FROM outbox_events ORDER BY id DESC LIMIT 1")
    number = next(_numbers)
    row = {"region_code": town_codes()[number], "name": f"传达单位{uuid4().hex}", "kind": "department"}
    posting = asyncio.create_task(client.post("/api/v1/plans/units:import", json={"rows": [row]}, headers={"Idempotency-Key": uuid4().hex}))
    event = await _seen(sender, f"SELECT id FROM outbox_events WHERE id > '{last}'")
    committed = time.perf_counter()
    delays = await asyncio.gather(*(_arrived(drivers[name], event, committed) for name in _RECEIVERS))
    (await posting).raise_for_status()
    return delays


async def _arrived(receiver: Driver, event: Any, committed: float) -> float:
    await _seen(receiver, f"SELECT id FROM inbox_events WHERE id = '{event}'")
    return (time.perf_counter() - committed) * 1000


async def _seen(driver: Driver, query: str) -> Any:
    """What the query finds, once it finds something."""
    async with asyncio.timeout(30):
        while (found := await driver.value(query)) is None:
            await asyncio.sleep(_LOOK_EVERY)
    return found


def _line(topology: str, delays: list[float]) -> Line:
    median, slow = statistics.median(delays), delays[int(len(delays) * 0.95)]
    return Line(f"commit to inbox, {topology}", f"{median:.1f} ms median", f"{slow:.1f} ms p95", "", f"< {_AIM_MILLIS} ms", median < _AIM_MILLIS)
