"""Endpoints of programs as the plan office enters them."""

from pathlib import Path
from typing import Any

from tests.factories.receivers import Receiver
from tests.platform import Caller, World

ENDPOINTS = "/api/v1/notifications/endpoints"


def program_settings(pem: Path) -> dict[str, str]:
    """Settings under which programs on this machine, and no others, may be told."""
    settings = {
        "SENDING": "listed",
        "ALLOWED": "127.0.0.1,localhost,test.example,+8613800000001,13800000002",
        "WEBHOOK_INSIDE": "127.0.0.0/8,::1/128",
    }
    settings |= {"WEBHOOK_AUTHORITIES": str(pem), "PUBLIC_URL": "https://jianxing.example.cn", "DISPATCH_SECONDS": "0.05"}
    return {f"NOTIFICATIONS_{name}": value for name, value in settings.items()}


async def county_path(caller: Caller) -> str:
    """The path of 甲县."""
    return str(next(region["path"] for region in await caller.items("/api/v1/plans/regions") if region["name"] == "甲县"))


async def entered(world: World, url: str, *events: str, **more: Any) -> dict[str, Any]:
    """An endpoint of the county, as it was answered with its secret."""
    office = await world.sign_in("office")
    body = {"region_path": await county_path(office), "name": "协同平台", "url": url, "events": list(events) or ["assigned"], **more}
    return dict(await office.do(ENDPOINTS, body))


async def proven(world: World, to: Receiver, *events: str) -> dict[str, Any]:
    """An endpoint that has answered its test; what the receiver was sent for it is forgotten."""
    made = await entered(world, to.url, *events)
    tested = await (await world.sign_in("office")).do(f"{ENDPOINTS}/{made['id']}:test")
    assert tested["reached"], tested
    to.requests.clear()
    return {**made, "version": tested["version"]}
