"""What the routes of this service are given."""

from typing import Annotated

from fastapi import Depends, Request

from services.plans.secrets import Secrets


async def _secrets(request: Request) -> Secrets:
    secrets: Secrets = request.app.state.secrets
    return secrets


InSecrets = Annotated[Secrets, Depends(_secrets)]
