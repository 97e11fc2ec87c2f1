"""ETag and If-Match: an edit names the version it saw, and a stale one changes nothing."""

import asyncio

import pytest
from sqlalchemy import select

from tests.kit.platform import Platform, key
from tests.kit.toy import NOTES
from tests.kit.toy_tables import notes


async def test_an_edit_without_if_match_is_refused(toys: Platform) -> None:
    note = await toys.write("一")
    response = await toys.sender.client.patch(f"{NOTES}/{note['id']}", json={"text": "二"})
    assert (response.status_code, response.json()["code"]) == (428, "missing-if-match")


@pytest.mark.parametrize("given", ['"v0"', '"v2"', "v1", '"v11"', "1", "", 'W/"v1"', '"v0", "v2"'])
async def test_an_edit_of_another_version_is_stale(toys: Platform, given: str) -> None:
    """Strong comparison: a weak tag never matches (RFC 9110, section 13.1.1)."""
    note = await toys.write("一")
    response = await toys.sender.client.patch(f"{NOTES}/{note['id']}", json={"text": "二"}, headers={"If-Match": given})
    assert (response.status_code, response.json()["code"]) == (412, "stale-etag")
    assert response.headers["etag"] == '"v1"', "the caller learns the current version"
    assert [row.text for row in await toys.sender.rows(select(notes))] == ["一"]


@pytest.mark.parametrize("given", ['"v1"', ' "v1" ', '"v7","v1"', "*"])
async def test_an_edit_of_the_current_version_passes(toys: Platform, given: str) -> None:
    note = await toys.write("一")
    response = await toys.sender.client.patch(f"{NOTES}/{note['id']}", json={"text": "二"}, headers={"If-Match": given})
    assert (response.status_code, response.headers["etag"], response.json()["version"]) == (200, '"v2"', 2)
    read = await toys.sender.client.get(f"{NOTES}/{note['id']}")
    assert (read.headers["etag"], read.json()["text"]) == ('"v2"', "二")


async def test_of_many_edits_of_one_version_one_passes(toys: Platform) -> None:
    note = await toys.write("一")
    edits = [toys.sender.client.patch(f"{NOTES}/{note['id']}", json={"text": f"{number}"}, headers={"If-Match": '"v1"'}) for number in range(8)]
    answers = await asyncio.gather(*edits)
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 200
    assert set(statuses[1:]) <= {409, 412}
    winner = next(answer for answer in answers if answer.status_code == 200)
    assert [(row.text, row.version) for row in await toys.sender.rows(select(notes))] == [(winner.json()["text"], 2)]


async def test_a_write_that_nobody_checked_is_caught_by_the_version_column(toys: Platform) -> None:
    note = await toys.write("一")
    await toys.sender.client.patch(f"{NOTES}/{note['id']}", json={"text": "二"}, headers={"If-Match": '"v1"'})
    url = f"{NOTES}/{note['id']}:careless"
    response = await toys.sender.client.post(url, json={"text": "三", "version": 1}, headers=key())
    assert (response.status_code, response.json()["code"]) == (409, "concurrent-change")
    assert [row.text for row in await toys.sender.rows(select(notes))] == ["二"]
    response = await toys.sender.client.post(url, json={"text": "三", "version": 2}, headers=key())
    assert (response.status_code, response.json()["version"]) == (200, 3)


async def test_if_match_is_optional_on_a_move_but_checked_when_given(toys: Platform) -> None:
    note = await toys.write("一")
    url = f"{NOTES}/{note['id']}:close"
    assert (await toys.sender.client.post(url, headers=key() | {"If-Match": '"v9"'})).status_code == 412
    assert (await toys.sender.client.post(url, headers=key())).status_code == 200
