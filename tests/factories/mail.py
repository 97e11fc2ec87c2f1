"""A real mail server for tests: it takes what it is sent, or answers what it is told to answer."""

import asyncio
import email
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """What the server took, and what it answers instead: by address, one answer per attempt."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: dict[str, list[str]] = {}
        self.port = 0

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to one address."""
        return [mail for mail in self.mails if mail["To"] == address]

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[Any]) -> str:
        """Answers to RCPT, as aiosmtpd calls it."""
        if waiting := self.answers.get(address):
            return waiting.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Takes a mail, as aiosmtpd calls it."""
        content = cast("bytes", envelope.content)
        self.mails.append(cast("EmailMessage", email.message_from_bytes(content, policy=default)))
        return "250 taken"


@asynccontextmanager
async def mail_server(mailbox: Mailbox, port: int = 0, **options: Any) -> AsyncIterator[Mailbox]:
    """The server on this machine while the block runs; ``options`` are aiosmtpd's."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(mailbox, hostname="mail.example.cn", loop=loop, **options), "127.0.0.1", port)
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield mailbox
    finally:
        server.close()
