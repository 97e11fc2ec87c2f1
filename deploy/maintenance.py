"""What operators and maintainers do besides serving: migrate, replay, write migrations and API documents."""

import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from deploy.embedded import create_platform
from shared.kit.db import Database
from shared.kit.migrate import draft_revision, upgrade
from shared.kit.outbox import replay
from shared.kit.settings import CommonSettings, ServiceSettings
from shared.schemas.events import EVENTS
from shared.schemas.services import ServiceName


def settings_of(service: ServiceName) -> ServiceSettings:
    """A service's settings from the environment."""
    module = import_module(f"services.{service}.settings")
    settings: ServiceSettings = getattr(module, f"{service.capitalize()}Settings")()
    return settings


def database_of(service: ServiceName) -> Database:
    """A service's database as configured."""
    settings = settings_of(service)
    settings.common.data.mkdir(parents=True, exist_ok=True)
    return Database(settings.database_or_default(service))


async def migrate(service: ServiceName) -> None:
    """Bring the service's database to the newest revision."""
    database = database_of(service)
    try:
        await upgrade(database, service)
    finally:
        await database.dispose()


def write_revision(service: ServiceName, message: str) -> None:
    """Write a migration from the difference between the models and an empty database brought to head."""
    with tempfile.TemporaryDirectory() as folder:
        draft_revision(service, message, Database(f"sqlite+aiosqlite:///{folder}/empty.db"))


async def replay_events(service: ServiceName, receiver: ServiceName) -> int:
    """Queue every event of ``service`` for ``receiver`` again; how many. The receiver drops what it has."""
    types = [name for name, event in EVENTS.items() if event.sender == service and receiver in event.receivers]
    database = database_of(service)
    try:
        async with database.write() as db:
            return await replay(db, receiver, types)
    finally:
        await database.dispose()


def openapi_documents() -> dict[str, dict[str, Any]]:
    """The OpenAPI document of each service."""
    with tempfile.TemporaryDirectory() as folder:
        platform = create_platform(CommonSettings(data=Path(folder)))
        return {name.value: app.openapi() for name, app in platform.apps.items()}
