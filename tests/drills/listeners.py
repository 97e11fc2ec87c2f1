"""The other side of a drill: a mail server and a program that count what they are given by its dedupe id."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.factories.receivers import Receiver, certificate, receiver

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*<([^>]+)>", re.MULTILINE | re.IGNORECASE)


@dataclass
class MailCounter:
    """A mail server that takes everything: which ids it took, and to whom, in their order."""

    port: int = 0
    taken: list[str] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)
    _server: asyncio.Server | None = None

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Takes a mail, as aiosmtpd calls it."""
        found = _MESSAGE_ID.search(cast("bytes", envelope.content))
        assert found is not None, "a mail without an id"
        self.taken.append(found[1].decode())
        self.readers.append(envelope.rcpt_tos[0])
        return "250 taken"

    async def open(self) -> None:
        """Listen, on the same port as before."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self, hostname="mail.example.cn", loop=loop), "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Refuse connections from now on."""
        if self._server is not None:
            self._server.close()


@dataclass
class Listeners:
    """The mail server and the program, with the authority that the program's certificate is of."""

    mail: MailCounter
    program: Receiver
    authorities: Path

    @property
    def mails(self) -> Counter[str]:
        """How often each mail came, by Message-ID."""
        return Counter(self.mail.taken)

    @property
    def calls(self) -> Counter[str]:
        """How often each call came, by webhook-id."""
        return Counter(request.headers["webhook-id"] for request in self.program.requests)

    @property
    def repeats(self) -> int:
        """What came more than once."""
        return sum(counted.total() - len(counted) for counted in (self.mails, self.calls))


@asynccontextmanager
async def listening(folder: Path) -> AsyncIterator[Listeners]:
    """Both, while the block runs."""
    pem = certificate(folder)
    mail = MailCounter()
    await mail.open()
    async with receiver(pem) as program:
        try:
            yield Listeners(mail, program, pem)
        finally:
            mail.close()


def settings(listeners: Listeners) -> dict[str, Any]:
    """Settings under which a worker tells these two and nobody else."""
    told = {"SENDING": "listed", "ALLOWED": "@drill.example.cn,127.0.0.1", "WEBHOOK_INSIDE": "127.0.0.0/8"}
    told |= {"WEBHOOK_AUTHORITIES": str(listeners.authorities), "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(listeners.mail.port)}
    told |= {"SMTP_SECURITY": "none", "MAIL_FROM": "jianxing@drill.example.cn", "SCAN_SECONDS": "0.1", "DISPATCH_SECONDS": "0.1"}
    return {f"NOTIFICATIONS_{name}": value for name, value in told.items()}
