"""What the routes of this service are given."""

from decimal import Decimal
from typing import Annotated

from fastapi import Request

from services.indicators.settings import IndicatorsSettings
from shared.kit.given import Given


def _on_track_from(request: Request) -> Decimal:
    threshold: Decimal = request.app.state.on_track_from
    return threshold


def _settings(request: Request) -> IndicatorsSettings:
    settings: IndicatorsSettings = request.app.state.service.settings
    return settings


InSettings = Annotated[IndicatorsSettings, Given(_settings)]
InOnTrackFrom = Annotated[Decimal, Given(_on_track_from)]


def _itself(request: Request) -> Request:
    return request


InRequest = Annotated[Request, Given(_itself)]
"""For a body that is neither JSON nor a form; FastAPI would hand the request to one parameter alone, and Given has taken it."""
