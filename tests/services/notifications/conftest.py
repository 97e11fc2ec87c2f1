"""A platform that may send mail to one domain, and the mail server of that domain."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.factories.mail import Mailbox, mail_server
from tests.factories.worlds import Worlds, issued
from tests.platform import World, running_world

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


async def reach(world: World, login: str, email: str | None) -> None:
    """Let an account be reached at an address, as its holder enters it."""
    caller = await world.sign_in(login)
    me = await caller.read("/api/v1/plans/me")
    answer = await caller.put(f"/api/v1/plans/accounts/{me['id']}/contact", {"email": email, "mobile": None})
    assert answer.status_code == 200, answer.text
