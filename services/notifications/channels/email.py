"""Mail, over SMTP (RFC 5321): HTML and text, told apart by the codes of the server's answer."""

from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urljoin

import aiosmtplib

from services.notifications.channels.base import Parcel
from services.notifications.channels.smtp import Connections, MailServer
from services.notifications.rules.delivery import Outcome
from services.notifications.rules.mail import Letter, html_of, message_id, text_of
from shared.schemas.messages import MessageKind

EMAIL = "email"
_SHUTTING_DOWN = 421
_NOBODYS = (aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPAuthenticationError, aiosmtplib.SMTPConnectResponseError, aiosmtplib.SMTPHeloError)
"""Refusals that no recipient is to blame for: every mail would meet them."""
_MAILBOX_CODES = frozenset({550, 551, 553})


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands on every mail: who writes, where links lead, where one signs off (statutory escalations cannot be signed off)."""

    sender: str
    sender_name: str
    public_url: str
    unsubscribe: str


class EmailChannel:
    """Hands mail to one mail server."""

    name = EMAIL

    def __init__(self, server: MailServer, head: Letterhead) -> None:
        self._head = head
        self._connections = Connections(server)

    async def send(self, parcel: Parcel) -> Outcome:
        """Delivered means: the server has taken it over (250 after DATA)."""
        try:
            mail = compose(parcel, self._head)
        except (ValueError, IndexError, HeaderParseError) as fault:
            return Outcome.permanent("unreadable-address", str(fault), bad_address=True)
        try:
            async with self._connections.connection() as smtp:
                _refused, answer = await smtp.send_message(mail, sender=self._head.sender, recipients=[parcel.address])
        except aiosmtplib.SMTPRecipientsRefused as refused:
            return _by_code(refused.recipients[0])
        except _NOBODYS as fault:
            return Outcome.unreachable(str(fault.code), fault.message)
        except aiosmtplib.SMTPResponseException as fault:
            return _by_code(fault)
        except (aiosmtplib.SMTPException, OSError) as fault:
            return Outcome.unreachable(type(fault).__name__, str(fault))
        return Outcome.delivered("250", answer)

    async def aclose(self) -> None:
        """Let go of the server."""
        await self._connections.aclose()


def compose(parcel: Parcel, head: Letterhead) -> EmailMessage:
    """The mail of a parcel: the same at every attempt."""
    link = urljoin(head.public_url, parcel.link) if parcel.link else None
    mail = EmailMessage()
    mail["From"] = Address(head.sender_name, addr_spec=head.sender)
    mail["To"] = Address(addr_spec=parcel.address)
    mail["Subject"] = " ".join(parcel.title[parcel.language or "zh"].split())
    mail["Date"] = format_datetime(parcel.told_at)
    mail["Message-ID"] = message_id(parcel.dedupe_id, head.sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    if parcel.kind is not MessageKind.ESCALATION:
        mail["List-Unsubscribe"] = f"<{head.unsubscribe or f'mailto:{head.sender}?subject=unsubscribe'}>"
    said = Letter(parcel.title, parcel.body, parcel.why, link, parcel.language)
    mail.set_content(text_of(said))
    mail.add_alternative(html_of(said), subtype="html")
    return mail


def _by_code(fault: aiosmtplib.SMTPResponseException) -> Outcome:
    """RFC 5321, 4.2.1: 4yz may succeed later, 5yz never will; 421 is the server going away."""
    if fault.code == _SHUTTING_DOWN:
        return Outcome.unreachable(str(fault.code), fault.message)
    if fault.code < 500:  # noqa: PLR2004 - the first digit is the meaning
        return Outcome.passing(str(fault.code), fault.message)
    of_recipient = isinstance(fault, aiosmtplib.SMTPRecipientRefused)
    return Outcome.permanent(str(fault.code), fault.message, bad_address=of_recipient and fault.code in _MAILBOX_CODES)
