"""The one world of this folder: built once, looked at by every case."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from deploy.embedded import create_platform
from shared.kit.settings import CommonSettings
from shared.schemas.services import ServiceName
from tests.databases import PostgresDatabases, SqliteDatabases, migrated
from tests.rights.objects import objects
from tests.rights.world import ADMIN_SECRET, World, people


@pytest.fixture(scope="session")
async def world(databases: SqliteDatabases | PostgresDatabases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The embedded platform with everybody and everything in it."""
    urls = {name: databases.copy(name, migrated(name)) for name in ServiceName}
    with pytest.MonkeyPatch.context() as environment:
        for name, url in urls.items():
            environment.setenv(f"{name.upper()}_DATABASE_URL", url)
        environment.setenv("PLANS_HASH_MEMORY_KIB", "8192")  # nearly sixty accounts; their passwords guard nothing
        for name, value in {"SENDING": "listed", "SMTP_HOST": "127.0.0.1", "MAIL_FROM": "jianxing@county.example.cn"}.items():
            environment.setenv(f"NOTIFICATIONS_{name}", value)  # deliveries are planned, and nobody may be reached
        common = CommonSettings(data=tmp_path_factory.mktemp("rights"), log_level="warning")
        platform = create_platform(common, bootstrap_secret=ADMIN_SECRET)
    transport = httpx2.ASGITransport(app=platform)
    async with platform.running(), httpx2.AsyncClient(transport=transport, base_url="http://platform", timeout=30) as client:
        made = World(platform, client)
        await people(made)
        await made.settled()
        await objects(made)
        yield made
    for url in urls.values():
        databases.drop(url)
