"""Many forms approved in one act: each on its own merits, and told one by one."""

from typing import Any
from uuid import uuid4

from tests.factories.documents import LITERACY, MYOPIA
from tests.factories.people import EDUCATION, HEALTH
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, fill, move, open_round, start, value
from tests.platform import Caller, World
from tests.services.submissions.test_filling import COMPLETE

APPROVALS = f"{SUBMISSIONS}/approvals"


async def two_forms(world: World) -> tuple[Any, Any]:
    """The health bureau's form, handed in, and the education bureau's, too."""
    await open_round(world)
    forms = []
    for login, unit, given in (("health", HEALTH, COMPLETE), ("education", EDUCATION, {MYOPIA: value("49")})):
        caller = await world.sign_in(login)
        form = await fill(caller, await start(caller, await assignment_of(world, unit)), given)
        forms.append(await move(caller, form, "submit"))
    return forms[0], forms[1]


async def approve(caller: Caller, *forms: Any, **more: Any) -> Any:
    """The report."""
    answer = await caller.post(APPROVALS, {"submissions": [{"id": form["id"], "version": form["version"]} for form in forms], **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def told(report: Any) -> list[tuple[bool, str | None]]:
    """Whether each was approved, and the code where it was not."""
    return [(one["approved"], one["code"]) for one in report["outcomes"]]


async def test_what_is_approved_together_is_as_if_approved_alone(world: World) -> None:
    one, other = await two_forms(world)
    office = await world.sign_in("office")
    report = await approve(office, one, other, comment="数据齐全")
    assert (report["approved"], report["refused"], told(report)) == (2, 0, [(True, None), (True, None)])
    await world.settle()
    for form in (one, other):
        read = await office.read(f"{SUBMISSIONS}/{form['id']}")
        assert (read["state"], read["version"]) == ("approved", form["version"] + 1)
        versions = await office.read(f"{SUBMISSIONS}/{form['id']}/versions")
        assert [version["move"] for version in versions] == ["submit", "approve"] and versions[1]["answers"] == versions[0]["answers"]
        [entry] = [e for e in await (await world.sign_in("auditor")).items("/api/v1/submissions/audit", subject=form["id"]) if "approve" in e["act"]]
        assert entry["detail"]["comment"] == "数据齐全" and entry["after"]
    assert {a["state"] for a in await office.items(f"{SUBMISSIONS}/assignments") if a["submission_id"]} == {"closed"}
    official = {row["indicator_name"]: row["value"] for row in await office.items("/api/v1/indicators/observations", year=2022)}
    assert (official[LITERACY], official[MYOPIA]) == (COMPLETE[LITERACY]["value"], "49")
    again = await approve(office, one, other)
    assert told(again) == [(False, "stale-etag"), (False, "stale-etag")]


async def test_each_that_cannot_be_approved_says_why_and_the_others_are(world: World) -> None:
    one, other = await two_forms(world)
    office = await world.sign_in("office")
    taken_back = await move(await world.sign_in("education"), other, "withdraw")
    report = await approve(office, one, taken_back, {"id": str(uuid4()), "version": 1})
    assert told(report) == [(True, None), (False, "wrong-submission-state"), (False, "not-found")]
    assert all(out["said"]["zh"] and out["said"]["en"] for out in report["outcomes"] if not out["approved"])
    await world.settle()
    assert (await office.read(f"{SUBMISSIONS}/{one['id']}"))["state"] == "approved"


async def test_nobody_approves_what_is_their_own_or_stale(world: World) -> None:
    one, other = await two_forms(world)
    both_posts = await world.sign_in("office-health")
    report = await approve(both_posts, one, {**other, "version": other["version"] - 1})
    assert told(report) == [(False, "four-eyes"), (False, "stale-etag")]
    office = await world.sign_in("office")
    assert {form["state"] for form in await office.items(SUBMISSIONS)} == {"submitted"}


async def test_who_reviews_nowhere_is_refused_and_a_list_names_each_once(world: World) -> None:
    one, _ = await two_forms(world)
    rows = {"submissions": [{"id": one["id"], "version": one["version"]}]}
    async with nothing_changes(world):
        for login in ("health", "mayor", "auditor"):
            problem(await (await world.sign_in(login)).post(APPROVALS, rows), 403, "denied")
        office = await world.sign_in("office")
        problem(await office.post(APPROVALS, {"submissions": rows["submissions"] * 2}), 422, "invalid-request")
        problem(await office.post(APPROVALS, {"submissions": []}), 422, "invalid-request")
    assert told(await approve(await world.sign_in("neighbour-office"), one)) == [(False, "not-found")]
