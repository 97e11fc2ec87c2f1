"""The gateways of the matrix."""

from typing import Any

from tests.rights.world import OWN_OFFICE, World

CONTENT = {
    "name": "短信平台",
    "url": "https://93.184.216.34/send",
    "body": {"to": "{mobile}", "template": "{template_id}"},
    "templates": [{"saying": "waived", "template_id": "T1"}],
}


def provider_body(world: World) -> Any:
    """A gateway of the county."""
    return {"region_path": world.named("county_path"), "channel": "sms", **CONTENT}


async def providers(world: World) -> None:
    """One to look at, one to drop."""
    for name, channel in (("provider", "sms"), ("provider_to_drop", "work_notice")):
        body = {**provider_body(world), "channel": channel}
        world.ids[name] = (await world.do(OWN_OFFICE, "POST", "/api/v1/notifications/providers", body))["id"]
