"""Opening, closing and waiving: which days a round gets, and whom it asks for what."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests.factories.documents import LITERACY, MALARIA, MYOPIA, SMOKING, draft, duty, indicator, statement
from tests.factories.people import COUNTY, EDUCATION, HEALTH, NEIGHBOUR, SECRET, SPORT, account, post
from tests.factories.problems import nothing_changes, pointers, problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, fill, move, open_round, opening, start, state, value
from tests.platform import World

ROUNDS = f"{SUBMISSIONS}/rounds"


async def test_the_plans_own_monitoring_duty_sets_the_days(world: World) -> None:
    made = await open_round(world)
    assert made["outward_due"] == "2023-05-10T16:00:00Z"  # 24:00 of 10 May in Asia/Shanghai
    # Ten workdays earlier: 1 to 3 May were off, Saturday 6 May was worked (调休); by weekdays alone it would be 24 April less one.
    assert made["internal_due"] == "2023-04-24T16:00:00Z"
    assert made["closes"] == "2023-06-09T16:00:00Z"
    assert (made["opens"], made["state"], made["assignments"]) == ("2023-04-09T16:00:00Z", "open", 3)


async def test_days_that_are_given_count(world: World) -> None:
    days = {"outward_due_on": "2023-05-12", "internal_due_on": "2023-05-01", "closes_on": "2023-05-20"}
    made = await open_round(world, **days)
    assert [made[day][:10] for day in ("internal_due", "outward_due", "closes")] == ["2023-05-01", "2023-05-12", "2023-05-20"]


async def test_the_internal_day_is_never_before_the_opening(world: World) -> None:
    made = await open_round(world, opens_on="2023-05-08")
    assert made["internal_due"] == "2023-05-08T16:00:00Z"


async def test_each_filling_unit_gets_one_assignment_with_what_helps_to_fill_it(world: World) -> None:
    office = await world.sign_in("office")
    [plan] = await office.items("/api/v1/plans")
    values = {"plan_id": plan["id"], "rows": [{"key": "T01", "year": 2021, "value": "30.1"}]}
    await office.do("/api/v1/indicators/observations:import", values)
    await world.settle()
    made = await open_round(world)
    owed = {item["unit_name"]: item for item in await office.items(f"{SUBMISSIONS}/assignments", round_id=made["id"])}
    assert {name: item["items"] for name, item in owed.items()} == {HEALTH: 3, EDUCATION: 1, SPORT: 1}
    full = await office.get(f"{SUBMISSIONS}/assignments/{owed[HEALTH]['id']}")
    asked = {item["name"]: item for item in full.json()["asked"]}
    assert set(asked) == {LITERACY, MALARIA, SMOKING} and full.headers["etag"] == '"v1"'
    assert asked[LITERACY]["targets"] == ["2022: 32", "2030: 40"]
    assert (asked[LITERACY]["last_value"], asked[LITERACY]["last_year"]) == ("30.1", 2021)
    assert (owed[HEALTH]["due_on"], owed[HEALTH]["state"]) == ("2023-04-24", "open")


async def test_two_plans_that_ask_for_the_same_value_ask_once(world: World) -> None:
    office = await world.sign_in("office")
    second = await office.do(
        "/api/v1/plans", draft("第二份计划", indicators=[indicator("Z01", LITERACY, statement(2022, "35"), departments=[HEALTH])])
    )
    await office.do(f"/api/v1/plans/{second['id']}:issue", {"issued_on": "2022-01-01"})
    await world.settle()
    plans = [plan["id"] for plan in await office.items("/api/v1/plans")]
    made = await open_round(world, plan_ids=plans) if len(plans) == 1 else await office.do(ROUNDS, {**await opening_of(plans)})
    owed = await assignment_of(world, HEALTH, round_id=made["id"])
    asked = (await office.read(f"{SUBMISSIONS}/assignments/{owed['id']}"))["asked"]
    [literacy] = [item for item in asked if item["name"] == LITERACY]
    assert len(literacy["plan_indicator_ids"]) == 2 and literacy["targets"] == ["2022: 32", "2030: 40", "2022: 35"]


async def opening_of(plans: list[str]) -> dict[str, Any]:
    """The body of a round over several plans."""
    return {"plan_ids": plans, "subject_year": 2022, "name": "合并填报", "opens_on": "2023-04-10"}


async def test_a_year_is_asked_for_once_at_a_time(world: World) -> None:
    made = await open_round(world)
    office = await world.sign_in("office")
    async with nothing_changes(world):
        twice = problem(await office.post(ROUNDS, await opening(world)), 409, "round-twice")
    assert made["id"] in twice["detail"]
    assert (await office.post(ROUNDS, await opening(world, subject_year=2021, outward_due_on="2023-05-10"))).status_code == 201
    await office.do(f"{ROUNDS}/{made['id']}:close")
    assert (await office.post(ROUNDS, await opening(world))).status_code == 201


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"internal_due_on": "2023-05-11"}, 422, "dates-out-of-order"),
        ({"opens_on": "2023-05-11"}, 422, "dates-out-of-order"),
        ({"closes_on": "2023-05-09"}, 422, "dates-out-of-order"),
        ({"subject_year": 2019}, 422, "no-due-day"),
        ({"plan_ids": [str(uuid4())]}, 422, "plan-not-known"),
        ({"plan_ids": []}, 422, "invalid-request"),
        ({"subject_year": "last"}, 422, "invalid-request"),
    ],
)
async def test_a_round_that_cannot_be_is_refused(shared_world: World, changes: dict[str, Any], status: int, code: str) -> None:
    office = await shared_world.sign_in("office")
    async with nothing_changes(shared_world):
        problem(await office.post(ROUNDS, await opening(shared_world, **changes)), status, code)


async def test_every_fault_of_an_opening_is_listed(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    body = problem(await office.post(ROUNDS, {"plan_ids": ["x"], "subject_year": 1, "opens_on": "soon", "extra": 1}), 422, "invalid-request")
    wrong = {"/plan_ids/0", "/subject_year", "/opens_on", "/extra", "/name"}
    assert set(pointers(body)) == wrong


async def test_a_plan_that_names_nobody_asks_nobody(world: World) -> None:
    office = await world.sign_in("office")
    plan = await office.do("/api/v1/plans", draft("无人填报", indicators=[indicator("T01", LITERACY, statement(2025, "32"))]))
    draft_only = problem(await office.post(ROUNDS, await opening_of([plan["id"]])), 422, "plan-not-known")
    assert plan["id"] in draft_only["detail"]
    await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2022-01-01"})
    await world.settle()
    async with nothing_changes(world):
        problem(await office.post(ROUNDS, await opening_of([plan["id"]])), 422, "nobody-to-ask")


async def test_a_monitoring_duty_without_a_printed_day_sets_none(world: World) -> None:
    """Jiangbei's yearly sampling of food is monitoring too, but names no day on which a round could be due."""
    sampling = duty("D01", "monitoring", "食品安全风险监测", "yearly")
    office = await world.sign_in("office")
    asked = [indicator("T01", LITERACY, statement(2025, "32"), departments=[HEALTH])]
    plan = await office.do("/api/v1/plans", draft("未写明日期", indicators=asked, duties=[sampling]))
    await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2022-01-01"})
    await world.settle()
    async with nothing_changes(world):
        problem(await office.post(ROUNDS, await opening_of([plan["id"]])), 422, "no-due-day")
    [verdict] = await office.items("/api/v1/indicators/verdicts", plan_id=plan["id"])
    assert verdict["word"] == "no_data"


async def test_a_round_serves_one_region(world: World) -> None:
    both = account("both", post("plan_office", None, COUNTY), post("plan_office", None, NEIGHBOUR))
    await (await world.sign_in("admin", SECRET)).do("/api/v1/plans/accounts:import", {"rows": [both]})
    neighbour = await world.sign_in("neighbour-office")
    plan = await neighbour.do("/api/v1/plans", draft("健康乙县行动", region_code=NEIGHBOUR))
    await neighbour.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    await world.settle()
    body = await opening(world)
    body["plan_ids"].append(plan["id"])
    async with nothing_changes(world):
        problem(await (await world.sign_in("both")).post(ROUNDS, body), 422, "plans-of-several-regions")
        problem(await (await world.sign_in("office")).post(ROUNDS, body), 403, "denied")


@pytest.mark.parametrize("login", ["health", "mayor", "upper", "auditor", "neighbour-office"])
async def test_only_the_regions_office_runs_rounds(shared_world: World, login: str) -> None:
    async with nothing_changes(shared_world):
        problem(await (await shared_world.sign_in(login)).post(ROUNDS, await opening(shared_world)), 403, "denied")


async def test_rounds_and_assignments_are_known_where_they_concern(world: World) -> None:
    made = await open_round(world)
    owed = await assignment_of(world, HEALTH)
    for login in ("health", "mayor", "upper", "auditor"):
        assert (await (await world.sign_in(login)).get(f"{ROUNDS}/{made['id']}")).status_code == 200
    for login in ("neighbour-office", "neighbour-health", "partner"):
        caller = await world.sign_in(login)
        problem(await caller.get(f"{ROUNDS}/{made['id']}"), 404, "not-found")
        problem(await caller.post(f"{ROUNDS}/{made['id']}:close"), 404, "not-found")
        problem(await caller.get(f"{SUBMISSIONS}/assignments/{owed['id']}"), 404, "not-found")
        assert await caller.items(ROUNDS) == await caller.items(f"{SUBMISSIONS}/assignments") == []
    education = await world.sign_in("education")
    problem(await education.get(f"{SUBMISSIONS}/assignments/{owed['id']}"), 404, "not-found")
    assert [item["unit_name"] for item in await education.items(f"{SUBMISSIONS}/assignments")] == [EDUCATION]


async def test_rounds_and_assignments_by_filter_and_page(world: World) -> None:
    office = await world.sign_in("office")
    rounds = [await open_round(world, subject_year=year, outward_due_on="2023-05-10") for year in (2020, 2021, 2022)]
    await office.do(f"{ROUNDS}/{rounds[0]['id']}:close")
    assert [r["subject_year"] for r in await office.items(ROUNDS, limit=1)] == [2020, 2021, 2022]
    assert [r["subject_year"] for r in await office.items(ROUNDS, state="open")] == [2021, 2022]
    assert [r["id"] for r in await office.items(ROUNDS, subject_year=2021)] == [rounds[1]["id"]]
    everything = await office.items(f"{SUBMISSIONS}/assignments", limit=2)
    assert len(everything) == 9 and len({item["id"] for item in everything}) == 9
    health = everything[0]["unit_id"]
    assert len(await office.items(f"{SUBMISSIONS}/assignments", unit_id=health)) == 3
    assert len(await office.items(f"{SUBMISSIONS}/assignments", state="closed")) == 3
    assert len(await office.items(f"{SUBMISSIONS}/assignments", round_id=rounds[1]["id"], state="open")) == 3


async def test_a_closed_round_takes_nothing_and_reminds_nobody(world: World) -> None:
    made = await open_round(world)
    office, health = await world.sign_in("office"), await world.sign_in("health")
    submission = await start(health, await assignment_of(world, HEALTH))
    problem(await office.post(f"{ROUNDS}/{made['id']}:close", if_match='"v9"'), 412, "stale-etag")
    closed = await office.post(f"{ROUNDS}/{made['id']}:close", if_match='"v1"')
    assert (closed.json()["state"], closed.headers["etag"]) == ("closed", '"v2"')
    assert (await office.do(f"{ROUNDS}/{made['id']}:close"))["version"] == 2  # closing again changes nothing
    await world.settle()
    answer = {"answers": [{"item_id": submission["content"][0]["item"]["id"], "answer": value("1")}]}
    problem(await health.patch(f"{SUBMISSIONS}/{submission['id']}", answer), 409, "round-closed")
    problem(await health.post(f"{SUBMISSIONS}/{submission['id']}:submit"), 409, "round-closed")
    deadlines = await office.items("/api/v1/notifications/deadlines")
    assert {(d["state"], d["cleared_because"]) for d in deadlines} == {("ended", "round closed")}
    assert await office.items("/api/v1/notifications/reminders", state="planned") == []


async def test_a_round_takes_answers_from_its_first_to_its_last_day(world: World) -> None:
    await open_round(world, opens_on="2023-04-12", internal_due_on="2023-04-20", closes_on="2023-05-10")
    owed = {"assignment_id": (await assignment_of(world, HEALTH))["id"]}
    async with nothing_changes(world):
        problem(await (await world.sign_in("health")).post(SUBMISSIONS, owed), 409, "round-not-open")
    world.move_to(date(2023, 5, 10), hour=23, minute=59)
    submission = await (await world.sign_in("health")).do(SUBMISSIONS, owed)
    world.move_to(date(2023, 5, 11), hour=0)
    health = await world.sign_in("health")
    answer = {"answers": [{"item_id": submission["content"][0]["item"]["id"], "answer": value("1")}]}
    problem(await health.patch(f"{SUBMISSIONS}/{submission['id']}", answer), 409, "round-closed")


async def test_a_unit_is_waived_with_a_reason(world: World) -> None:
    await open_round(world)
    owed = await assignment_of(world, EDUCATION)
    address = f"{SUBMISSIONS}/assignments/{owed['id']}:waive"
    office, education = await world.sign_in("office"), await world.sign_in("education")
    async with nothing_changes(world):
        problem(await education.post(address, {"reason": "太忙"}), 403, "denied")
        problem(await (await world.sign_in("neighbour-office")).post(address, {"reason": "太忙"}), 404, "not-found")
        problem(await office.post(address, {"reason": ""}), 422, "invalid-request")
        problem(await office.post(address, {"reason": "无学校"}, if_match='"v9"'), 412, "stale-etag")
        problem(await office.post(f"{SUBMISSIONS}/assignments/{uuid4()}:waive", {"reason": "无"}), 404, "not-found")
    waived = await office.do(address, {"reason": "本年未开展调查"})
    assert waived["state"] == "waived"
    problem(await office.post(address, {"reason": "再来一次"}), 409, "wrong-assignment-state")
    problem(await education.post(SUBMISSIONS, {"assignment_id": owed["id"]}), 409, "wrong-assignment-state")
    await world.settle()
    deadline = await office.read(f"/api/v1/notifications/deadlines/{owed['id']}")
    assert (deadline["state"], deadline["cleared_because"]) == ("waived", "waived")
    assert [m["kind"] for m in await education.items("/api/v1/notifications")] == ["assigned", "waived"]


async def test_what_was_answered_cannot_be_waived(world: World) -> None:
    await open_round(world)
    health = await world.sign_in("health")
    owed = await assignment_of(world, HEALTH)
    submission = await start(health, owed)
    await fill(health, submission, {LITERACY: value("31.2"), MALARIA: state("消除"), SMOKING: value("20")})
    await move(health, submission, "submit")
    office = await world.sign_in("office")
    refused = problem(await office.post(f"{SUBMISSIONS}/assignments/{owed['id']}:waive", {"reason": "太迟"}), 409, "wrong-assignment-state")
    assert "fulfilled" in refused["detail"]
    assert MYOPIA not in {row["item"]["name"] for row in submission["content"]}


async def test_a_unit_that_was_waived_submits_nothing_any_more(world: World) -> None:
    await open_round(world)
    education = await world.sign_in("education")
    owed = await assignment_of(world, EDUCATION)
    submission = await start(education, owed)
    await fill(education, submission, {MYOPIA: value("49")})
    await (await world.sign_in("office")).do(f"{SUBMISSIONS}/assignments/{owed['id']}:waive", {"reason": "本年未开展调查"})
    async with nothing_changes(world):
        problem(await education.post(f"{SUBMISSIONS}/{submission['id']}:submit"), 409, "wrong-assignment-state")
