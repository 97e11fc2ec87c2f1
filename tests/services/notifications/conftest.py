"""Platforms that may send mail to one domain, or tell programs on this machine; with the mail server and a program."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.factories.mail import Mailbox, mail_server
from tests.factories.receivers import Receiver, certificate, receiver
from tests.factories.worlds import Worlds, issued
from tests.platform import World, running_world
from tests.services.notifications.programs import program_settings

ALLOWED = "@county.example.cn"


def mail_settings(port: int) -> dict[str, str]:
    """Settings under which mail goes to a server on this machine, and to readers of ``ALLOWED`` only."""
    settings = {"SENDING": "listed", "ALLOWED": ALLOWED, "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_SECURITY": "none"}
    settings |= {"MAIL_FROM": f"jianxing{ALLOWED}", "PUBLIC_URL": "https://jianxing.example.cn", "DISPATCH_SECONDS": "0.05"}
    return {f"NOTIFICATIONS_{name}": value for name, value in settings.items()}


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    """The mail server that the world of the test hands its mail to."""
    async with mail_server(Mailbox()) as running:
        yield running


@pytest.fixture
async def mailing(worlds: Worlds, mailbox: Mailbox, tmp_path: Path) -> AsyncIterator[World]:
    """A platform with one issued plan, whose liaison of the health bureau can be reached by mail."""
    urls = worlds.copy(issued)
    async with running_world(tmp_path / "world", urls, mail_settings(mailbox.port)) as made:
        await reach(made, "health", f"health{ALLOWED}")
        await made.settle()
        yield made
    worlds.drop(urls)


@pytest.fixture(scope="session")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The certificate that the receiver of the test shows."""
    return certificate(tmp_path_factory.mktemp("receiver"))


@pytest.fixture
async def program(pem: Path) -> AsyncIterator[Receiver]:
    """A program outside."""
    async with receiver(pem) as running:
        yield running


@pytest.fixture
async def telling(worlds: Worlds, pem: Path, tmp_path: Path) -> AsyncIterator[World]:
    """A platform with one issued plan that may tell programs on this machine."""
    urls = worlds.copy(issued)
    async with running_world(tmp_path / "world", urls, program_settings(pem)) as made:
        yield made
    worlds.drop(urls)


async def reach(world: World, login: str, email: str | None) -> None:
    """Let an account be reached at an address, as its holder enters it."""
    caller = await world.sign_in(login)
    me = await caller.read("/api/v1/plans/me")
    answer = await caller.put(f"/api/v1/plans/accounts/{me['id']}/contact", {"email": email, "mobile": None})
    assert answer.status_code == 200, answer.text
