"""The rendered proxy configuration follows the one list of routes, as the embedded dispatcher does."""

import json
import os
import re
from pathlib import Path

import pytest

from deploy.gateway import nginx
from deploy.gateway.nginx import UPSTREAMS, body_limit, write_gateway
from deploy.gateway.routes import PORTAL, ROUTES, service_for
from shared.kit.framework_problems import NoSuchRoute, PeerUnavailable
from shared.schemas.services import ServiceName


def written(folder: Path) -> str:
    write_gateway(folder, 8080)
    return (folder / "nginx.conf").read_text(encoding="utf-8")


def routed(configuration: str) -> dict[str, str]:
    """Location → service, as nginx would read it."""
    return dict(re.findall(r"location ((?:= )?/api\S*) \{[^}]*?\}[^}]*?proxy_pass http://(\w+);", configuration))


def test_every_route_of_the_dispatcher_is_the_proxys_and_no_other(tmp_path: Path) -> None:
    expected = {match: str(route.service) for route in ROUTES for match in (f"= {route.prefix}", f"{route.prefix}/")}
    found = routed(written(tmp_path))
    assert found == expected | {"= /api/v1/plans/documents": "plans"}, "the upload alone has a limit of its own"
    assert all(service_for(match.removeprefix("= ")) == service for match, service in found.items())


def test_a_path_is_never_rewritten(tmp_path: Path) -> None:
    text = written(tmp_path)
    targets = re.findall(r"proxy_pass (\S+);", text)
    assert set(targets) == {f"http://{name}" for name in ServiceName}, "an address after the name would replace the prefix"
    assert "rewrite" not in text


def test_internal_addresses_have_no_location(tmp_path: Path) -> None:
    assert not re.search(r"location [^{]*internal", written(tmp_path))


def test_each_service_listens_where_its_settings_say_by_default() -> None:
    assert UPSTREAMS == {
        ServiceName.PLANS: "127.0.0.1:8101",
        ServiceName.INDICATORS: "127.0.0.1:8102",
        ServiceName.SUBMISSIONS: "127.0.0.1:8103",
        ServiceName.NOTIFICATIONS: "127.0.0.1:8104",
    }


def test_the_proxy_takes_as_large_a_body_as_the_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUBMISSIONS_MAX_BODY_BYTES", "123456")
    assert body_limit(ServiceName.SUBMISSIONS) == 123456
    text = written(tmp_path)
    block = text[text.index("location /api/v1/submissions/ {") :]
    assert "client_max_body_size 123456;" in block[: block.index("proxy_pass")]
    assert f"client_max_body_size {8 * 1024 * 1024};" in text


@pytest.mark.parametrize(
    ("setting", "limit", "location", "refusal"),
    [
        ("PLANS_MAX_DOCUMENT_BYTES", 90_000_000 + 65536, "location = /api/v1/plans/documents {", "documents"),
        ("SUBMISSIONS_MAX_EVIDENCE_BYTES", 90_000_000, "location ~ ^/api/v1/submissions/[^/]+/evidence/[^/]+$ {", "evidence"),
    ],
)
def test_only_uploads_take_a_larger_body(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, limit: int, location: str, refusal: str
) -> None:
    monkeypatch.setenv(setting, "90000000")
    text = written(tmp_path)
    block = text[text.index(location) :]
    assert f"client_max_body_size {limit};" in block[: block.index("proxy_pass")]
    assert f"error_page 413 = @too_large_{refusal};" in block[: block.index("proxy_pass")]
    assert text.count(f"client_max_body_size {limit};") == 2, "the server's largest, and this address"


def test_everything_the_proxy_writes_lies_in_its_folder(tmp_path: Path) -> None:
    text = written(tmp_path)
    places = re.findall(r"(?:pid|error_log|access_log|\w+_temp_path|alias) (\S+?)[ ;]", text)
    assert len(places) == 9
    assert all(place.startswith(str(tmp_path.resolve())) for place in places)
    assert {file.name for file in (tmp_path / "portal").iterdir()} >= {"index.html", "portal.js", "problems.html", "swagger-ui-bundle.js"}
    assert f"location {PORTAL}/ {{ alias {tmp_path.resolve()}/portal/;" in text


def test_its_own_answers_are_the_products_problems_in_both_languages(tmp_path: Path) -> None:
    text = written(tmp_path)
    line = next(line for line in text.splitlines() if "$jx_without_plans {" in line)
    bodies = {language: json.loads(body) for language, body in re.findall(r" (zh|en) '(.*?)';", line)}
    assert bodies["zh"]["code"] == bodies["en"]["code"] == PeerUnavailable.code
    assert bodies["en"]["detail"] == PeerUnavailable.detail.say("en", peer="plans")
    assert bodies["zh"]["request_id"] == "$jx_request_id", "nginx fills in the request's id"
    assert NoSuchRoute.title.zh in text


@pytest.mark.parametrize(("user", "expected"), [(0, True), (1000, False)])
def test_workers_run_as_whoever_starts_the_proxy(user: int, expected: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "gateway"
    monkeypatch.setattr(os, "geteuid", lambda: user)
    text = nginx.render(folder, 8080, UPSTREAMS, host="127.0.0.1", requests_per_second=10)
    assert text.splitlines()[1].startswith("user ") is expected


def test_a_missing_proxy_names_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nginx.shutil, "which", lambda *_args, **_named: None)
    with pytest.raises(nginx.NginxMissingError, match="apt-get install nginx"):
        nginx.nginx_command(tmp_path)
