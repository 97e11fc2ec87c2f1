"""The embedded platform: four apps in one process on one SQLite file each, speaking to one another without a network."""

from pathlib import Path

import httpx2
from fastapi import FastAPI

from deploy.gateway.dispatcher import Dispatcher
from deploy.gateway.portal import portal_folder
from services.indicators.app import create_app as create_indicators
from services.indicators.settings import IndicatorsSettings
from services.notifications.app import create_app as create_notifications
from services.notifications.settings import NotificationsSettings
from services.plans.app import create_app as create_plans
from services.plans.settings import PlansSettings
from services.submissions.app import create_app as create_submissions
from services.submissions.settings import SubmissionsSettings
from shared.kit.settings import CommonSettings
from shared.schemas.services import ServiceName


class _Mesh(httpx2.AsyncBaseTransport):
    """Delivers a request to an app of this process; which app is known once all are made."""

    def __init__(self, apps: dict[ServiceName, FastAPI], service: ServiceName) -> None:
        self._apps, self._service = apps, service

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        transport = httpx2.ASGITransport(app=self._apps[self._service], raise_app_exceptions=False)
        return await transport.handle_async_request(request)


def create_platform(common: CommonSettings | None = None, *, bootstrap_secret: str = "", portal: Path | None = None) -> Dispatcher:
    """The whole product as one ASGI application.

    ``common`` defaults to the environment (``JIANXING_…``); each service still reads its own prefix, so that single databases
    can be moved to PostgreSQL. ``bootstrap_secret`` makes the first administrator when there is no account yet.
    """
    common = common or CommonSettings()
    apps: dict[ServiceName, FastAPI] = {}

    def peers(service: ServiceName) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(transport=_Mesh(apps, service), base_url=f"http://{service}")

    common.data.mkdir(parents=True, exist_ok=True)
    plans = PlansSettings(common=common, run_loops=True)
    if bootstrap_secret:
        plans = plans.model_copy(update={"bootstrap_secret": bootstrap_secret})
    apps[ServiceName.PLANS] = create_plans(plans, peers)
    apps[ServiceName.INDICATORS] = create_indicators(IndicatorsSettings(common=common, run_loops=True), peers)
    apps[ServiceName.SUBMISSIONS] = create_submissions(SubmissionsSettings(common=common, run_loops=True), peers)
    apps[ServiceName.NOTIFICATIONS] = create_notifications(NotificationsSettings(common=common, run_loops=True), peers)
    return Dispatcher(apps, portal or portal_folder(common.data))
