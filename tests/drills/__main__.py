"""``python -m tests.drills``: every drill on a throw-away PostgreSQL with fsync on; 1 if one finds what may not be."""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.postgres import PostgresServer, running_postgres
from shared.kit.db import Database
from shared.kit.migrate import upgrade
from tests.drills import faults
from tests.drills.faults import Found
from tests.drills.field import Field, field

_MOST_REPEATS = 0.001
_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class _Size:
    messages: int
    workers: int
    kills: int


async def _run(size: _Size, only: str | None) -> int:
    async with running_postgres(fsync=True) as server:
        with tempfile.TemporaryDirectory(prefix="jianxing-drill-") as folder:
            results = [await _drill(name, size, server, Path(folder)) for name in _DRILLS if only in (None, name)]
    print(f"load at the end {os.getloadavg()[0]:.0f}")
    return 0 if all(results) else 1


async def _drill(name: str, size: _Size, server: PostgresServer, folder: Path) -> bool:
    database = f"drill_{name}"
    await server.ensure_databases([database])
    made = Database(server.url(database))
    await upgrade(made, "notifications")
    await made.dispose()
    async with field(server.url(database), folder / name, size.workers) as surroundings:
        passed, said = await _DRILLS[name](surroundings, size, server)
    print(f"{'passed' if passed else 'FAILED'} {name}: {said}", flush=True)
    return passed


def _judged(after: Found) -> tuple[bool, str]:
    share = after.repeats / after.arrived if after.arrived else 1.0
    return after.is_exact and share <= _MOST_REPEATS, f"{after}, repeated {share:.3%}, {after.arrived / after.seconds:.0f} delivered/s"


async def _kill(surroundings: Field, size: _Size, _server: PostgresServer) -> tuple[bool, str]:
    return _judged(await faults.workers_killed(surroundings, size.messages, size.kills, seconds=_SECONDS, patient=True))


async def _restart(surroundings: Field, size: _Size, server: PostgresServer) -> tuple[bool, str]:
    return _judged(await faults.database_restarts(surroundings, size.messages, server.restart, seconds=_SECONDS, patient=True))


async def _no_mail(surroundings: Field, size: _Size, _server: PostgresServer) -> tuple[bool, str]:
    return _judged(await faults.mail_is_down(surroundings, size.messages, seconds=_SECONDS))


async def _week(surroundings: Field, size: _Size, _server: PostgresServer) -> tuple[bool, str]:
    return _judged(await faults.a_week_goes_by(surroundings, size.messages, seconds=_SECONDS))


async def _urgent(surroundings: Field, size: _Size, _server: PostgresServer) -> tuple[bool, str]:
    mails, seconds = await faults.urgent_among_many(surroundings, size.messages, seconds=_SECONDS)
    return mails < size.messages // 10, f"after {mails} of {size.messages} mails, {seconds:.1f} s"


_DRILLS: dict[str, Callable[[Field, _Size, PostgresServer], Awaitable[tuple[bool, str]]]] = {
    "kill": _kill,
    "restart": _restart,
    "mail": _no_mail,
    "week": _week,
    "urgent": _urgent,
}


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.drills", description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=4, help="worker processes, two to eight")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--only", choices=_DRILLS, help="one drill instead of all")
    return parser.parse_args()


if __name__ == "__main__":
    chosen = _chosen()
    sys.exit(asyncio.run(_run(_Size(chosen.messages, chosen.workers, chosen.kills), chosen.only)))
