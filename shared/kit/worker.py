"""A worker process: one service's loops until it is told to stop."""

import asyncio
import gc
import signal

from shared.kit.log import configure_logging, logger
from shared.kit.service import Service


def run_worker(service: Service) -> None:
    """Run the loops of ``service`` until SIGINT or SIGTERM, then finish the running turns."""
    configure_logging(service.settings.common.log_level, service.settings.common.log_format)
    asyncio.run(_run(service))
    # The process ends now. Collecting what it imported would cost 0.5 s of CPU, and four workers stop at the same moment.
    gc.freeze()


async def _run(service: Service) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with service.running(loops=True):
        logger.info("worker runs", service=service.name, loops=[loop.name for loop in service.loops])
        await stop.wait()
