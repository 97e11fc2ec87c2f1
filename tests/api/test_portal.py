"""The portal: one page that works without the internet, and the page of every problem there is."""

import re
from html import unescape

import pytest

from deploy.documents import product_problems
from shared.schemas.services import ServiceName
from tests.platform import World

_NAMED = re.compile(r"""(?:src|href)\s*=\s*["']([^"']+)["']""")
_OUTSIDE = re.compile(r"""["'(\s](?:https?:)?//[a-z0-9]""", re.IGNORECASE)


@pytest.mark.parametrize("page", ["/docs/", "/docs/problems.html"])
async def test_everything_a_page_names_is_served_from_here(shared_world: World, page: str) -> None:
    answer = await shared_world.client.get(page)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
    assert not _OUTSIDE.search(answer.text)
    for address in _NAMED.findall(answer.text):
        assert address.startswith("/docs"), address
        asset = await shared_world.client.get(unescape(address))
        assert asset.status_code == 200 and asset.content, address


@pytest.mark.parametrize("asset", ["portal.js", "swagger-ui.css"])
async def test_script_and_style_load_nothing_from_outside(shared_world: World, asset: str) -> None:
    text = (await shared_world.client.get(f"/docs/{asset}")).text
    loaded = re.findall(r"url\(([^)]*)\)", text)
    assert [address for address in loaded if not address.strip("\"'").startswith("data:")] == []
    assert asset == "swagger-ui.css" or not _OUTSIDE.search(text)


async def test_the_page_asks_no_validator(shared_world: World) -> None:
    assert "validatorUrl: null" in (await shared_world.client.get("/docs/portal.js")).text


async def test_the_page_links_every_service(shared_world: World) -> None:
    page = (await shared_world.client.get("/docs/")).text
    for service in ServiceName:
        assert f"/docs/?service={service}" in page


@pytest.mark.parametrize("address", ["/", "/docs"])
async def test_short_addresses_lead_to_the_portal(shared_world: World, address: str) -> None:
    answer = await shared_world.client.get(address)
    assert answer.is_redirect and answer.headers["location"].endswith("/docs/")


async def test_every_problem_has_its_place_on_the_page(shared_world: World) -> None:
    codes = [problem.code for problem in product_problems()]
    assert len(codes) == len(set(codes)) > 30
    page = (await shared_world.client.get("/docs/problems.html")).text
    assert sorted(re.findall(r'<tr id="([^"]+)">', page)) == sorted(codes)


async def test_a_problems_type_leads_to_its_place(shared_world: World) -> None:
    told = (await shared_world.client.get("/api/v1/plans/me")).json()
    page, _, anchor = told["type"].partition("#")
    answer = await shared_world.client.get(page)
    assert f'<tr id="{anchor}">' in answer.text
