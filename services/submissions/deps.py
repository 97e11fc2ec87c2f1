"""What the routes of this service are given."""

from typing import Annotated

from fastapi import Depends, Header, Request

from services.submissions.settings import SubmissionsSettings
from shared.clients.plans import PlansClient
from shared.kit.language import Language, preferred


async def _plans(request: Request) -> PlansClient:
    plans: PlansClient = request.app.state.plans
    return plans


async def _settings(request: Request) -> SubmissionsSettings:
    settings: SubmissionsSettings = request.app.state.service.settings
    return settings


async def _language(accept_language: Annotated[str | None, Header()] = None) -> Language:
    return preferred(accept_language)


InPlans = Annotated[PlansClient, Depends(_plans)]
InSettings = Annotated[SubmissionsSettings, Depends(_settings)]
InLanguage = Annotated[Language, Depends(_language)]
