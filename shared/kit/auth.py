"""Who asks: the bearer token of a request, verified before anything else is looked at."""

from typing import Annotated

from fastapi import Request

from shared.kit.framework_problems import Denied, NotAuthenticated
from shared.kit.given import Given
from shared.rules.access import Actor, Role

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="jianxing"'}


async def authenticate(request: Request) -> Actor:
    """The actor of the request's bearer token; raises NotAuthenticated."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotAuthenticated(why="Authorization: Bearer …", headers=_CHALLENGE)
    try:
        actor: Actor = await request.app.state.service.keys.actor(token.strip())
    except NotAuthenticated as problem:
        problem.headers.update(_CHALLENGE)
        raise
    request.state.actor = actor
    return actor


def current_actor(request: Request) -> Actor:
    """The actor that the route found before it read the body."""
    actor: Actor = request.state.actor
    return actor


def require_service(actor: Actor) -> None:
    """Pass only one of our own services: for addresses that are not for people."""
    if not any(grant.role is Role.SERVICE for grant in actor.grants):
        raise Denied(permission="internal", why="only the platform's own services may call this")


CurrentActor = Annotated[Actor, Given(current_actor)]
