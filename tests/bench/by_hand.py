"""The statements of a request, recorded once and then run by hand: ``python -m tests.bench.by_hand PORT`` serves their rows over HTTP.

Nothing but FastAPI, the driver and ready JSON: no token, no rights to work out, no names, no models. What the product costs beside the SQL
it needs is then what is left.
"""

import os
import pickle
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import httpx2
import orjson
import uvicorn
from fastapi import FastAPI, Response
from sqlalchemy import event

from deploy.server import server_config
from services.indicators.app import create_app as create_indicators
from services.indicators.settings import IndicatorsSettings
from services.plans.app import create_app as create_plans
from services.plans.settings import PlansSettings
from shared.kit.settings import CommonSettings
from shared.schemas.services import ServiceName
from tests.bench.children import services, serving
from tests.bench.medians import Ask
from tests.bench.places import Place
from tests.bench.report import Line

RECORDED, DRIVER_URL, READY = "BENCH_RECORDED", "BENCH_DRIVER_URL", "/by-hand/ready"
_POOL = 4
_SERVICES: dict[ServiceName, tuple[Any, Any]] = {
    ServiceName.PLANS: (create_plans, PlansSettings),
    ServiceName.INDICATORS: (create_indicators, IndicatorsSettings),
}
Statements = list[tuple[str, tuple[Any, ...]]]


async def record(place: Place, service: ServiceName, plans_url: str, headers: dict[str, str], paths: Sequence[str]) -> list[Statements]:
    """For each path the SQL and the arguments that a service sends, in order; the keys of tokens come from ``plans_url``."""
    common = CommonSettings(data=place.folder, log_level="warning")
    create, settings = _SERVICES[service]
    peer = {} if service is ServiceName.PLANS else {"plans_url": plans_url}
    return [await _statements(create(settings(database_url=place.url(service), common=common, **peer)), headers, path) for path in paths]


@asynccontextmanager
async def beside_by_hand(
    place: Place, service: ServiceName, headers: dict[str, str], paths: Sequence[str], connection: Any
) -> AsyncIterator[tuple[list[list[Ask]], list[Statements]]]:
    """For each path three ways to ask: over HTTP as users do, the same statements served by hand, and their rows alone; and the statements."""
    async with services(place, *{ServiceName.PLANS, service}) as real:
        recorded = await record(place, service, real[ServiceName.PLANS].url, headers, paths)
        (place.folder / "recorded").write_bytes(pickle.dumps(recorded))
        environment = {RECORDED: str(place.folder / "recorded"), DRIVER_URL: place.driver_url(service)}
        async with serving("by-hand", ["tests.bench.by_hand"], READY, place, **environment) as by_hand:
            async with _client(real[service].url, headers) as ours, _client(by_hand.url, {}) as theirs:
                ways = [
                    [_get(ours, path), _get(theirs, f"/by-hand/{number}"), _rows(connection, recorded[number])] for number, path in enumerate(paths)
                ]
                yield ways, recorded


def compared(what: str, took: Sequence[float], rows: int, aim: float) -> tuple[Line, Line]:
    """The medians of such three ways as lines of the table."""
    ours, served, alone = took
    title = f"GET {what} ({rows:,} rows)"
    return (
        Line(title, f"{ours:.2f} ms", f"{served:.2f} ms by hand, served", f"{ours / served:.2f}×", f"≤ {aim:g}×", ours / served <= aim),
        Line(title, f"{ours:.2f} ms", f"{alone:.2f} ms by hand, rows alone", f"{ours / alone:.2f}×"),
    )


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


async def _statements(app: FastAPI, headers: dict[str, str], path: str) -> Statements:
    """An application asks SQLAlchemy the first time alone, so each path gets one of its own."""
    async with app.router.lifespan_context(app), _asking(app, headers) as client:
        with _listening(app.state.service.database.read_engine.sync_engine) as statements:
            (await client.get(path)).raise_for_status()
        return statements


def _asking(app: FastAPI, headers: dict[str, str]) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://bench", headers=headers, timeout=60)


@contextmanager
def _listening(engine: Any) -> Iterator[Statements]:
    heard: Statements = []

    def hear(*call: Any) -> None:
        heard.append((call[2], tuple(call[3])))

    event.listen(engine, "before_cursor_execute", hear)
    yield heard
    event.remove(engine, "before_cursor_execute", hear)


async def run_all(connection: Any, statements: Statements) -> list[Any]:
    """The rows of every statement, one after the other."""
    return [await connection.fetch(sql, *arguments) for sql, arguments in statements]


def create_app() -> FastAPI:
    """One endpoint: the rows of the recorded question of that number."""
    recorded: list[Statements] = pickle.loads(Path(os.environ[RECORDED]).read_bytes())
    app = FastAPI(lifespan=_with_pool)

    @app.get(READY)
    async def ready() -> bool:
        return True

    @app.get("/by-hand/{number:int}")
    async def by_hand(number: int) -> Response:
        async with app.state.pool.acquire() as connection:
            rows = await run_all(connection, recorded[number])
        return Response(orjson.dumps([[dict(row) for row in one] for one in rows], default=str), media_type="application/json")

    return app


@asynccontextmanager
async def _with_pool(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ[DRIVER_URL], min_size=1, max_size=_POOL) as app.state.pool:
        yield


if __name__ == "__main__":
    uvicorn.Server(server_config(create_app(), "127.0.0.1", int(sys.argv[1]))).run()
