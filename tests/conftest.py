"""What every test may ask for: a new database, settings of a service, a running loop."""

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from shared.kit.log import configure_logging
from shared.kit.settings import CommonSettings, ServiceSettings
from tests.databases import PG_VARIABLE, PostgresDatabases, SqliteDatabases, TestDatabases

SettingsFor = Callable[..., Any]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With a PostgreSQL server, only what uses a database: the rest was run by ``make test`` and cannot come out differently."""
    if os.environ.get(PG_VARIABLE) and not os.environ.get("JIANXING_TEST_SPLIT"):
        items[:] = [item for item in items if "databases" in getattr(item, "fixturenames", ())]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio."""
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def _logging() -> None:
    """Log as in production."""
    configure_logging("warning", os.environ.get("JIANXING_LOG_FORMAT", "json"))


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteDatabases | PostgresDatabases]:
    """Where new databases come from."""
    server = os.environ.get(PG_VARIABLE)
    source = PostgresDatabases(server) if server else SqliteDatabases(tmp_path_factory.mktemp("databases"))
    yield source
    source.drop_all()


@pytest.fixture
def fresh_url(databases: SqliteDatabases | PostgresDatabases) -> Iterator[TestDatabases]:
    """``fresh_url("plans")``: the URL of a new migrated database; ``fresh_url(None)``: of an empty one."""
    given = TestDatabases(databases)
    yield given
    given.drop()


@pytest.fixture
def settings_for(tmp_path: Path, fresh_url: TestDatabases) -> SettingsFor:
    """``settings_for("plans", …)``: the service's settings on a new migrated database and a folder of its own."""

    def settings(service: str, **changes: Any) -> Any:
        common = CommonSettings(data=tmp_path / service, log_level="warning")
        given: dict[str, Any] = {"common": common, "pool_size": 6, "read_pool_size": 6, **changes}
        if "database_url" not in given:
            given["database_url"] = fresh_url(service)
        return _settings_class(service)(**given)

    return settings


def _settings_class(service: str) -> type[ServiceSettings]:
    name = f"services.{service}.settings"
    if find_spec(f"services.{service}") is None or find_spec(name) is None:
        return ServiceSettings
    return next(
        kind
        for kind in vars(import_module(name)).values()
        if isinstance(kind, type) and issubclass(kind, ServiceSettings) and kind.__module__ == name
    )
