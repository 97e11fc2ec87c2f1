"""What one would write with nothing to protect: ``python -m tests.bench.bare PORT``.

``/bare/…`` answers from memory through the same response models as the real service; ``/raw/…`` asks the same database
with the raw driver and makes the same models. No token, no rights, no middleware, no paging.
"""

import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import uvicorn
from fastapi import FastAPI

from deploy.server import server_config
from shared.schemas.catalogue import Indicator
from shared.schemas.indicators import StoredVerdict
from shared.schemas.observations import Observation
from shared.schemas.page import Page
from shared.schemas.plans import Plan
from tests.bench.drivers import open_driver

SAMPLES, DRIVER_URL = "BENCH_SAMPLES", "BENCH_DRIVER_URL"
_POOL = 16


def create_app() -> FastAPI:
    """The bare endpoints, on the sample answers of the real service that a file holds."""
    samples = json.loads(Path(os.environ[SAMPLES]).read_text(encoding="utf-8"))
    app = FastAPI(lifespan=_with_driver)
    _add_bare(app, samples)
    _add_raw(app)
    return app


@asynccontextmanager
async def _with_driver(app: FastAPI) -> AsyncIterator[None]:
    app.state.driver = await open_driver(os.environ[DRIVER_URL], _POOL)
    yield
    await app.state.driver.close()


def _values(sample: Any) -> dict[str, Any]:
    """A record's values as Python objects, as a row would hold them."""
    return dict(sample)


def _add_bare(app: FastAPI, samples: dict[str, Any]) -> None:
    indicator, plan = _values(Indicator.model_validate(samples["indicator"])), _values(Plan.model_validate(samples["plan"]))
    observation = _values(Observation.model_validate(samples["observation"]))
    observations = [_values(item) for item in Page[Observation].model_validate(samples["observations"]).items]
    verdicts = [_values(item) for item in Page[StoredVerdict].model_validate(samples["verdicts"]).items]

    @app.get("/bare/indicator/{record_id:uuid}")
    async def bare_indicator(record_id: UUID) -> Indicator:
        return Indicator(**indicator)

    @app.get("/bare/plan/{record_id:uuid}")
    async def bare_plan(record_id: UUID) -> Plan:
        return Plan(**plan)

    @app.get("/bare/observation/{record_id:uuid}")
    async def bare_observation(record_id: UUID) -> Observation:
        return Observation(**observation)

    @app.get("/bare/observations")
    async def bare_observations(limit: int) -> Page[Observation]:
        return Page(items=[Observation(**values) for values in observations[:limit]])

    @app.get("/bare/verdicts")
    async def bare_verdicts(limit: int) -> Page[StoredVerdict]:
        return Page(items=[StoredVerdict(**values) for values in verdicts[:limit]])


def _add_raw(app: FastAPI) -> None:
    @app.get("/raw/observation/{record_id:uuid}")
    async def raw_observation(record_id: UUID) -> Observation:
        return Observation(**await app.state.driver.observation(record_id))

    @app.get("/raw/observations")
    async def raw_observations(limit: int) -> Page[Observation]:
        return Page(items=[Observation(**row) for row in await app.state.driver.observations(limit)])

    @app.get("/raw/verdicts")
    async def raw_verdicts(limit: int) -> Page[StoredVerdict]:
        return Page(items=[StoredVerdict(**row) for row in await app.state.driver.verdicts(limit)])


if __name__ == "__main__":
    uvicorn.Server(server_config(create_app(), "127.0.0.1", int(sys.argv[1]))).run()
