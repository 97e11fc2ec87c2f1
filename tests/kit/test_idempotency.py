"""Idempotency-Key: the first answer is repeated, the effect is not."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import select

from shared.kit.tables import idempotent_answers, outbox_events
from tests.kit.platform import OTHER, Platform, key, signed_in
from tests.kit.toy import NOTES
from tests.kit.toy_tables import notes


async def test_the_first_answer_is_replayed_byte_for_byte(toys: Platform) -> None:
    headers = key()
    first = await toys.sender.client.post(NOTES, json={"text": "一"}, headers=headers)
    again = await toys.sender.client.post(NOTES, json={"text": "一"}, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    for name in ("etag", "location", "content-type"):
        assert again.headers[name] == first.headers[name]
    assert ("idempotent-replay" in first.headers, again.headers["idempotent-replay"]) == (False, "true")
    assert len(await toys.sender.rows(select(notes))) == len(await toys.sender.rows(select(outbox_events))) == 1


@pytest.mark.parametrize("change", ["body", "query", "path"])
async def test_a_key_used_for_another_request_is_refused(toys: Platform, change: str) -> None:
    headers, note = key(), await toys.write("零")
    await toys.sender.client.post(NOTES, json={"text": "一"}, headers=headers)
    url = {"body": NOTES, "query": f"{NOTES}?a=1", "path": f"{NOTES}/{note['id']}:close"}[change]
    response = await toys.sender.client.post(url, json={"text": "二" if change == "body" else "一"}, headers=headers)
    assert (response.status_code, response.json()["code"]) == (409, "idempotency-key-reused")
    assert len(await toys.sender.rows(select(notes))) == 2


@pytest.mark.parametrize("given", [None, "", "x" * 121, "a\tb", "a\x7fb"], ids=["none", "empty", "too long", "tab", "control"])
async def test_a_missing_or_malformed_key_is_refused(toys: Platform, given: str | None) -> None:
    response = await toys.sender.client.post(NOTES, json={"text": "一"}, headers={} if given is None else {"Idempotency-Key": given})
    assert (response.status_code, response.json()["code"]) == (400, "missing-idempotency-key")
    assert await toys.sender.rows(select(notes)) == []


async def test_the_longest_key_is_taken(toys: Platform) -> None:
    response = await toys.sender.client.post(NOTES, json={"text": "一"}, headers={"Idempotency-Key": "x" * 120})
    assert response.status_code == 201


async def test_the_same_key_of_two_callers_is_two_keys(toys: Platform) -> None:
    headers = key()
    await toys.sender.client.post(NOTES, json={"text": "一"}, headers=headers)
    response = await toys.sender.client.post(NOTES, json={"text": "二"}, headers=headers | signed_in(OTHER))
    assert response.status_code == 201
    assert response.json()["text"] == "二"


async def test_many_equal_requests_at_the_same_moment_have_one_effect_and_one_answer(toys: Platform) -> None:
    headers = key()
    answers = await asyncio.gather(*(toys.sender.client.post(NOTES, json={"text": "一"}, headers=headers) for _ in range(8)))
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert len(await toys.sender.rows(select(notes))) == len(await toys.sender.rows(select(outbox_events))) == 1


async def test_a_move_sent_twice_at_the_same_moment_is_told_as_done_to_both(toys: Platform) -> None:
    """The second finds the note closed by the first: that is the first's success, not a conflict."""
    note, headers = await toys.write("一"), key()
    url = f"{NOTES}/{note['id']}:close"
    answers = await asyncio.gather(*(toys.sender.client.post(url, headers=headers) for _ in range(6)))
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, answers[0].content)}
    assert answers[0].json()["version"] == 2


async def test_error_answers_are_not_kept(toys: Platform) -> None:
    """What failed may be tried again with the same key once its cause is gone."""
    headers = key()
    taken = await toys.write("一")
    body = {"text": "二", "parent_id": str(uuid4())}
    assert (await toys.sender.client.post(NOTES, json=body, headers=headers)).status_code == 409
    assert (await toys.sender.client.post(NOTES, json={"text": ""}, headers=headers)).status_code == 422
    assert len(await toys.sender.rows(select(idempotent_answers))) == 1
    response = await toys.sender.client.post(NOTES, json={**body, "parent_id": taken["id"]}, headers=headers)
    assert response.status_code == 201


async def test_an_error_of_a_move_is_told_again_only_while_it_holds(toys: Platform) -> None:
    note = await toys.write("一")
    url = f"{NOTES}/{note['id']}:close"
    assert (await toys.sender.client.post(url, headers=key())).status_code == 200
    response = await toys.sender.client.post(url, headers=key())
    assert (response.status_code, response.json()["code"]) == (409, "toy-wrong-state")


async def test_a_replay_needs_a_valid_token_too(toys: Platform) -> None:
    headers = key()
    await toys.sender.client.post(NOTES, json={"text": "一"}, headers=headers)
    response = await toys.sender.client.post(NOTES, json={"text": "一"}, headers=headers | {"Authorization": "Bearer x"})
    assert response.status_code == 401
