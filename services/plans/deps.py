"""What the routes of this service are given."""

from typing import Annotated

from fastapi import Request

from services.plans.secrets import Secrets
from services.plans.settings import PlansSettings
from shared.kit.given import Given
from shared.kit.loops import Loop
from shared.kit.storage import Store


def _secrets(request: Request) -> Secrets:
    secrets: Secrets = request.app.state.secrets
    return secrets


def _settings(request: Request) -> PlansSettings:
    settings: PlansSettings = request.app.state.settings
    return settings


def _documents(request: Request) -> Store:
    store: Store = request.app.state.documents
    return store


def _reading(request: Request) -> Loop:
    """The loop that reads documents; in a server without loops nobody hears it, and the worker looks by itself."""
    loop: Loop = next(loop for loop in request.app.state.service.loops if loop.name == READING_LOOP)
    return loop


READING_LOOP = "plans reading"
InSecrets = Annotated[Secrets, Given(_secrets)]
InSettings = Annotated[PlansSettings, Given(_settings)]
InDocuments = Annotated[Store, Given(_documents)]
InReading = Annotated[Loop, Given(_reading)]
