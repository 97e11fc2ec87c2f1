"""The embedded platform as a child process that notes how long it took: ``python -m tests.bench.embedded PORT``."""

import asyncio
import json
import os
import sys
import time
from pathlib import Path

import httpx2
import uvicorn

from deploy.embedded import create_platform
from deploy.loading import DEMO_SECRET
from deploy.server import server_config
from shared.kit.log import configure_logging
from shared.kit.settings import CommonSettings

FIRST_ANSWER = "first-answer.json"
"""Written into the data folder: seconds to the first answer over TCP, from ``create_platform()`` and from the start of the process."""

READY = "/api/v1/plans/health/ready"


def _process_age() -> float:
    """Seconds since this process was started."""
    started = int(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started / os.sysconf("SC_CLK_TCK")


async def _serve(port: int) -> None:
    common = CommonSettings()
    configure_logging(common.log_level, common.log_format)
    began = time.perf_counter()
    platform = create_platform(common, bootstrap_secret=DEMO_SECRET)
    server = uvicorn.Server(server_config(platform, "127.0.0.1", port))
    serving = asyncio.create_task(server.serve())
    while not server.started and not serving.done():
        await asyncio.sleep(0.002)
    async with httpx2.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{port}{READY}")
    answer.raise_for_status()
    took = {"since_create": time.perf_counter() - began, "since_start": _process_age()}
    (common.data / FIRST_ANSWER).write_text(json.dumps(took), encoding="utf-8")
    await serving


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvicorn.Config(app="", loop="uvloop").get_loop_factory()) as runner:
        runner.run(_serve(int(sys.argv[1])))
