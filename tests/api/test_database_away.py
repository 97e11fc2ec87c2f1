"""A database that does not answer: 503 with Retry-After, never a 500, and the service is back as soon as the database is."""

from pathlib import Path

import httpx2

from deploy.embedded import create_platform
from deploy.loading import DEMO_SECRET, Api
from shared.kit.db import Database
from shared.kit.settings import CommonSettings
from shared.schemas.services import ServiceName
from tests.kit.servers import free_port


async def test_reads_and_writes_ask_to_come_again(tmp_path: Path) -> None:
    platform = create_platform(CommonSettings(data=tmp_path), bootstrap_secret=DEMO_SECRET)
    async with platform.running(), httpx2.AsyncClient(transport=httpx2.ASGITransport(app=platform), base_url="http://gateway") as client:
        admin = await Api.sign_in(client, "admin", DEMO_SECRET)
        service = platform.apps[ServiceName.PLANS].state.service
        healthy = service.database
        service.database = Database(f"postgresql+asyncpg://nobody@127.0.0.1:{free_port()}/nowhere")
        read = await client.get("/api/v1/plans/regions", headers=admin.headers)
        write = await client.post("/api/v1/plans/regions:import", json={"rows": [ZHEJIANG]}, headers={**admin.headers, "Idempotency-Key": "k"})
        ready = await client.get("/api/v1/plans/health/ready")
        for answer in (read, write, ready):
            assert (answer.status_code, answer.json()["code"]) == (503, "busy")
            assert int(answer.headers["retry-after"]) > 0
        await service.database.dispose()
        service.database = healthy
        assert (await client.get("/api/v1/plans/regions", headers=admin.headers)).json()["items"] == []


ZHEJIANG = {"code": "33", "name": "浙江省", "level": "province"}
