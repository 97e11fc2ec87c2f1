"""Settings: defaults run at once, production refuses what must not be default."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from shared.kit.settings import CommonSettings, Profile, ServiceSettings
from shared.kit.tokens import load_signing_key


def test_defaults_run_on_a_file_of_the_service(tmp_path: Path) -> None:
    settings = ServiceSettings(common=CommonSettings(data=tmp_path))
    assert settings.database_or_default("plans") == f"sqlite+aiosqlite:///{tmp_path / 'plans'}.db"


def test_a_configured_database_is_taken(tmp_path: Path) -> None:
    settings = ServiceSettings(common=CommonSettings(data=tmp_path), database_url="postgresql+asyncpg://x/y")
    assert settings.database_or_default("plans") == "postgresql+asyncpg://x/y"


def test_production_needs_a_signing_key(tmp_path: Path) -> None:
    common = CommonSettings(data=tmp_path, profile=Profile.PRODUCTION)
    with pytest.raises(ValidationError, match="SIGNING_KEY"):
        ServiceSettings(common=common)
    key = load_signing_key("", tmp_path / "key").as_dict(private=True)
    assert ServiceSettings(common=common, signing_key=json.dumps(key)).signing_key.get_secret_value()


def test_a_signing_key_is_not_shown(tmp_path: Path) -> None:
    assert "hush" not in repr(ServiceSettings(common=CommonSettings(data=tmp_path), signing_key="hush"))


def test_settings_do_not_change(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        ServiceSettings(common=CommonSettings(data=tmp_path)).pool_size = 3  # type: ignore[misc]


@pytest.mark.parametrize("wrong", [{"pool_size": 0}, {"max_body_bytes": 10}, {"relay_lease_seconds": 0}, {"peer_timeout_seconds": -1}])
def test_values_out_of_range_are_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ServiceSettings(common=CommonSettings(data=tmp_path), **wrong)


def test_processes_that_start_together_share_one_signing_key(tmp_path: Path) -> None:
    """Server and worker sign as one issuer: whoever comes second must never read half a file."""
    for attempt in range(40):
        path = tmp_path / f"{attempt}.json"
        with ThreadPoolExecutor(4) as threads:
            made = [threads.submit(load_signing_key, "", path) for _ in range(4)]
        assert len({key.result().thumbprint() for key in made}) == 1
