"""What the routes of this service are given."""

from typing import Annotated

from fastapi import Request

from services.plans.secrets import Secrets
from shared.kit.given import Given


def _secrets(request: Request) -> Secrets:
    secrets: Secrets = request.app.state.secrets
    return secrets


InSecrets = Annotated[Secrets, Given(_secrets)]
