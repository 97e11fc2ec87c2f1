"""What the routes of this service are given."""

from typing import Annotated

from fastapi import Request

from services.submissions.settings import SubmissionsSettings
from shared.clients.plans import PlansClient
from shared.kit.given import Given


def _plans(request: Request) -> PlansClient:
    plans: PlansClient = request.app.state.plans
    return plans


def _settings(request: Request) -> SubmissionsSettings:
    settings: SubmissionsSettings = request.app.state.service.settings
    return settings


InPlans = Annotated[PlansClient, Given(_plans)]
InSettings = Annotated[SubmissionsSettings, Given(_settings)]
