"""Small parts of a local platform: ports, where PostgreSQL's data lies, what child processes are told."""

import os
import socket
from pathlib import Path

import pytest

from deploy import postgres
from deploy.ports import PortTakenError, free_port, require_free
from deploy.split import child_environment
from services.indicators.settings import IndicatorsSettings
from services.notifications.settings import NotificationsSettings
from services.plans.settings import PlansSettings
from services.submissions.settings import SubmissionsSettings
from shared.kit.settings import Profile, ServiceSettings
from shared.schemas.services import ServiceName

CLASSES: dict[ServiceName, type[ServiceSettings]] = {
    ServiceName.PLANS: PlansSettings,
    ServiceName.INDICATORS: IndicatorsSettings,
    ServiceName.SUBMISSIONS: SubmissionsSettings,
    ServiceName.NOTIFICATIONS: NotificationsSettings,
}
DATABASES = {name: f"postgresql+asyncpg://somebody@localhost/jianxing_{name}" for name in ServiceName}
ADDRESSES = {name: f"127.0.0.1:{9000 + number}" for number, name in enumerate(ServiceName)}


def test_a_taken_port_is_named_with_its_remedy() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PortTakenError, match=r"port \d+ of 127.0.0.1 is taken; choose another with PORT="):
            require_free(taken.getsockname()[1])


def test_a_free_port_can_be_listened_on() -> None:
    require_free(free_port())


def test_missing_postgresql_names_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(postgres.shutil, "which", lambda _name: None)
    monkeypatch.setattr(postgres, "DEBIAN_PROGRAMS", tmp_path)
    with pytest.raises(postgres.PostgresMissingError, match="apt-get install postgresql"):
        postgres.find_programs()


def test_the_newest_postgresql_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for version in ("9.6", "15", "17"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        for program in ("initdb", "postgres") if version != "17" else ("initdb",):
            (folder / program).touch()
    monkeypatch.setattr(postgres.shutil, "which", lambda _name: None)
    monkeypatch.setattr(postgres, "DEBIAN_PROGRAMS", tmp_path)
    assert postgres.find_programs() == tmp_path / "15" / "bin"


def test_postgresqls_data_stays_where_it_is_told_for_ordinary_people(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert postgres.reachable(tmp_path / "postgres") == tmp_path / "postgres"


@pytest.mark.parametrize("profile", [Profile.DEVELOPMENT, Profile.DEMO])
def test_every_service_reads_its_database_its_peers_and_the_shared_folder(profile: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in child_environment(tmp_path, profile, DATABASES, ADDRESSES).items():
        monkeypatch.setenv(name, value)
    for service, settings in CLASSES.items():
        read = settings()
        assert read.database_url == DATABASES[service]
        assert {peer: getattr(read, f"{peer}_url") for peer in ServiceName} == {peer: f"http://{at}" for peer, at in ADDRESSES.items()}
        assert (read.common.data, read.common.profile, read.run_loops) == (tmp_path, profile, False)
    assert PlansSettings().bootstrap_secret == "jianxing-demo"


def test_production_gets_no_demo_administrator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANS_BOOTSTRAP_SECRET", raising=False)
    assert "PLANS_BOOTSTRAP_SECRET" not in child_environment(tmp_path, Profile.PRODUCTION, DATABASES, ADDRESSES)


def test_an_administrators_secret_of_ones_own_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANS_BOOTSTRAP_SECRET", "another one")
    assert child_environment(tmp_path, Profile.DEVELOPMENT, DATABASES, ADDRESSES)["PLANS_BOOTSTRAP_SECRET"] == "another one"
