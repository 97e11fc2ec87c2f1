"""Rights come with a post and go with it; and no post makes anybody one of the platform's own services."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.rights.parts import OFFICE, OWNER, Part, Relation, of
from tests.rights.world import ADMIN_SECRET, CODES, World

TODAY = datetime.now(UTC).date()
LONG_AGO, SOON = (TODAY - timedelta(300)).isoformat(), (TODAY + timedelta(30)).isoformat()


def _post(**dates: str) -> dict[str, Any]:
    return {"role": "liaison", "region_code": CODES[Relation.OWN], "unit": OWNER, **dates}


async def _import(world: World, login: str, *posts: dict[str, Any]) -> Any:
    [admin] = of(Part.ADMINISTRATOR, Relation.OWN)
    rows = [{"login": login, "name": login, "secret": ADMIN_SECRET, "posts": list(posts)}]
    return await world.ask(admin, "POST", "/api/v1/plans/accounts:import", json={"rows": rows})


async def _sign_in(world: World, login: str) -> str:
    form = {"grant_type": "password", "username": login, "password": ADMIN_SECRET}
    return str((await world.client.post("/api/v1/plans/token", data=form)).json()["access_token"])


@pytest.mark.parametrize(
    ("login", "dates", "sees"),
    [
        ("in-office", {"valid_from": LONG_AGO, "valid_until": SOON}, True),
        ("has-left", {"valid_from": LONG_AGO, "valid_until": (TODAY - timedelta(2)).isoformat()}, False),
        ("not-yet", {"valid_from": SOON}, False),
    ],
)
async def test_a_post_counts_between_its_days(world: World, login: str, dates: dict[str, str], sees: bool) -> None:
    assert (await _import(world, login, _post(**dates))).status_code == 201
    token = await _sign_in(world, login)
    listed = (await world.send(token, "GET", "/api/v1/submissions/assignments", params={"limit": 200})).json()["items"]
    assert (world.ids["assignment_draft"] in [row["id"] for row in listed]) is sees
    read = await world.send(token, "GET", f"/api/v1/submissions/{world.ids['submission_draft']}")
    assert read.status_code == (200 if sees else 404)
    for everybodys in ("plans/units", "plans/regions", "plans/calendars/2026", "indicators"):
        answer = await world.send(token, "GET", f"/api/v1/{everybodys}")
        assert answer.status_code == (200 if sees else 403), "even what everybody may read takes a post"


async def test_two_posts_add_up_and_do_not_mix(world: World) -> None:
    """Office in the town and liaison in the county: neither lends the other its reach."""
    office = {"role": "plan_office", "region_code": CODES[Relation.CHILD], "unit": OFFICE}
    assert (await _import(world, "two-posts", _post(), office)).status_code == 201
    token = await _sign_in(world, "two-posts")
    path = f"/api/v1/submissions/{world.ids['submission_submitted']}"
    assert (await world.send(token, "GET", path)).status_code == 200
    refused = await world.send(token, "POST", f"{path}:approve", json={})
    assert (refused.status_code, refused.json()["code"]) == (403, "denied")


async def test_nobody_is_made_a_service(world: World) -> None:
    """The services' role reaches everything everywhere: an administrator of one county must not hand it out."""
    answer = await _import(world, "impostor", {"role": "service", "region_code": CODES[Relation.OWN]})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request"), answer.text
