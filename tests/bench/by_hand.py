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
from services.plans.app import create_app as create_plans
from services.plans.settings import PlansSettings
from shared.kit.settings import CommonSettings
from tests.bench.places import Place

RECORDED, DRIVER_URL, READY = "BENCH_RECORDED", "BENCH_DRIVER_URL", "/by-hand/ready"
_POOL = 4
Statements = list[tuple[str, tuple[Any, ...]]]


async def record(place: Place, headers: dict[str, str], paths: Sequence[str]) -> list[Statements]:
    """For each path the SQL and the arguments that the plans service sends, in order."""
    common = CommonSettings(data=place.folder, log_level="warning")
    return [await _statements(create_plans(PlansSettings(database_url=place.url("plans"), common=common)), headers, path) for path in paths]


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
