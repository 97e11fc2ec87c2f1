"""What routes of this service are given beside what all are."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated

from fastapi import Request

from services.notifications.service.endpoints import WayOut
from services.notifications.service.policies import Terms
from services.notifications.service.streaming import Streams
from shared.kit.auth import authenticate
from shared.kit.given import Given


def _way_out(request: Request) -> WayOut:
    way: WayOut = request.app.state.way_out
    return way


def _terms(request: Request) -> Terms:
    terms: Terms = request.app.state.policy_terms
    return terms


def _streams(request: Request) -> Streams:
    streams: Streams = request.app.state.streams
    return streams


def _sign_in(request: Request) -> Callable[[], Awaitable[object]]:
    return partial(authenticate, request)


def _public_url(request: Request) -> str:
    return str(request.app.state.public_url)


InPublicUrl = Annotated[str, Given(_public_url)]
"""Where people reach the platform, without a slash at its end."""
InWayOut = Annotated[WayOut, Given(_way_out)]
InTerms = Annotated[Terms, Given(_terms)]
InStreams = Annotated[Streams, Given(_streams)]
InSignIn = Annotated[Callable[[], Awaitable[object]], Given(_sign_in)]
"""Checks the request's token once more; raises NotAuthenticated when it has ended since."""
