"""Outbox, relay and inbox: an event leaves only after its commit, is never lost, and takes effect once."""

import asyncio
from contextlib import suppress
from typing import Any, cast

from sqlalchemy import Table, select, update

from shared.kit.clock import real_now
from shared.kit.db import Database
from shared.kit.outbox import replay
from shared.kit.relay import MAX_ATTEMPTS, Relay, _claim, backlog
from shared.kit.tables import inbox_events, inbox_subjects, outbox_deliveries, outbox_events
from tests.kit.batches import batches, cleared, event_ids, post_again
from tests.kit.platform import Line, Platform, eventually, key, relay_over
from tests.kit.toy import NOTES, POISON, RECEIVER
from tests.kit.toy_tables import HeardFact, HeardState

facts, states = cast(Table, HeardFact.__table__), cast(Table, HeardState.__table__)


async def heard(toys: Platform) -> dict[str, int]:
    """Which texts the receiver holds, and how many times each subject was applied."""
    return {row.why: row.times for row in await toys.receiver.rows(select(states))}


async def deliveries(toys: Platform) -> list[Any]:
    """The sender's deliveries in order."""
    return await toys.sender.rows(select(outbox_deliveries).order_by(outbox_deliveries.c.id))


async def make_all_due(database: Database) -> None:
    """Let every wait and lease run out."""
    async with database.write() as db:
        await db.run(update(outbox_deliveries).values(not_before=real_now()))


async def turn_until_quiet(relay: Relay) -> int:
    """Turn a relay until it finds nothing; how much it sent."""
    sent = 0
    while done := await relay.turn():
        sent += done
    return sent


async def test_an_event_is_delivered_with_its_request_id(toys: Platform) -> None:
    response = await toys.sender.client.post(NOTES, json={"text": "一"}, headers=key() | {"X-Request-Id": "req-7"})
    assert await toys.relay().turn() == 1
    assert await heard(toys) == {"一": 1}
    assert [(row.state, row.last_error) for row in await deliveries(toys)] == [("sent", None)]
    stored = (await toys.sender.rows(select(outbox_events)))[0]
    assert (stored.request_id, stored.type, stored.subject_version) == ("req-7", "deadline.cleared", 1)
    assert (await toys.receiver.rows(select(inbox_events)))[0].id == stored.id
    assert response.status_code == 201


async def test_nothing_leaves_before_the_commit(toys: Platform) -> None:
    service, relay = toys.sender.service, toys.relay()
    async with service.database.open_write() as write:
        await service.outbox.record(write, cleared(), at=real_now())
        assert await relay._claim_batch() == []
        await write.commit()
    assert await relay.turn() == 1


async def test_a_rollback_leaves_no_event(toys: Platform) -> None:
    service = toys.sender.service
    async with service.database.open_write() as write:
        await service.outbox.record(write, cleared(), at=real_now())
    assert await toys.relay().turn() == 0
    assert await deliveries(toys) == []


async def test_a_commit_wakes_the_relay_and_a_rollback_does_not(live_toys: Platform) -> None:
    """The loops poll every thirty seconds here: what arrives at once was woken."""
    await asyncio.sleep(0.2)
    await live_toys.write("快")
    await eventually(lambda: _has_heard(live_toys, {"快": 1}), within=5)


async def test_a_relay_killed_between_send_and_mark_sends_again_and_the_repeat_is_dropped(toys: Platform) -> None:
    await toys.write("一")
    toys.line.hold = asyncio.Event()
    killed = asyncio.create_task(toys.relay(lease=30).turn())
    await toys.line.delivered.wait()
    killed.cancel()
    with suppress(asyncio.CancelledError):
        await killed
    toys.line.hold = None
    assert await heard(toys) == {"一": 1}
    left = (await deliveries(toys))[0]
    assert left.state == "pending"
    assert 10 < (left.not_before - real_now()).total_seconds() <= 30
    next_relay = toys.relay()
    assert await next_relay.turn() == 0, "the lease still runs"
    await make_all_due(toys.sender.service.database)
    assert await next_relay.turn() == 1, "the lease has run out"
    assert await heard(toys) == {"一": 1}
    assert [row.state for row in await deliveries(toys)] == ["sent"]
    assert len(batches(toys.line)) == 2


async def test_an_answer_that_is_lost_costs_no_attempt_and_repeats_are_dropped(toys: Platform) -> None:
    await toys.write("一")
    toys.line.lose_answers = 1
    assert await toys.relay().turn() == 0
    assert [(row.state, row.attempts) for row in await deliveries(toys)] == [("pending", 0)]
    await make_all_due(toys.sender.service.database)
    assert await toys.relay().turn() == 1
    assert await heard(toys) == {"一": 1}


async def test_the_same_batch_at_the_same_moment_takes_effect_once(toys: Platform) -> None:
    for text in ("一", "二", "三"):
        await toys.write(text)
    await toys.relay().turn()
    batch = batches(toys.line)[0]
    async with toys.receiver.service.database.write() as db:
        for table in (inbox_events, inbox_subjects, states):
            await db.run(table.delete())
    answers = await asyncio.gather(*(post_again(toys, batch) for _ in range(6)))
    outcomes = [outcome["outcome"] for answer in answers for outcome in answer]
    assert sorted(set(outcomes)) == ["applied", "repeated"]
    assert outcomes.count("applied") == 3
    assert await heard(toys) == {"一": 1, "二": 1, "三": 1}


async def test_an_older_state_is_dropped_and_a_fact_never_is(toys: Platform) -> None:
    note = await toys.write("旧")
    await toys.sender.client.patch(f"{NOTES}/{note['id']}", json={"text": "新"}, headers={"If-Match": '"v1"'})
    for text in ("甲", "乙"):
        await toys.sender.client.post(f"{NOTES}/{note['id']}:comment", json={"text": text}, headers=key())
    ids = [row.id for row in await deliveries(toys)]
    for overtaking in reversed(ids):
        await _only_due(toys, overtaking)
        assert await toys.relay().turn() == 1
    assert await heard(toys) == {"新": 1}
    assert [row.text for row in await toys.receiver.rows(select(facts).order_by(facts.c.id))] == ["乙", "甲"]
    outcomes = [row.outcome for row in await toys.receiver.rows(select(inbox_events).order_by(inbox_events.c.received_at))]
    assert outcomes == ["applied", "applied", "applied", "outdated"]


async def test_two_relays_deliver_each_event_exactly_once(toys: Platform) -> None:
    """SKIP LOCKED on PostgreSQL, the write lock on SQLite: no event is claimed by two relays."""
    service = toys.sender.service
    async with service.database.write() as db:
        await service.outbox.record(db, *(cleared() for _ in range(500)), at=real_now())
    lines = [Line(toys.line._apps, RECEIVER) for _ in range(2)]
    relays = [relay_over(service, line) for line in lines]
    assert sum(await asyncio.gather(*(turn_until_quiet(relay) for relay in relays))) == 500
    sent = [event for line in lines for event in event_ids(line)]
    assert len(sent) == len(set(sent)) == 500
    assert {(row.state, row.attempts) for row in await deliveries(toys)} == {("sent", 1)}
    assert set((await heard_times(toys)).values()) == {1}


async def test_a_claim_leaves_to_another_relay_what_it_has_not_taken(toys: Platform) -> None:
    """While one claim is not yet committed: SKIP LOCKED takes others at once, the write lock of SQLite waits; neither takes the same."""
    database = toys.sender.service.database
    async with database.write() as db:
        await toys.sender.service.outbox.record(db, *(cleared() for _ in range(300)), at=real_now())
    now = real_now()
    async with database.open_write() as write:
        first = await write.all(_claim, {"to": RECEIVER, "now": now, "until": now.replace(year=2099), "most": 200})
        second = asyncio.create_task(toys.relay()._claim_batch())
        _done, waiting = await asyncio.wait([second], timeout=0.5 if database.is_sqlite else 5)
        assert bool(waiting) is database.is_sqlite
        await write.commit()
    taken = [row.id for row in first] + [row.id for row in await second]
    assert (len(first), len(taken), len(set(taken))) == (200, 300, 300)


async def test_a_peer_that_is_down_loses_nothing_and_burns_no_attempts(toys: Platform) -> None:
    toys.line.cut = True
    for number in range(5):
        await toys.write(f"{number}")
        await make_all_due(toys.sender.service.database)
        assert await toys.relay().turn() == 0
    rows = await deliveries(toys)
    assert {(row.state, row.attempts) for row in rows} == {("pending", 0)}
    assert "notifications" in rows[0].last_error
    assert await backlog(toys.sender.service.database) == {RECEIVER: {"pending": 5}}
    toys.line.cut = False
    await make_all_due(toys.sender.service.database)
    assert await toys.relay().turn() == 5
    assert len(await heard(toys)) == 5
    assert await backlog(toys.sender.service.database) == {}


async def test_a_relay_pauses_longer_and_longer_while_the_peer_is_down(toys: Platform) -> None:
    await toys.write("一")
    toys.line.cut = True
    relay = toys.relay()
    pauses = []
    for _ in range(4):
        relay._pause_until = real_now()
        await make_all_due(toys.sender.service.database)
        await relay.turn()
        pauses.append((relay._pause_until - real_now()).total_seconds())
    assert pauses == sorted(pauses)
    assert 0.05 < pauses[0] < 0.3 < 1.0 < pauses[-1] < 2.0
    assert await relay.turn() == 0


async def test_a_refused_event_does_not_hold_up_others_and_dies_in_the_end(toys: Platform) -> None:
    for text in ("一", POISON, "二"):
        await toys.write(text)
    assert await toys.relay().turn() == 2
    assert await heard(toys) == {"一": 1, "二": 1}
    stuck = [row for row in await deliveries(toys) if row.state == "pending"]
    assert [(row.attempts, row.last_error) for row in stuck] == [(1, "ValueError: poisoned")]
    for _ in range(MAX_ATTEMPTS - 1):
        await make_all_due(toys.sender.service.database)
        assert await toys.relay().turn() == 0
    assert [(row.state, row.attempts) for row in await deliveries(toys) if row.id == stuck[0].id] == [("dead", MAX_ATTEMPTS)]
    assert await backlog(toys.sender.service.database) == {RECEIVER: {"dead": 1}}
    await make_all_due(toys.sender.service.database)
    assert await toys.relay().turn() == 0


async def test_a_receiver_that_lost_its_data_is_rebuilt_by_replay(toys: Platform) -> None:
    notes = [await toys.write(f"{number}") for number in range(3)]
    await toys.sender.client.patch(f"{NOTES}/{notes[0]['id']}", json={"text": "改"}, headers={"If-Match": '"v1"'})
    await toys.sender.client.post(f"{NOTES}/{notes[1]['id']}:comment", json={"text": "评"}, headers=key())
    await toys.relay().turn()
    before = sorted(await heard(toys))
    async with toys.receiver.service.database.write() as db:
        for table in (inbox_events, inbox_subjects, states, facts):
            await db.run(table.delete())
    async with toys.sender.service.database.write() as db:
        assert await replay(db, RECEIVER, ["deadline.cleared", "comment.added"]) == 5
    assert await toys.relay().turn() == 5
    assert sorted(await heard(toys)) == before == ["1", "2", "改"]
    assert [row.text for row in await toys.receiver.rows(select(facts))] == ["评"]


async def test_replay_to_a_receiver_that_lost_nothing_changes_nothing(toys: Platform) -> None:
    await toys.write("一")
    await toys.relay().turn()
    async with toys.sender.service.database.write() as db:
        await replay(db, RECEIVER, ["deadline.cleared"])
    assert await toys.relay().turn() == 1
    assert await heard(toys) == {"一": 1}


async def heard_times(toys: Platform) -> dict[str, int]:
    """How often each subject was applied."""
    return {str(row.subject): row.times for row in await toys.receiver.rows(select(states))}


async def _has_heard(toys: Platform, wanted: dict[str, int]) -> bool:
    return await heard(toys) == wanted


async def _only_due(toys: Platform, delivery: Any) -> None:
    far = real_now().replace(year=2099)
    async with toys.sender.service.database.write() as db:
        await db.run(update(outbox_deliveries).values(not_before=far))
        await db.run(update(outbox_deliveries).where(outbox_deliveries.c.id == delivery).values(not_before=real_now()))
