"""The drill that needs a database which can be ended: the others are in ``tests/drills/test_drills.py``."""

from pathlib import Path

from deploy.postgres import running_postgres
from shared.kit.db import Database
from shared.kit.migrate import upgrade
from shared.schemas.services import ServiceName
from tests.drills.faults import database_restarts
from tests.drills.field import field


async def test_a_database_that_ends_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    async with running_postgres(fsync=True) as server:
        await server.ensure_databases(["drill"])
        database = Database(server.url("drill"))
        await upgrade(database, ServiceName.NOTIFICATIONS)
        await database.dispose()
        async with field(server.url("drill"), tmp_path / "field", 2) as drill:
            after = await database_restarts(drill, 1000, server.restart, seconds=150.0, patient=False)
    assert after.is_exact, after
