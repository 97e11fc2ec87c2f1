"""The mail channel against a real server: TLS, sign-in, and what each fault is taken for."""

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.notifications.channels.base import Parcel
from services.notifications.channels.email import EmailChannel, Letterhead, compose
from services.notifications.channels.smtp import MailServer
from shared.schemas.deliveries import AttemptOutcome
from shared.schemas.messages import MessageKind
from tests.factories.mail import Mailbox, mail_server

HEAD = Letterhead("jianxing@county.example.cn", "健行", "https://jianxing.example.cn", "")
PARCEL = Parcel(
    delivery_id=UUID(int=1),
    message_id=UUID(int=2),
    dedupe_id="reminder/1/2/email",
    attempt=1,
    address="li@county.example.cn",
    kind=MessageKind.REMINDER,
    title={"zh": "填报提醒：健康素养\n水平", "en": "Reminder"},
    body={"zh": "请<b>于</b>5月10日前填报", "en": "Please file & sign"},
    why="unit_leader",
    link="/api/v1/submissions/1",
    about=None,
    account_id=None,
    told_at=datetime(2023, 5, 3, 1, 0, tzinfo=UTC),
    region_path="test.",
    unit_id=None,
)


def server(port: int, **more: Any) -> MailServer:
    """The server on this machine."""
    return MailServer(**{"host": "localhost", "port": port, "security": "none", "user": "", "password": "", "timeout": 5.0, **more})


@pytest.fixture
def certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server certificate for localhost that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    pem = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "cert.pem").write_bytes(pem)
    (tmp_path / "key.pem").write_bytes(secret)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    return context


def _signed_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(handled=False, success=(data.login, data.password) == (b"jianxing", b"right"))


async def test_a_mail_over_starttls_with_sign_in(certified: ssl.SSLContext) -> None:
    options = {"tls_context": certified, "require_starttls": True, "authenticator": _signed_in, "auth_required": True}
    async with mail_server(Mailbox(), **options) as mailbox:
        channel = EmailChannel(server(mailbox.port, security="starttls", user="jianxing", password="right"), HEAD)
        assert [(await channel.send(PARCEL)).word for _ in range(2)] == [AttemptOutcome.DELIVERED] * 2  # the second on the same connection
        await channel.aclose()
        wrong = EmailChannel(server(mailbox.port, security="starttls", user="jianxing", password="wrong"), HEAD)
        refused = await wrong.send(PARCEL)
        assert (refused.word, refused.code) == (AttemptOutcome.UNREACHABLE, "535")
        assert len(mailbox.mails) == 2


async def test_no_mail_goes_in_clear_where_starttls_is_wanted() -> None:
    async with mail_server(Mailbox()) as mailbox:
        channel = EmailChannel(server(mailbox.port, security="starttls"), HEAD)
        assert (await channel.send(PARCEL)).word is AttemptOutcome.UNREACHABLE
        assert mailbox.mails == []


async def test_a_certificate_that_nobody_vouches_for_is_refused(certified: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    async with mail_server(Mailbox(), tls_context=certified) as mailbox:
        channel = EmailChannel(server(mailbox.port, security="starttls"), HEAD)
        assert (await channel.send(PARCEL)).word is AttemptOutcome.UNREACHABLE
        assert mailbox.mails == []


@pytest.mark.parametrize(
    ("answer", "word", "bad_address"),
    [
        ("450 4.2.1 greylisted", AttemptOutcome.PASSING, False),
        ("452 4.2.2 full", AttemptOutcome.PASSING, False),
        ("421 closing", AttemptOutcome.UNREACHABLE, False),
        ("550 5.1.1 no such user", AttemptOutcome.PERMANENT, True),
        ("554 5.7.1 refused by policy", AttemptOutcome.PERMANENT, False),
    ],
)
async def test_answers_to_a_recipient(answer: str, word: AttemptOutcome, bad_address: bool) -> None:
    async with mail_server(Mailbox()) as mailbox:
        mailbox.answers[PARCEL.address] = [answer]
        channel = EmailChannel(server(mailbox.port), HEAD)
        outcome = await channel.send(PARCEL)
        assert (outcome.word, outcome.code, outcome.bad_address) == (word, answer[:3], bad_address)
        assert (await channel.send(PARCEL)).word is AttemptOutcome.DELIVERED
        await channel.aclose()


async def test_nobody_listens() -> None:
    async with mail_server(Mailbox()) as mailbox:
        port = mailbox.port
    assert (await EmailChannel(server(port), HEAD).send(PARCEL)).word is AttemptOutcome.UNREACHABLE


@pytest.mark.parametrize("address", ["", "li", "a@b@c", "li@county.example.cn\r\nBcc: all@example.cn"])
async def test_an_address_that_cannot_be_read_is_not_tried(address: str) -> None:
    outcome = await EmailChannel(server(9), HEAD).send(replace(PARCEL, address=address))
    assert (outcome.word, outcome.bad_address) == (AttemptOutcome.PERMANENT, True)


def test_a_mail_is_the_same_at_every_attempt() -> None:
    first, second = compose(PARCEL, HEAD), compose(replace(PARCEL, attempt=2), HEAD)
    assert first["Message-ID"] == second["Message-ID"] != compose(replace(PARCEL, dedupe_id="other"), HEAD)["Message-ID"]
    assert first["Subject"] == "填报提醒：健康素养 水平"  # a line break would be a header of its own
    page = first.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "请&lt;b&gt;于&lt;/b&gt;5月10日前填报" in page and "Please file &amp; sign" in page


@pytest.mark.parametrize(
    ("kind", "unsubscribe", "told"),
    [
        (MessageKind.REMINDER, "", "<mailto:jianxing@county.example.cn?subject=unsubscribe>"),
        (MessageKind.ROUND, "https://jianxing.example.cn/off", "<https://jianxing.example.cn/off>"),
        (MessageKind.ESCALATION, "https://jianxing.example.cn/off", None),
    ],
)
def test_who_may_sign_off(kind: MessageKind, unsubscribe: str, told: str | None) -> None:
    assert compose(replace(PARCEL, kind=kind), replace(HEAD, unsubscribe=unsubscribe))["List-Unsubscribe"] == told
