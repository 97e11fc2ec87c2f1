"""What the routes of this service are given."""

from typing import Annotated

from fastapi import Request

from services.submissions.service.evidence.keeping import Keeping
from services.submissions.settings import SubmissionsSettings
from shared.clients.plans import PlansClient
from shared.kit.given import Given


def _plans(request: Request) -> PlansClient:
    plans: PlansClient = request.app.state.plans
    return plans


def _settings(request: Request) -> SubmissionsSettings:
    settings: SubmissionsSettings = request.app.state.service.settings
    return settings


def _keeping(request: Request) -> Keeping:
    keeping: Keeping = request.app.state.keeping
    return keeping


InPlans = Annotated[PlansClient, Given(_plans)]
InSettings = Annotated[SubmissionsSettings, Given(_settings)]
InKeeping = Annotated[Keeping, Given(_keeping)]
