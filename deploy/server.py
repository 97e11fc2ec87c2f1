"""Uvicorn as the product runs it; ``python -m deploy.server SERVICE PORT`` serves one service as a process of its own."""

import argparse
import gc
import sys
from contextlib import suppress
from importlib import import_module

import uvicorn

from deploy.ports import LOOPBACK
from shared.kit.log import configure_logging
from shared.kit.settings import CommonSettings
from shared.schemas.services import ServiceName

_STOP_SECONDS = 1


def server_config(app: object, host: str, port: int) -> uvicorn.Config:
    """No access log of its own, trusted proxy on this machine only, quick stop."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=LOOPBACK,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )


def main() -> int:
    """Serve one service until told to stop; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m deploy.server")
    parser.add_argument("service", choices=[name.value for name in ServiceName])
    parser.add_argument("port", type=int)
    parser.add_argument("--host", default=LOOPBACK)
    chosen = parser.parse_args()
    common = CommonSettings()
    configure_logging(common.log_level, common.log_format)
    app = import_module(f"services.{chosen.service}.app").create_app()
    gc.freeze()  # what the start made stays; only what comes from now on is worth collecting
    with suppress(KeyboardInterrupt):
        uvicorn.Server(server_config(app, chosen.host, chosen.port)).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
