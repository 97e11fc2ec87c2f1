"""The templates of the matrix: drafts of the county, for what no test says."""

from typing import Any

from tests.rights.world import OWN_OFFICE, World

MARKED = {"title": "{{ title }}", "body": "{{ unit }} {{ title }} {{ role }} {{ link }}"}


def template_body(world: World) -> dict[str, Any]:
    """What chat groups of the county are told in English when a task is waived."""
    return {"region_path": world.named("county_path"), "saying": "waived", "family": "markdown", "language": "en", **MARKED}


async def templates(world: World) -> None:
    """One to look at, two to move."""
    for name in ("template", "template_to_activate", "template_to_retire"):
        world.ids[name] = (await world.do(OWN_OFFICE, "POST", "/api/v1/notifications/templates", template_body(world)))["id"]
