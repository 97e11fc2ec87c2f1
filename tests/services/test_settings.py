"""Settings of the four services: what production refuses, and that each setting says what it is for."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from services.notifications.settings import NotificationsSettings
from shared.kit.settings import CommonSettings, Profile, ServiceSettings
from shared.kit.tokens import load_signing_key
from shared.schemas.services import ServiceName


def settings_class(service: str) -> type[ServiceSettings]:
    """The settings class of a service."""
    found: type[ServiceSettings] = getattr(import_module(f"services.{service}.settings"), f"{service.capitalize()}Settings")
    return found


@pytest.mark.parametrize("service", list(ServiceName))
def test_production_refuses_an_empty_signing_key(service: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANXING_PROFILE", "production")
    with pytest.raises(ValidationError, match="SIGNING_KEY"):
        settings_class(service)()
    key = json.dumps(load_signing_key("", tmp_path / "key.json").as_dict(private=True))
    monkeypatch.setenv(f"{service.upper()}_SIGNING_KEY", key)
    assert settings_class(service)().common.profile is Profile.PRODUCTION


@pytest.mark.parametrize("service", list(ServiceName))
def test_every_setting_says_what_it_is_for(service: str) -> None:
    fields = {**settings_class(service).model_fields, **CommonSettings.model_fields}
    assert [name for name, field in fields.items() if name != "common" and not field.description] == []


@pytest.mark.parametrize("service", list(ServiceName))
def test_each_service_reads_its_own_prefix(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANXING_DATA", "elsewhere")
    for name in ServiceName:
        monkeypatch.setenv(f"{name.upper()}_DATABASE_URL", f"sqlite+aiosqlite:///{name}.db")
    settings = settings_class(service)()
    assert settings.database_or_default(service) == f"sqlite+aiosqlite:///{service}.db"
    assert settings.common.data == Path("elsewhere")


@pytest.mark.parametrize(
    ("service", "wrong"),
    [
        ("plans", {"hash_memory_kib": 1}),
        ("plans", {"hashes_at_once": 0}),
        ("indicators", {"refresh_seconds": 0}),
        ("indicators", {"on_track_from": "soon"}),
        ("submissions", {"internal_lead_workdays": -1}),
        ("submissions", {"closes_after_days": -1}),
        ("notifications", {"send_hour": 24}),
        ("notifications", {"scan_seconds": 0}),
    ],
)
def test_values_that_cannot_be_are_refused(service: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        settings_class(service)(**wrong)


async def test_the_smallest_administrator_is_made_once(tmp_path: Path) -> None:
    """A second start with another secret changes nothing."""
    from services.plans.app import create_app
    from services.plans.repository.directory import account_by_login
    from shared.kit.service import network_peers

    hashes = []
    for secret in ("first-secret", "second-secret"):
        settings = settings_class("plans")(common=CommonSettings(data=tmp_path), bootstrap_secret=secret, bootstrap_login="root")
        app = create_app(settings, network_peers(settings))  # type: ignore[arg-type]
        async with app.router.lifespan_context(app):
            row = await account_by_login(app.state.service.database.read, "root")
            assert row is not None
            hashes.append(row.secret_hash)
    assert hashes[0] == hashes[1]


def test_nothing_is_sent_to_everybody_outside_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFICATIONS_SENDING", "all")
    for profile in (Profile.DEVELOPMENT, Profile.DEMO):
        monkeypatch.setenv("JIANXING_PROFILE", profile)
        with pytest.raises(ValidationError, match="sending=listed"):
            settings_class("notifications")()


def test_a_mail_server_needs_a_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFICATIONS_SMTP_HOST", "mail.example.cn")
    with pytest.raises(ValidationError, match="mail_from"):
        settings_class("notifications")()
    for wrong in ("jianxing", "健行 <a@b.cn>", "a@b.cn\nBcc: c@d.cn"):
        monkeypatch.setenv("NOTIFICATIONS_MAIL_FROM", wrong)
        with pytest.raises(ValidationError):
            settings_class("notifications")()


def test_who_may_be_reached_is_a_list_by_comma(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFICATIONS_ALLOWED", " Li@County.example.cn, ,@test.example.cn ")
    assert NotificationsSettings().allowed == ("li@county.example.cn", "@test.example.cn")
