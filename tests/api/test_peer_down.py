"""A peer that is down: 503 with Retry-After on what needs it, and nothing that was accepted is lost."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from shared.schemas.services import ServiceName
from tests.factories.documents import LITERACY, MALARIA, SMOKING, draft
from tests.factories.people import HEALTH
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, fill, move, open_round, opening, returning, start, state, value
from tests.platform import Caller, World, eventually

Down = Callable[[Scope, Receive, Send], Awaitable[None]]


async def answers_503(scope: Scope, receive: Receive, send: Send) -> None:
    """A service that is restarting."""
    await PlainTextResponse("no", 503)(scope, receive, send)


async def answers_500(scope: Scope, receive: Receive, send: Send) -> None:
    """A service that is broken."""
    await PlainTextResponse("boom", 500)(scope, receive, send)


async def hangs(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """A service that takes the request and never answers."""
    await asyncio.sleep(3600)


@contextmanager
def down(world: World, name: str, instead: Down) -> Iterator[None]:
    """Another application answers in the service's place, for callers and for its peers."""
    apps: dict[ServiceName, Any] = dict(world.platform.apps)
    assert isinstance(world.platform.apps, dict)
    world.platform.apps[ServiceName(name)] = instead
    try:
        yield
    finally:
        world.platform.apps[ServiceName(name)] = apps[ServiceName(name)]


async def submitted(world: World, **days: str) -> tuple[Caller, dict[str, Any]]:
    """The office, and what the health bureau handed in; everybody has signed in and every key is known."""
    await open_round(world, **days)
    health = await world.sign_in("health")
    submission = await start(health, await assignment_of(world, HEALTH))
    await fill(health, submission, {LITERACY: value("31.2"), MALARIA: state("消除"), SMOKING: value("20")})
    await move(health, submission, "submit")
    await world.settle()
    return await world.sign_in("office"), submission


@pytest.mark.parametrize("instead", [answers_503, answers_500, hangs])
async def test_what_needs_a_peer_that_is_down_is_asked_to_come_again(world: World, instead: Down) -> None:
    office, submission = await submitted(world, internal_due_on="2023-04-24")  # given, so that no calendar was read yet
    world.service("submissions").peers[ServiceName.PLANS]._deadline = 0.5  # type: ignore[attr-defined]
    address = f"{SUBMISSIONS}/{submission['id']}:return"
    async with nothing_changes(world):
        with down(world, "plans", instead):
            answer = await office.post(address, returning(submission, LITERACY), key="return-1")
            problem(answer, 503, "peer-unavailable")
            assert int(answer.headers["retry-after"]) > 0
            opened = await office.post(f"{SUBMISSIONS}/rounds", {**ANOTHER_YEAR, "plan_ids": [await _plan_id(world)]})
            problem(opened, 503, "peer-unavailable")
            assert (await office.get(f"{SUBMISSIONS}/{submission['id']}")).status_code == 200  # reading needs nobody
    again = await office.post(address, returning(submission, LITERACY), key="return-1")
    assert (again.status_code, again.json()["state"]) == (200, "returned")


ANOTHER_YEAR = {"subject_year": 2021, "name": "2021年度", "opens_on": "2023-04-10", "outward_due_on": "2024-05-10"}


async def _plan_id(world: World) -> str:
    row = await world.service("submissions").database.read.one(_KNOWN_PLAN)
    assert row is not None
    return str(row.id)


async def test_a_calendar_that_was_read_once_is_not_asked_for_again(world: World) -> None:
    office, submission = await submitted(world)
    with down(world, "plans", answers_503):
        assert (await move(office, submission, "return", returning(submission, LITERACY)))["state"] == "returned"


async def test_what_needs_nobody_goes_on(world: World) -> None:
    office, submission = await submitted(world)
    with down(world, "plans", answers_503), down(world, "notifications", answers_503), down(world, "indicators", answers_503):
        approved = await move(office, submission, "approve", {})
    assert approved["state"] == "approved"
    await world.settle()
    values = await office.items("/api/v1/indicators/observations", year=2022)
    assert {v["indicator_name"]: v["value"] or v["state"] for v in values} == {LITERACY: "31.2", MALARIA: "消除", SMOKING: "20"}


@pytest.mark.parametrize("instead", [answers_503, answers_500, hangs])
async def test_what_was_accepted_is_delivered_when_the_peer_is_back(world: World, instead: Down) -> None:
    for relay_to in world.service("submissions").peers.values():
        relay_to._deadline = 0.5  # type: ignore[attr-defined]
    await open_round(world)
    health = await world.sign_in("health")
    submission = await start(health, await assignment_of(world, HEALTH))
    await fill(health, submission, {LITERACY: value("31.2"), MALARIA: state("消除"), SMOKING: value("20")})
    await world.settle()
    with down(world, "notifications", instead):
        assert (await move(health, submission, "submit"))["state"] == "submitted"

        async def tried() -> bool:
            row = await world.service("submissions").database.read.one(_TRIED)
            return row is not None and row.n > 0

        await eventually(tried)
        assert (await world.backlog())["submissions"]["notifications"]["pending"] > 0
    await world.settle()
    told = [m for m in await (await world.sign_in("office")).items("/api/v1/notifications") if m["kind"] == "submitted"]
    assert len(told) == 1
    deadline = await health.read(f"/api/v1/notifications/deadlines/{submission['assignment_id']}")
    assert deadline["state"] == "fulfilled"


async def test_a_plan_issued_while_everybody_is_down_reaches_everybody(world: World) -> None:
    office = await world.sign_in("office")
    plan = await office.do("/api/v1/plans", draft("无人在线时发布"))
    with down(world, "indicators", answers_503), down(world, "submissions", answers_500):
        await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    await world.settle()
    assert len(await office.items("/api/v1/indicators/plan-indicators", plan_id=plan["id"])) == 7
    body = await opening(world, plan_ids=[plan["id"]])
    assert (await office.post(f"{SUBMISSIONS}/rounds", body)).status_code == 201


_KNOWN_PLAN = text("select id from known_plans")
_TRIED = text("select count(*) as n from outbox_deliveries where receiver = 'notifications' and state = 'pending' and last_error is not null")
