"""What the routes of this service are given."""

from typing import Annotated

from fastapi import Depends, Request

from services.submissions.settings import SubmissionsSettings
from shared.clients.plans import PlansClient


async def _plans(request: Request) -> PlansClient:
    plans: PlansClient = request.app.state.plans
    return plans


async def _settings(request: Request) -> SubmissionsSettings:
    settings: SubmissionsSettings = request.app.state.service.settings
    return settings


InPlans = Annotated[PlansClient, Depends(_plans)]
InSettings = Annotated[SubmissionsSettings, Depends(_settings)]
