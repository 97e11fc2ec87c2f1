"""The split topology on one machine: four servers, four workers, PostgreSQL and the proxy, started, watched and stopped together."""

import asyncio
import fcntl
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2

from deploy.errors import PlatformError
from deploy.gateway.nginx import nginx_command, write_gateway
from deploy.loading import DEMO_SECRET, LoadingError, is_loaded, load_all
from deploy.ports import LOOPBACK, free_port, require_free
from deploy.postgres import running_postgres
from deploy.processes import Child, Command, ProcessError, stop_all
from shared.kit.db import Database
from shared.kit.log import configure_logging
from shared.kit.migrate import upgrade
from shared.kit.settings import CommonSettings, Profile
from shared.schemas.services import ServiceName

_READY_SECONDS, _STOP_SECONDS = 60.0, 1.0

BANNER = """
  健行 Jianxing is ready   {url}   (split: 4 servers, 4 workers, PostgreSQL, nginx)

    API portal      {url}/docs/
    health          {url}/api/v1/plans/health/ready
    services        {services}
    data            {data}

  The demo accounts are those of `make run` (password {secret}).
  Ctrl-C stops it; the data stays.
"""


@dataclass(frozen=True)
class SplitPlatform:
    """A running platform: its address at the gateway, the services behind it and every process but PostgreSQL's."""

    url: str
    services: Mapping[ServiceName, str]
    children: Mapping[str, Child]


def run_split(port: int) -> int:
    """Serve until SIGINT or SIGTERM; the exit code. The examples are loaded the first time, outside of production."""
    common = CommonSettings()
    configure_logging(common.log_level, common.log_format)
    try:
        asyncio.run(_serve(common, port))
    except (PlatformError, LoadingError) as fault:
        print(f"jianxing split: {fault}", file=sys.stderr)
        return 1
    gc.freeze()  # the process ends now: collecting what it imported would cost half a second
    return 0


async def _serve(common: CommonSettings, port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    serving = asyncio.create_task(_serve_for_ever(common, port))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving


async def _serve_for_ever(common: CommonSettings, port: int) -> None:
    examples = common.profile is not Profile.PRODUCTION
    async with running_split(common.data, port, profile=common.profile, examples=examples) as platform:
        services = " · ".join(f"{name} {url.rpartition('/')[2]}" for name, url in platform.services.items())
        print(BANNER.format(url=platform.url, services=services, data=common.data.resolve(), secret=DEMO_SECRET), flush=True)
        await asyncio.Event().wait()


@asynccontextmanager
async def running_split(
    data: Path, port: int, *, profile: Profile = Profile.DEVELOPMENT, examples: bool = False, throw_away: bool = False
) -> AsyncIterator[SplitPlatform]:
    """The platform behind ``http://127.0.0.1:port``, ready; leaving stops every process within three seconds.

    PostgreSQL is a local server for those services that have no ``…_DATABASE_URL``. ``throw_away`` is for tests and the demo: always a
    local server of its own, without fsync, that leaves nothing; processes write to ``data/logs``. Raises PlatformError.
    """
    require_free(port)
    data = _prepared(data)
    nginx = nginx_command(data / "gateway")
    addresses = {name: f"{LOOPBACK}:{free_port()}" for name in ServiceName}
    async with AsyncExitStack() as stack:
        stack.enter_context(_only_one(data))
        databases = await _databases(stack, data, throw_away=throw_away)
        await _migrate(databases)
        write_gateway(data / "gateway", port, addresses)
        environment = child_environment(data, profile, databases, addresses)
        children = {command.name: Child(command) for command in _commands(environment, addresses, nginx, _logs(data, throw_away))}
        stack.push_async_callback(_stop, children)
        platform = SplitPlatform(f"http://{LOOPBACK}:{port}", {name: f"http://{at}" for name, at in addresses.items()}, children)
        await _start(platform, examples=examples)
        yield platform


def _prepared(data: Path) -> Path:
    data.mkdir(parents=True, exist_ok=True)
    return data.resolve()


@contextmanager
def _only_one(data: Path) -> Iterator[None]:
    """Hold the data folder for this supervisor; PlatformError if another one runs on it."""
    with (data / "split.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise PlatformError(f"another split platform runs on {data}; stop it or set JIANXING_DATA") from fault
        yield


async def _databases(stack: AsyncExitStack, data: Path, *, throw_away: bool) -> dict[ServiceName, str]:
    """Each service's URL: as configured, else a database of a local server that is started for them."""
    given = {} if throw_away else {name: url for name in ServiceName if (url := os.environ.get(f"{name.upper()}_DATABASE_URL"))}
    missing = [name for name in ServiceName if name not in given]
    if missing:
        server = await stack.enter_async_context(running_postgres(None if throw_away else data / "postgres", fsync=not throw_away))
        local = {name: f"jianxing_{name}" for name in missing}
        await server.ensure_databases(local.values())
        server.child.watch()
        given |= {name: server.url(database) for name, database in local.items()}
    return given


async def _migrate(databases: Mapping[ServiceName, str]) -> None:
    """Once for each database and before any process: a server and its worker must not migrate at the same moment."""
    for name, url in databases.items():
        database = Database(url)
        try:
            await upgrade(database, name)
        finally:
            await database.dispose()


def child_environment(data: Path, profile: Profile, databases: Mapping[ServiceName, str], addresses: Mapping[ServiceName, str]) -> dict[str, str]:
    """What servers and workers read: this process's environment, with databases, peers and the shared folder set."""
    environment = {**os.environ, "JIANXING_DATA": str(data), "JIANXING_PROFILE": profile.value}
    for name in ServiceName:
        environment[f"{name.upper()}_DATABASE_URL"] = databases[name]
        environment[f"{name.upper()}_RUN_LOOPS"] = "false"
        environment |= {f"{name.upper()}_{peer.upper()}_URL": f"http://{address}" for peer, address in addresses.items()}
    if profile is not Profile.PRODUCTION:
        environment.setdefault("PLANS_BOOTSTRAP_SECRET", DEMO_SECRET)
    return environment


def _logs(data: Path, throw_away: bool) -> Path | None:
    """Where the processes write: beside us, or into files when we have something else to print."""
    if not throw_away:
        return None
    (data / "logs").mkdir(exist_ok=True)
    return data / "logs"


def _commands(environment: Mapping[str, str], addresses: Mapping[ServiceName, str], nginx: Sequence[str], logs: Path | None) -> Iterator[Command]:
    """The nine processes."""
    lines = {"gateway": nginx}
    for name, address in addresses.items():
        lines[f"{name} server"] = [sys.executable, "-m", "deploy.server", name.value, address.rpartition(":")[2]]
        lines[f"{name} worker"] = [sys.executable, "-m", f"services.{name}.worker"]
    for title, line in lines.items():
        yield Command(title, line, environment, logs / f"{title.replace(' ', '-')}.log" if logs else None)


async def _start(platform: SplitPlatform, *, examples: bool) -> None:
    workers = [child for name, child in platform.children.items() if name.endswith("worker")]
    others = [child for child in platform.children.values() if child not in workers]
    await asyncio.gather(*(child.start() for child in others))
    async with httpx2.AsyncClient(base_url=platform.url, timeout=60) as client:
        await _until_ready(client, others)
        # Only now: a worker's first act is to send what the outbox holds, and nobody listened before.
        await asyncio.gather(*(child.start() for child in workers))
        for child in platform.children.values():
            child.watch()
        if examples and not await is_loaded(client):
            await load_all(client)


async def _stop(children: Mapping[str, Child]) -> None:
    """Nobody new comes in and no worker speaks to a server that is going; then the servers end what they have begun."""
    servers = [child for name, child in children.items() if name.endswith("server")]
    await stop_all([child for child in children.values() if child not in servers], _STOP_SECONDS)
    await stop_all(servers, _STOP_SECONDS)


async def _until_ready(client: httpx2.AsyncClient, children: Sequence[Child]) -> None:
    """Wait until every service answers ready through the gateway; ProcessError if one ends or takes too long."""
    waiting = list(ServiceName)
    deadline = asyncio.get_running_loop().time() + _READY_SECONDS
    while waiting:
        if ended := [child for child in children if not child.is_running]:
            raise ProcessError(f"the {ended[0].command.name} ended while starting:\n{ended[0].last_words()}")
        if asyncio.get_running_loop().time() > deadline:
            raise ProcessError(f"not ready after {_READY_SECONDS:.0f} s: {', '.join(waiting)}")
        if await _answers_ready(client, waiting[0]):
            waiting.pop(0)
        else:
            await asyncio.sleep(0.05)


async def _answers_ready(client: httpx2.AsyncClient, service: ServiceName) -> bool:
    try:
        return (await client.get(f"/api/v1/{service}/health/ready")).is_success
    except httpx2.TransportError:
        return False
