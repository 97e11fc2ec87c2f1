"""The reviewer's side: take up, return with reasons, approve; and what each version said."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests.factories.documents import LITERACY, MALARIA, MYOPIA, SMOKING
from tests.factories.people import EDUCATION, HEALTH
from tests.factories.problems import nothing_changes, pointers, problem
from tests.factories.rounds import SUBMISSIONS, answers, assignment_of, fill, move, open_round, returning, start, value
from tests.platform import Caller, World
from tests.services.submissions.test_filling import COMPLETE


async def submitted(world: World, **round_changes: Any) -> tuple[Caller, Caller, dict[str, Any]]:
    """Reporter, reviewer, and what the one handed in to the other."""
    await open_round(world, **round_changes)
    health = await world.sign_in("health")
    submission = await start(health, await assignment_of(world, HEALTH))
    await fill(health, submission, COMPLETE)
    await move(health, submission, "submit")
    return health, await world.sign_in("office"), submission


async def test_a_form_under_review_is_not_withdrawn(world: World) -> None:
    health, office, submission = await submitted(world)
    assert (await office.read(f"{SUBMISSIONS}/{submission['id']}"))["may"] == ["start_review", "return", "approve"]
    taken = await move(office, submission, "start-review")
    assert (taken["state"], taken["may"]) == ("in_review", ["return", "approve"])
    problem(await health.post(f"{SUBMISSIONS}/{submission['id']}:withdraw"), 409, "wrong-submission-state")
    assert (await move(office, submission, "approve", {"comment": "同意"}))["state"] == "approved"


async def test_a_return_reopens_only_the_faulty_items(world: World) -> None:
    health, office, submission = await submitted(world)
    returned = await move(office, submission, "return", returning(submission, LITERACY))
    notes = {row["item"]["name"]: row["returned"] for row in returned["content"]}
    assert notes[LITERACY] == {"reason": "与疾控中心数据不符", "fix": "核对后更正", "by": "人员 office"}
    assert (returned["state"], notes[MALARIA], notes[SMOKING]) == ("returned", None, None)
    both = answers(submission, {LITERACY: value("32.6"), SMOKING: value("19")})
    async with nothing_changes(world):
        refused = problem(await health.patch(f"{SUBMISSIONS}/{submission['id']}", both), 409, "item-not-reopened")
    assert pointers(refused) == {"/answers/1/item_id": "not-returned"}
    corrected = await fill(health, submission, {LITERACY: value("32.6")})
    assert {row["item"]["name"]: row["answer"].get("value") for row in corrected["content"]}[SMOKING] == "20.5"
    assert (await move(health, submission, "submit"))["state"] == "submitted"


async def test_a_return_has_a_due_day_of_its_own_counted_in_workdays(world: World) -> None:
    _, _, submission = await submitted(world)
    world.move_to(date(2023, 4, 20))
    office = await world.sign_in("office")
    await move(office, submission, "return", returning(submission, LITERACY, workdays=3))
    await world.settle()
    assignment = await office.read(f"{SUBMISSIONS}/assignments/{submission['assignment_id']}")
    # Friday 21, then Sunday 23 April (a make-up workday), then Monday 24.
    assert (assignment["state"], assignment["due_on"], assignment["due"]) == ("reopened", "2023-04-24", "2023-04-24T16:00:00Z")
    deadline = await office.read(f"/api/v1/notifications/deadlines/{submission['assignment_id']}")
    assert (deadline["state"], deadline["due_on"]) == ("open", "2023-04-24")
    [told] = [m for m in await (await world.sign_in("health")).items("/api/v1/notifications") if m["kind"] == "returned"]
    assert "2023-04-24" in told["body"] and LITERACY in told["body"] and "与疾控中心数据不符" in told["body"]


async def test_a_correction_is_approved_and_becomes_official(world: World) -> None:
    health, office, submission = await submitted(world)
    await move(office, submission, "return", returning(submission, LITERACY))
    await fill(health, submission, {LITERACY: value("32.6", numerator="326", denominator="1000", provisional=True)})
    await move(health, submission, "submit")
    approved = await move(office, submission, "approve", {})
    assert (approved["state"], approved["may"]) == ("approved", [])
    await world.settle()
    values = {v["indicator_name"]: v for v in await office.items("/api/v1/indicators/observations", year=2022)}
    literacy = values[LITERACY]
    assert (literacy["value"], literacy["standing"], literacy["source"], literacy["recorded_by"]) == (
        "32.6",
        "provisional",
        "submission",
        "人员 office",
    )
    assert values[MALARIA]["state"] == "消除" and set(values) == {LITERACY, MALARIA, SMOKING}
    [verdict] = await office.items("/api/v1/indicators/verdicts", horizon=2022)
    assert verdict["word"] == "met"
    assert (await office.read(f"{SUBMISSIONS}/assignments/{submission['assignment_id']}"))["state"] == "closed"
    assert await office.items("/api/v1/notifications/reminders", deadline_id=submission["assignment_id"], state="planned") == []


async def test_every_version_is_kept_as_it_was(world: World) -> None:
    health, office, submission = await submitted(world)
    await move(office, submission, "return", returning(submission, LITERACY))
    await fill(health, submission, {LITERACY: value("32.6")})
    await move(health, submission, "submit")
    await move(office, submission, "approve", {})
    versions = await health.read(f"{SUBMISSIONS}/{submission['id']}/versions")
    item = next(row["item"]["id"] for row in submission["content"] if row["item"]["name"] == LITERACY)
    told = [(v["number"], v["move"], v["state"], v["by"], v["answers"][item]["value"]) for v in versions]
    assert told == [
        (1, "submit", "submitted", "人员 health", "31.2"),
        (2, "return", "returned", "人员 office", "31.2"),
        (3, "submit", "submitted", "人员 health", "32.6"),
        (4, "approve", "approved", "人员 office", "32.6"),
    ]
    outside = await (await world.sign_in("mayor")).read(f"{SUBMISSIONS}/{submission['id']}/versions")
    assert [v["state"] for v in outside] == ["approved"]


async def test_only_the_office_reviews(world: World) -> None:
    health, _, submission = await submitted(world)
    bodies = {"start-review": None, "return": returning(submission, LITERACY), "approve": {}}
    async with nothing_changes(world):
        for verb, body in bodies.items():
            address = f"{SUBMISSIONS}/{submission['id']}:{verb}"
            problem(await health.post(address, body), 403, "denied")
            problem(await (await world.sign_in("auditor")).post(address, body), 403, "denied")
            for login in ("mayor", "upper", "neighbour-office", "partner"):
                problem(await (await world.sign_in(login)).post(address, body), 404, "not-found")
            problem(await (await world.sign_in("office")).post(f"{SUBMISSIONS}/{uuid4()}:{verb}", body), 404, "not-found")


@pytest.mark.parametrize(("verb", "body"), [("start-review", None), ("approve", {}), ("return", {"items": [], "workdays": 3})])
async def test_nobody_reviews_their_own_unit(world: World, verb: str, body: Any) -> None:
    _, _, submission = await submitted(world)
    own = await world.sign_in("office-health")
    address = f"{SUBMISSIONS}/{submission['id']}"
    body = returning(submission, LITERACY) if verb == "return" else body
    async with nothing_changes(world):
        problem(await own.post(f"{address}:{verb}", body), 403, "four-eyes")
    assert (await own.read(address))["may"] == ["withdraw"]
    assert submission["id"] in {s["id"] for s in await own.items(SUBMISSIONS)}  # it may look, like everybody of the office


async def test_nobody_reviews_what_they_filed_in_an_earlier_post(world: World) -> None:
    await open_round(world)
    mover = await world.sign_in("mover")
    submission = await start(mover, await assignment_of(world, EDUCATION))
    await fill(mover, submission, {MYOPIA: value("49")})
    await move(mover, submission, "submit")
    world.move_to(date(2023, 4, 21))
    mover = await world.sign_in("mover")
    address = f"{SUBMISSIONS}/{submission['id']}"
    assert (await mover.read(address))["may"] == []
    problem(await mover.post(f"{address}:approve", {}), 403, "four-eyes")
    assert (await move(await world.sign_in("office-b"), submission, "approve", {}))["state"] == "approved"


async def test_a_return_names_items_of_this_form_each_with_a_reason(world: World) -> None:
    _, office, submission = await submitted(world)
    address = f"{SUBMISSIONS}/{submission['id']}:return"
    foreign = {"items": [{"item_id": str(uuid4()), "reason": "查无此项"}]}
    async with nothing_changes(world):
        assert pointers(problem(await office.post(address, foreign), 422, "unknown-item")) == {"/items/0/item_id": "unknown-item"}
        problem(await office.post(address, {"items": []}), 422, "invalid-request")
        problem(await office.post(address, {**returning(submission, LITERACY), "workdays": 0}), 422, "invalid-request")
        nameless = {"items": [{"item_id": foreign["items"][0]["item_id"]}]}
        assert pointers(problem(await office.post(address, nameless), 422, "invalid-request")) == {"/items/0/reason": "missing"}
        problem(await office.post(address, returning(submission, LITERACY), if_match='"v1"'), 412, "stale-etag")


async def test_what_is_approved_is_settled(world: World) -> None:
    health, office, submission = await submitted(world)
    problem(await office.post(f"{SUBMISSIONS}/{submission['id']}:approve", {"comment": ""}), 422, "invalid-request")
    await move(office, submission, "approve", {})
    async with nothing_changes(world):
        for verb, body in (("approve", {}), ("return", returning(submission, LITERACY)), ("start-review", None)):
            problem(await office.post(f"{SUBMISSIONS}/{submission['id']}:{verb}", body), 409, "wrong-submission-state")
        problem(await health.post(f"{SUBMISSIONS}/{submission['id']}:withdraw"), 409, "wrong-submission-state")


async def test_approved_is_read_by_leadership_and_the_level_above(world: World) -> None:
    _, office, submission = await submitted(world)
    address = f"{SUBMISSIONS}/{submission['id']}"
    for login in ("mayor", "upper"):
        problem(await (await world.sign_in(login)).get(address), 404, "not-found")
    await move(office, submission, "approve", {})
    for login in ("mayor", "upper"):
        read = await (await world.sign_in(login)).read(address)
        assert (read["state"], read["may"], len(read["content"])) == ("approved", [], 3)
    problem(await (await world.sign_in("neighbour-office")).get(address), 404, "not-found")


async def test_what_was_returned_can_be_corrected_after_the_round_closed_for_others(world: World) -> None:
    _, _, submission = await submitted(world, closes_on="2023-05-10")
    world.move_to(date(2023, 5, 11))
    await move(await world.sign_in("office"), submission, "return", returning(submission, LITERACY))
    health = await world.sign_in("health")
    await fill(health, submission, {LITERACY: value("32.6")})
    assert (await move(health, submission, "submit"))["state"] == "submitted"
