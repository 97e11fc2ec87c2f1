"""Connections to the mail server: kept while there is mail, made anew when the server lets go."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import aiosmtplib

from shared.kit.log import logger

_IDLE_SECONDS = 20.0
"""Shorter than the five minutes that servers wait (RFC 5321, 4.5.3.2.7): a connection is let go by us, not by them."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. ``security`` is tls (from the first byte), starttls (or nothing is sent), or none."""

    host: str
    port: int
    security: str
    user: str
    password: str
    timeout: float


class Connections:
    """Idle connections, the most recently used first."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._idle: list[tuple[float, aiosmtplib.SMTP]] = []

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """A connection that is signed in; kept afterwards unless its use raised."""
        smtp = await self._kept() or await self._made()
        try:
            yield smtp
        except BaseException:
            smtp.close()
            raise
        self._idle.append((asyncio.get_running_loop().time(), smtp))

    async def aclose(self) -> None:
        """Say goodbye on every idle connection."""
        while self._idle:
            await _quit(self._idle.pop()[1])

    async def _kept(self) -> aiosmtplib.SMTP | None:
        oldest = asyncio.get_running_loop().time() - _IDLE_SECONDS
        while self._idle:
            since, smtp = self._idle.pop()
            if since >= oldest and smtp.is_connected:
                return smtp
            await _quit(smtp)
        return None

    async def _made(self) -> aiosmtplib.SMTP:
        server = self._server
        smtp = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            timeout=server.timeout,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            username=server.user or None,
            password=server.password or None,
        )
        await smtp.connect()
        return smtp


async def _quit(smtp: aiosmtplib.SMTP) -> None:
    with suppress(aiosmtplib.SMTPException, OSError):
        await smtp.quit()
        return
    logger.debug("mail server left first")
    smtp.close()
