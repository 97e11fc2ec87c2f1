"""``jianxing demo``: the story on a throw-away platform, every step printed; exit code 1 if any step differs."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import uvicorn

from deploy.embedded import create_platform
from deploy.errors import PlatformError
from deploy.loading import DEMO_SECRET, LoadingError
from deploy.ports import LOOPBACK, free_port
from deploy.server import server_config
from deploy.story import Story, StoryError, play
from shared.kit.clock import SharedOffsetClock
from shared.kit.log import configure_logging
from shared.kit.settings import CommonSettings, Profile


def run_demo(*, split: bool) -> int:
    """Play the story embedded or split; 0 if every step was as told, else 1."""
    configure_logging("error", "console")
    with tempfile.TemporaryDirectory(prefix="jianxing-demo-") as folder:
        return asyncio.run(_demo(Path(folder), split=split))


async def _demo(data: Path, *, split: bool) -> int:
    platform = running_split_platform if split else running_embedded
    try:
        async with platform(data) as url, httpx2.AsyncClient(base_url=url, timeout=60) as client:
            print(f"A throw-away {'split' if split else 'embedded'} platform runs at {url}")
            await play(Story(client, SharedOffsetClock(data / "clock-offset").move_to))
    except (StoryError, LoadingError, PlatformError) as fault:
        print(f"\n   ✗ {fault}", file=sys.stderr)
        return 1
    print("\nEvery step was as told.")
    return 0


@asynccontextmanager
async def running_embedded(data: Path) -> AsyncIterator[str]:
    """The embedded platform behind a real server, in the demo profile; its address."""
    port = free_port()
    app = create_platform(CommonSettings(data=data, profile=Profile.DEMO), bootstrap_secret=DEMO_SECRET)
    server = uvicorn.Server(server_config(app, LOOPBACK, port))
    serving = asyncio.create_task(server.serve())
    while not server.started and not serving.done():
        await asyncio.sleep(0.02)
    try:
        yield f"http://{LOOPBACK}:{port}"
    finally:
        server.should_exit = True
        await serving


@asynccontextmanager
async def running_split_platform(data: Path) -> AsyncIterator[str]:
    """Four servers, four workers, PostgreSQL and the proxy, in the demo profile; its address."""
    from deploy.split import running_split  # noqa: PLC0415 - the embedded demo must not need it

    port = free_port()
    async with running_split(data, port, profile=Profile.DEMO, throw_away=True) as platform:
        yield platform.url
