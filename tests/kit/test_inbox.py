"""The inbox on its own: who may post, and what becomes of events that do not fit."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from shared.kit.clock import real_now
from shared.kit.ids import new_id
from shared.kit.inbox import Handlers
from shared.kit.tables import inbox_events
from shared.kit.tokens import service_actor
from shared.schemas.cloud_event import CloudEvent
from shared.schemas.events.reporting import DeadlineCleared
from tests.databases import TestDatabases
from tests.kit.batches import cleared, event_ids
from tests.kit.platform import Platform, platform
from tests.kit.test_outbox import deliveries, heard, make_all_due
from tests.kit.toy import hear_state
from tests.kit.toy_tables import HeardState

INBOX = "/internal/v1/notifications/events"


def envelope(version: int = 1, **changes: Any) -> CloudEvent:
    """An event in its envelope."""
    event = cleared(version=version, subject=changes.pop("subject", None))
    plain = {
        "id": new_id(),
        "source": "/jianxing/submissions",
        "type": event.type,
        "subject": event.subject,
        "time": real_now(),
        "subjectversion": version,
        "data": event.model_dump(mode="json"),
    }
    return CloudEvent(**{**plain, **changes})


async def post(toys: Platform, *events: CloudEvent) -> list[Any]:
    """Post events as the sender would; the outcomes."""
    token = toys.sender.service.signer.sign(service_actor("submissions"))
    body = [event.model_dump(mode="json") for event in events]
    response = await toys.receiver.client.post(INBOX, json=body, headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 200, response.text
    outcomes: list[Any] = response.json()["outcomes"]
    return outcomes


async def test_people_may_not_post_events(toys: Platform) -> None:
    response = await toys.receiver.client.post(INBOX, json=[])
    assert (response.status_code, response.json()["code"]) == (403, "denied")


async def test_strangers_may_not_post_events(toys: Platform) -> None:
    response = await toys.receiver.client.post(INBOX, json=[], headers={"Authorization": ""})
    assert (response.status_code, response.json()["code"]) == (401, "not-authenticated")


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "verdict.changed"},
        {"type": "no.such.event"},
        {"data": {}},
        {"data": {"version": 1, "deadline_id": str(uuid4()), "why": "x", "extra": 1}},
    ],
    ids=["not handled here", "unknown type", "empty data", "unknown field"],
)
async def test_an_event_that_does_not_fit_is_refused_alone(toys: Platform, broken: dict[str, Any]) -> None:
    outcomes = await post(toys, envelope(), envelope(**broken), envelope())
    assert [outcome["outcome"] for outcome in outcomes] == ["applied", "refused", "applied"]
    assert outcomes[1]["why"]
    assert len(await toys.receiver.rows(select(inbox_events))) == 2, "a refused event may come again"


async def test_a_refused_event_leaves_nothing_of_its_subject(toys: Platform) -> None:
    """Otherwise the mended event would be taken for outdated."""
    subject = new_id()
    assert (await post(toys, envelope(subject=subject, data={})))[0]["outcome"] == "refused"
    assert (await post(toys, envelope(subject=subject)))[0]["outcome"] == "applied"


async def test_the_same_event_twice_in_one_batch_counts_once(toys: Platform) -> None:
    event = envelope()
    assert [outcome["outcome"] for outcome in await post(toys, event, event)] == ["applied", "repeated"]


async def test_versions_of_one_subject_that_race_leave_the_newest(toys: Platform) -> None:
    subject = new_id()
    versions = [envelope(version, subject=subject) for version in range(1, 9)]
    answers = await asyncio.gather(*(post(toys, event) for event in versions))
    assert {answer[0]["outcome"] for answer in answers} <= {"applied", "outdated"}
    row = await toys.receiver.service.database.read.one(select(HeardState.__table__))
    assert row is not None
    known = await toys.receiver.rows(select(inbox_events.c.subject_version).where(inbox_events.c.outcome == "applied"))
    assert max(found.subject_version for found in known) == 8


async def test_a_handler_is_registered_once() -> None:
    handlers = Handlers()
    handlers.on(DeadlineCleared)(hear_state)
    with pytest.raises(ValueError, match="has a handler already"):
        handlers.on(DeadlineCleared)(hear_state)
    assert handlers.types() == {"deadline.cleared"}


async def test_a_batch_that_is_too_large_is_sent_in_parts(tmp_path: Any, fresh_url: TestDatabases) -> None:
    """Two hundred whole plans are more than any body limit: the batch must not be stuck for ever."""
    async with platform(tmp_path, fresh_url, max_body_bytes=4096) as toys:
        service = toys.sender.service
        async with service.database.write() as db:
            await service.outbox.record(db, *(cleared("长" * 200) for _ in range(20)), at=real_now())
        for _ in range(8):
            await make_all_due(service.database)
            await toys.relay().turn()
        assert {row.state for row in await deliveries(toys)} == {"sent"}
        assert len(await heard(toys)) == 1
        assert len(set(event_ids(toys.line))) == 20


async def test_one_event_that_is_too_large_does_not_hold_up_others(tmp_path: Any, fresh_url: TestDatabases) -> None:
    async with platform(tmp_path, fresh_url, max_body_bytes=1024) as toys:
        service = toys.sender.service
        async with service.database.write() as db:
            await service.outbox.record(db, cleared("小"), cleared("大" * 300), cleared("细"), at=real_now())
        for _ in range(4):
            await make_all_due(service.database)
            await toys.relay().turn()
        states = [(row.state, bool(row.last_error)) for row in await deliveries(toys)]
        assert states == [("sent", False), ("pending", True), ("sent", False)]
        assert sorted(await heard(toys)) == ["小", "细"]
