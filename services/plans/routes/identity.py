"""Signing in."""

from typing import Annotated

from fastapi import Form

from services.plans.deps import InSecrets
from services.plans.errors import BadCredentials, UnsupportedGrant
from services.plans.routes.directory import account_out
from services.plans.service import identity
from shared.kit.app import InClock, InRead, InService, api_router
from shared.kit.auth import CurrentActor
from shared.kit.rights import require
from shared.kit.routing import guarded, public
from shared.rules.access import Permission, Thing
from shared.schemas.directory import Account, Token

router = api_router("/api/v1/plans", "identity")


@router.post("/token", operation_id="issue_token", **public(BadCredentials, UnsupportedGrant))
async def issue_token(
    db: InRead,
    secrets: InSecrets,
    service: InService,
    clock: InClock,
    grant_type: Annotated[str, Form(description="password, or client_credentials for an outside system")],
    username: Annotated[str | None, Form()] = None,
    password: Annotated[str | None, Form()] = None,
    client_id: Annotated[str | None, Form()] = None,
    client_secret: Annotated[str | None, Form()] = None,
) -> Token:
    """Get a 15-minute access token (RFC 6749, sections 4.3 and 4.4)."""
    pairs = {"password": (username, password), "client_credentials": (client_id, client_secret)}
    if grant_type not in pairs:
        raise UnsupportedGrant()
    login, secret = pairs[grant_type]
    return await identity.issue_token(db, secrets, service.signer, clock, login or "", secret or "")


@router.get("/me", operation_id="read_me", **guarded(Permission.SELF_READ))
async def read_me(db: InRead, actor: CurrentActor) -> Account:
    """The caller's own account and posts."""
    require(actor, Permission.SELF_READ, Thing(owner_id=actor.id))
    return await account_out(db, actor, actor.id)
