"""The one list of what the gateway serves: it feeds the embedded dispatcher and the rendered proxy configuration."""

from dataclasses import dataclass

from shared.schemas.services import ServiceName


@dataclass(frozen=True, slots=True)
class GatewayRoute:
    """A path prefix and the service behind it; the path is never rewritten."""

    prefix: str
    service: ServiceName


ROUTES = tuple(GatewayRoute(f"/api/v1/{name}", name) for name in ServiceName)
PORTAL = "/docs"


def service_for(path: str) -> ServiceName | None:
    """The service that answers ``path``; None for anything else, `/internal` above all."""
    return next((route.service for route in ROUTES if path == route.prefix or path.startswith(route.prefix + "/")), None)
