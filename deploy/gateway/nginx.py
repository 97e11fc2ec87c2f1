"""The proxy of the split topology: an nginx configuration rendered from the one list of routes, and the portal beside it."""

import grp
import os
import pwd
import shutil
from collections.abc import Mapping
from pathlib import Path

from pydantic_settings import BaseSettings

from deploy.errors import PlatformError
from deploy.gateway.answers import refusal_maps
from deploy.gateway.portal import write_portal
from deploy.gateway.routes import PORTAL, ROUTES, GatewayRoute
from deploy.ports import LOOPBACK
from services.plans.settings import DOCUMENTS, FORM_BYTES, PlansSettings
from services.submissions.settings import SubmissionsSettings
from shared.kit.settings import ServiceSettings
from shared.schemas.services import ServiceName

UPSTREAMS: Mapping[ServiceName, str] = {name: f"{LOOPBACK}:{8101 + number}" for number, name in enumerate(ServiceName)}
REQUESTS_PER_SECOND = 5000
# Headers by which a service behind a proxy might be told who calls: ours read the token only, and must not find these from outside.
_BLANKED = ("Forwarded", "X-Forwarded-Host", "X-Forwarded-User", "X-Forwarded-Groups", "X-Forwarded-Email", "X-Real-IP", "X-Remote-User", "X-Actor")

_WHOLE = """# Written by `jianxing gateway`; the routes come from deploy/gateway/routes.py.
{user}daemon off;
worker_processes auto;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}

http {{
  log_format kept '$remote_addr [$time_iso8601] "$request" $status $body_bytes_sent $request_time $upstream_response_time $jx_request_id';
  # The address of a calendar feed is a secret: it is written nowhere.
  map $uri $jx_told {{ default 1; ~[.]ics$ 0; }}
  access_log {folder}/access.log kept buffer=32k flush=5s if=$jx_told;
{temporary}
  types {{ text/html html; text/css css; text/javascript js; image/png png; }}
  default_type application/octet-stream;
  charset utf-8;
  sendfile on;
  server_tokens off;
  absolute_redirect off;
  # No gzip: it would weaken every ETag, and If-Match compares strongly.
  gzip off;

  map $http_x_request_id $jx_request_id {{ default $request_id; "~^(?=.*[A-Za-z0-9])[A-Za-z0-9-]{{1,64}}$" $http_x_request_id; }}
{refusals}
  limit_req_zone $binary_remote_addr zone=everybody:10m rate={rate}r/s;
  limit_req_status 429;
{upstreams}

  server {{
    listen {host}:{port};
    client_max_body_size {largest};
    client_header_timeout 15s;
    client_body_timeout 60s;
    limit_req zone=everybody burst={rate} nodelay;

    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header X-Request-Id $jx_request_id;
{blanked}
    proxy_connect_timeout 2s;
    proxy_read_timeout 75s;
    # Answers are handed on as they come, so that event streams flow.
    proxy_buffering off;
    proxy_buffer_size 16k;
    proxy_buffers 8 16k;

{everywhere}
    error_page 413 = @too_large;

    location = / {{ return 307 {portal}/; }}
    location = {portal} {{ return 307 {portal}/; }}
    location {portal}/ {{ alias {folder}/portal/; index index.html; }}
    location / {{ return 404; }}
{routes}
{answers}
  }}
}}
"""
_UPSTREAM = """
  upstream {service} {{
    server {address};
    keepalive 32;
    # Shorter than uvicorn's five seconds: a request must not meet a connection that is just being closed.
    keepalive_timeout 4s;
  }}"""
# A request line that cannot be read has no address yet: only a plain address can answer it, not a named location.
_EVERYWHERE = """    error_page 404 = @no_such_route;
    error_page 405 = @method_not_allowed;
    error_page 400 414 494 = /unreadable_request;
    error_page 429 = @too_many_requests;"""
# nginx chooses a location by the address with its dots resolved, but hands it on as it came: both must lie below the prefix.
_ROUTE = """
    location {match} {{
      if ($request_uri !~ "^{prefix}([/?]|$)") {{ return 404; }}
      client_max_body_size {limit};
{everywhere}
      error_page 413 = @too_large_{refusal};
      error_page 502 503 504 = @without_{service};
      proxy_pass http://{service};
    }}"""


class NginxMissingError(PlatformError):
    """No nginx on this machine; says how to get it."""


def write_gateway(
    folder: Path,
    port: int,
    upstreams: Mapping[ServiceName, str] = UPSTREAMS,
    *,
    host: str = LOOPBACK,
    requests_per_second: int = REQUESTS_PER_SECOND,
) -> None:
    """Write ``nginx.conf`` and the portal into ``folder``; nginx keeps its logs, pid and temporary files there too.

    ``upstreams`` says where each service listens (``host:port``). Run it with ``nginx_command(folder)``.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    write_portal(folder / "portal")
    text = render(folder, port, upstreams, host=host, requests_per_second=requests_per_second)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")


def nginx_command(folder: Path) -> list[str]:
    """How nginx is started on a written folder; NginxMissingError if it is not installed."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        raise NginxMissingError("nginx is not installed: run `apt-get install nginx`")
    folder = folder.resolve()
    return [program, "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(folder / "nginx.conf")]


def render(folder: Path, port: int, upstreams: Mapping[ServiceName, str], *, host: str, requests_per_second: int) -> str:
    """The whole configuration as text."""
    limits = {route.service: body_limit(route.service) for route in ROUTES}
    largest_document, largest_evidence = document_limit(), evidence_limit()
    maps, answers = refusal_maps(
        {"documents": largest_document, "evidence": largest_evidence, **{str(name): limit for name, limit in limits.items()}}
    )
    return _WHOLE.format(
        user=_user(),
        folder=folder,
        temporary="\n".join(f"  {kind}_temp_path {folder}/{kind}_temp;" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")),
        refusals=maps,
        rate=requests_per_second,
        upstreams="".join(_UPSTREAM.format(service=route.service, address=upstreams[route.service]) for route in ROUTES),
        host=host,
        port=port,
        largest=max(*limits.values(), largest_document, largest_evidence),
        blanked="\n".join(f'    proxy_set_header {name} "";' for name in _BLANKED),
        everywhere=_EVERYWHERE,
        portal=PORTAL,
        routes=_upload_location(largest_document)
        + _evidence_location(largest_evidence)
        + "".join(_locations(route, limits[route.service]) for route in ROUTES),
        answers=answers,
    )


def body_limit(service: ServiceName) -> int:
    """The service's ``max_body_bytes``, read alone: the gateway's machine need not have the service's secrets."""
    return int(_BodyLimit(_env_prefix=f"{service.upper()}_").max_body_bytes)


def document_limit() -> int:
    """The largest body of an upload of a document."""
    return int(_DocumentLimit(_env_prefix="PLANS_").max_document_bytes) + FORM_BYTES


def evidence_limit() -> int:
    """The largest file of evidence."""
    return int(_EvidenceLimit(_env_prefix="SUBMISSIONS_").max_evidence_bytes)


class _BodyLimit(BaseSettings):
    max_body_bytes: int = ServiceSettings.model_fields["max_body_bytes"].default


class _DocumentLimit(BaseSettings):
    max_document_bytes: int = PlansSettings.model_fields["max_document_bytes"].default


class _EvidenceLimit(BaseSettings):
    max_evidence_bytes: int = SubmissionsSettings.model_fields["max_evidence_bytes"].default


def _locations(route: GatewayRoute, limit: int) -> str:
    """The prefix itself and everything below it, but not its namesakes (`/api/v1/plansx`)."""
    given = {"prefix": route.prefix, "service": route.service, "limit": limit, "refusal": route.service, "everywhere": _EVERYWHERE}
    return "".join(_ROUTE.format(match=match, **given) for match in (f"= {route.prefix}", f"{route.prefix}/"))


def _upload_location(limit: int) -> str:
    """The address of documents, which takes larger bodies than its service."""
    service = ServiceName.PLANS
    given = {"prefix": DOCUMENTS, "service": service, "limit": limit, "refusal": "documents", "everywhere": _EVERYWHERE}
    return _ROUTE.format(match=f"= {DOCUMENTS}", **given)


def _evidence_location(limit: int) -> str:
    """The addresses of files of evidence, which take larger bodies than their service."""
    service = ServiceName.SUBMISSIONS
    prefix = f"/api/v1/{service}"
    given = {"prefix": prefix, "service": service, "limit": limit, "refusal": "evidence", "everywhere": _EVERYWHERE}
    return _ROUTE.format(match=f"~ ^{prefix}/[^/]+/evidence/[^/]+$", **given)


def _user() -> str:
    """Workers run as whoever starts nginx; the directive means something for root only, and nginx warns about it otherwise."""
    if os.geteuid() != 0:
        return ""
    return f"user {pwd.getpwuid(os.geteuid()).pw_name} {grp.getgrgid(os.getegid()).gr_name};\n"
