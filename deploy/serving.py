"""``jianxing run``: the embedded platform on one port, examples loaded on first start, a clean stop on SIGINT and SIGTERM."""

import asyncio
import gc
import sys
from contextlib import suppress

import httpx2
import uvicorn

from deploy.embedded import create_platform
from deploy.loading import DEMO_SECRET, is_loaded, load_all
from deploy.ports import PortTakenError, require_free
from deploy.server import server_config
from shared.kit.log import configure_logging
from shared.kit.settings import CommonSettings, Profile

BANNER = """
  健行 Jianxing is ready   {url}

    API portal      {url}/docs/
    health          {url}/api/v1/plans/health/ready
    data            {data}

  Demo accounts (password {secret}):
    jb-office      健康江北办 plan office          jb-weijian   区卫生健康局 liaison
    jb-jiaoyu      区教育局 liaison                jb-mayor     leadership
    nb-upper       宁波市健康办 upper office       jb-auditor   auditor
    admin          system administrator            partner-jiangbei / partner-secret   outside system

  Ctrl-C stops it; the data stays.
"""


def run(host: str, port: int, *, examples: bool) -> int:
    """Serve until told to stop; the exit code."""
    common = CommonSettings()
    configure_logging(common.log_level, common.log_format)
    try:
        require_free(port, host)
    except PortTakenError as fault:
        print(f"jianxing run: {fault}", file=sys.stderr)
        return 1
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(common, host, port, examples=examples and common.profile is not Profile.PRODUCTION))
    gc.freeze()  # the process ends now: collecting what it imported would cost half a second
    return 0


async def _serve(common: CommonSettings, host: str, port: int, *, examples: bool) -> None:
    platform = create_platform(common, bootstrap_secret=DEMO_SECRET if examples else "")
    server = uvicorn.Server(server_config(platform, host, port))
    serving = asyncio.create_task(server.serve())
    while not server.started and not serving.done():
        await asyncio.sleep(0.02)
    gc.freeze()  # what the start made stays; only what comes from now on is worth collecting
    gc.enable()
    if server.started:
        greeting = asyncio.create_task(_greet(common, port, examples=examples))
        await serving
        greeting.cancel()
        with suppress(asyncio.CancelledError):
            await greeting
    await serving


async def _greet(common: CommonSettings, port: int, *, examples: bool) -> None:
    url = f"http://127.0.0.1:{port}"
    async with httpx2.AsyncClient(base_url=url, timeout=60) as client:
        if examples and not await is_loaded(client):
            await load_all(client)
    print(BANNER.format(url=url, data=common.data.resolve(), secret=DEMO_SECRET), flush=True)
