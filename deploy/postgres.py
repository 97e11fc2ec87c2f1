"""A local PostgreSQL server from the Debian package: for the split topology and for tests, not for production.

``python -m deploy.postgres COMMAND …`` runs a command with ``JIANXING_TEST_PG_URL`` naming a throw-away server.
"""

import asyncio
import hashlib
import os
import pwd
import re
import secrets
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]

from deploy.errors import PlatformError
from deploy.ports import LOOPBACK, free_port
from deploy.processes import Child, Command, ProcessError

TEST_URL_VARIABLE = "JIANXING_TEST_PG_URL"
DEBIAN_PROGRAMS = Path("/usr/lib/postgresql")
_USER = "postgres"
_START_SECONDS, _STOP_SECONDS = 30.0, 1.0
# Eight processes with 48 connections each at most (POOL_SIZE and READ_POOL_SIZE), and some for people.
_MAX_CONNECTIONS = 500
_STILL_HELD, _STARTING = "is still in use", "starting PostgreSQL"
_UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class PostgresMissingError(PlatformError):
    """No PostgreSQL programs on this machine; says how to get them."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server on a port of its own."""

    port: int
    password: str
    child: Child

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of one of its databases."""
        return f"postgresql+asyncpg://{_USER}:{self.password}@{LOOPBACK}:{self.port}/{database}"

    async def ensure_databases(self, names: Iterable[str]) -> None:
        """Create the databases that are not there yet."""
        connection = await self.connect()
        try:
            there = {row["datname"] for row in await connection.fetch("SELECT datname FROM pg_database")}
            for name in names:
                if name not in there:
                    await connection.execute(f'CREATE DATABASE "{name}"')
        finally:
            await connection.close()

    async def restart(self) -> None:
        """End it (a throw-away one without a checkpoint, as a crash would) and start it again where it was."""
        await self.child.stop(_STOP_SECONDS)
        await self.child.start()
        await _until_ready(self)

    async def connect(self) -> Any:
        """A connection of the superuser."""
        return await asyncpg.connect(host=LOOPBACK, port=self.port, user=_USER, password=self.password, database="postgres", timeout=5)


@asynccontextmanager
async def running_postgres(folder: Path | None = None, *, fsync: bool = True) -> AsyncIterator[PostgresServer]:
    """A server whose data stays in ``folder``; without one, a throw-away server that leaves nothing. ``fsync=False`` is for tests.

    As root the server runs as the package's ``postgres`` user, which PostgreSQL insists on. Raises PostgresMissingError or ProcessError.
    """
    programs = find_programs()
    with _home(folder) as home:
        password = await _initialised(programs, home, fsync=fsync)
        # SIGINT is PostgreSQL's fast shutdown: it ends sessions and writes a checkpoint; SIGTERM would wait for every client.
        server = _server(programs, home, password, fsync=fsync, stop=signal.SIGINT if folder else signal.SIGQUIT)
        try:
            await server.child.start()
            await _until_ready(server)
            yield server
        finally:
            await server.child.stop(_STOP_SECONDS)


def find_programs() -> Path:
    """The folder with ``initdb`` and ``postgres``: on the PATH, else where Debian puts it, newest version first."""
    found = shutil.which("initdb")
    debian = sorted(DEBIAN_PROGRAMS.glob("*/bin"), key=_version, reverse=True)
    for folder in [*([Path(found).resolve().parent] if found else []), *debian]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresMissingError(
        "PostgreSQL is not installed: run `apt-get install postgresql`, "
        "or name servers of your own in PLANS_DATABASE_URL, INDICATORS_DATABASE_URL, SUBMISSIONS_DATABASE_URL and NOTIFICATIONS_DATABASE_URL"
    )


def _version(folder: Path) -> int:
    number = re.match(r"\d+", folder.parent.name)
    return int(number.group()) if number else 0


@contextmanager
def _home(folder: Path | None) -> Iterator[Path]:
    """The server's own folder, owned by the user that it runs as."""
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="jianxing-postgres-") as made:
            _give_to_server(Path(made))
            yield Path(made)
        return
    home = reachable(folder.resolve())
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    _give_to_server(home)
    yield home


def reachable(folder: Path) -> Path:
    """``folder``, unless the server's user cannot come near it (root's home, say): then one of that user's own, always the same for it."""
    if os.geteuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in folder.parents if parent.exists()):
        return folder
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return Path(pwd.getpwnam(_USER).pw_dir) / f"jianxing-{name}"


def _give_to_server(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, _USER, _USER)


async def _initialised(programs: Path, home: Path, *, fsync: bool) -> str:
    """The superuser's password, after the data folder was made if it is not there."""
    password = home / "password"
    if not (home / "data" / "PG_VERSION").exists():
        shutil.rmtree(home / "data", ignore_errors=True)
        password.unlink(missing_ok=True)
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24), encoding="utf-8")
        _give_to_server(password)
        options = ["-A", "scram-sha-256", f"--pwfile={password}", "-U", _USER, "-E", "UTF8", "--locale=C.UTF-8"]
        await _initialise(programs, home, [*options, *(() if fsync else ["--no-sync"])])
    return password.read_text(encoding="utf-8")


async def _initialise(programs: Path, home: Path, options: Sequence[str]) -> None:
    # Made beside and renamed when whole: an initdb that was interrupted must not be taken for a database.
    draft = home / "draft"
    shutil.rmtree(draft, ignore_errors=True)
    arguments = [str(programs / "initdb"), "-D", str(draft), *options]
    child = Child(Command("initdb", arguments, log=home / "initdb.log", user=_USER, folder=home))
    await child.start()
    try:
        code = await child.wait()
    finally:
        await child.stop(_STOP_SECONDS)
    if code != 0:
        raise ProcessError(f"initdb failed:\n{child.last_words()}")
    draft.rename(home / "data")


def _server(programs: Path, home: Path, password: str, *, fsync: bool, stop: signal.Signals) -> PostgresServer:
    port = free_port()
    settings = [f"max_connections={_MAX_CONNECTIONS}", "unix_socket_directories=", "timezone=UTC", *(() if fsync else _UNSAFE_BUT_FAST)]
    options = [part for setting in settings for part in ("-c", setting)]
    arguments = [str(programs / "postgres"), "-D", str(home / "data"), "-h", LOOPBACK, "-p", str(port), *options]
    # The last word is SIGQUIT (no checkpoint, recovery at the next start): a SIGKILL would leave its processes and their memory behind.
    last = signal.SIGQUIT
    command = Command("postgres", arguments, log=home / "log", stop_signal=stop, last_signal=last, user=_USER, folder=home)
    return PostgresServer(port, password, Child(command))


async def _until_ready(server: PostgresServer) -> None:
    fault: Exception | None = None
    deadline = asyncio.get_running_loop().time() + _START_SECONDS
    while await _is_starting(server.child) and asyncio.get_running_loop().time() < deadline:
        try:
            await (await server.connect()).close()
        except (OSError, asyncpg.PostgresError) as again:
            fault = again
            await asyncio.sleep(0.05)
        else:
            return
    raise ProcessError(f"PostgreSQL did not start ({fault}):\n{server.child.last_words()}")


async def _is_starting(child: Child) -> bool:
    """Whether it runs; started again while processes of a server that was killed still hold its memory."""
    if not child.is_running and _STILL_HELD in child.last_words().rpartition(_STARTING)[2]:
        await asyncio.sleep(0.2)
        await child.start()
    return child.is_running


async def _with_server(arguments: Sequence[str]) -> int:
    async with running_postgres(fsync=False) as server:
        environment = {**os.environ, TEST_URL_VARIABLE: server.url("postgres")}
        process = await asyncio.create_subprocess_exec(*arguments, env=environment)
        return await process.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(_with_server(sys.argv[1:])))
