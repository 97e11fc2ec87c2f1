"""Loopback ports: a free one, or a plain word about one that is taken."""

import errno
import socket

from deploy.errors import PlatformError

LOOPBACK = "127.0.0.1"


class PortTakenError(PlatformError):
    """Somebody else listens where the platform was told to."""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def require_free(port: int, host: str = LOOPBACK) -> None:
    """Raise PortTakenError, naming the remedy, if ``port`` cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            why = "is taken" if fault.errno == errno.EADDRINUSE else f"cannot be used ({fault.strerror})"
            raise PortTakenError(f"port {port} of {host} {why}; choose another with PORT= or --port") from fault
