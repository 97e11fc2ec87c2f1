"""A form that several people fill in: versions per field, conflicts named, returned field by field."""

from typing import Any
from uuid import uuid4

from tests.factories.forms import content, edit
from tests.factories.people import HEALTH
from tests.factories.problems import nothing_changes, pointers, problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, move, open_round, start
from tests.platform import Caller, World
from tests.services.submissions.test_kinds import health_unit

REPORT = {
    "period_from": "2022-01-01",
    "period_to": "2022-12-31",
    "summary": "各项任务按期完成",
    "measures": [{"measure": "控烟", "progress": "已覆盖全部公共场所", "state": "已完成"}],
}


async def begun(world: World) -> tuple[Caller, dict[str, Any]]:
    """The health bureau's liaison with an empty progress report."""
    made = await open_round(world, kind="progress_report", unit_ids=[await health_unit(world)], outward_due_on="2023-05-10")
    health = await world.sign_in("health")
    return health, await start(health, await assignment_of(world, HEALTH, round_id=made["id"]))


def form_of(submission: dict[str, Any]) -> str:
    """The address of the form."""
    return f"{SUBMISSIONS}/{submission['id']}/form"


async def test_an_empty_form_shows_its_fields_and_what_is_missing(world: World) -> None:
    _, submission = await begun(world)
    assert [(row["field"], row["version"]) for row in submission["form"]][:3] == [("period_from", 0), ("period_to", 0), ("summary", 0)]
    assert {(one["field"], one["code"]) for one in submission["findings"]} == {(f"/{name}", "unanswered") for name in REPORT}


async def test_fields_are_merged_one_by_one(world: World) -> None:
    health, submission = await begun(world)
    first = await health.edit(form_of(submission), edit(submission, {"summary": "初稿", "problems": "经费不足"}))
    assert content(first) == {"summary": "初稿", "problems": "经费不足"}
    second = await health.edit(form_of(submission), edit(first, {"problems": None}))
    assert content(second) == {"summary": "初稿"}
    versions = {row["field"]: (row["version"], row["changed_by"]) for row in second["form"] if row["version"]}
    assert versions == {"summary": (1, "人员 health"), "problems": (2, "人员 health")}
    assert (await health.read(f"{SUBMISSIONS}/{submission['id']}"))["form"] == second["form"]


async def test_two_people_never_lose_each_others_fields(world: World) -> None:
    health, submission = await begun(world)
    leader = await world.sign_in("health-leader")
    await health.edit(form_of(submission), edit(submission, {"summary": "联络员写的"}))
    both = await leader.edit(form_of(submission), edit(submission, {"problems": "负责人写的"}))  # what she read is older, but not of this field
    assert content(both) == {"summary": "联络员写的", "problems": "负责人写的"}
    async with nothing_changes(world):
        late = await leader.patch(form_of(submission), edit(submission, {"summary": "覆盖", "next_steps": "继续"}))
        refused = problem(late, 412, "fields-changed")
    [fault] = refused["errors"]
    assert (fault["pointer"], fault["code"]) == ("/changes/summary", "field-changed")
    assert "人员 health" in fault["message"] and "联络员写的" in fault["message"] and "version 1" in fault["message"]
    assert content(await health.read(f"{SUBMISSIONS}/{submission['id']}")) == content(both)


async def test_what_the_form_does_not_have_is_refused(world: World) -> None:
    health, submission = await begun(world)
    async with nothing_changes(world):
        refused = problem(await health.patch(form_of(submission), edit(submission, {"summary": "好", "secret": 1})), 422, "unknown-field")
        assert pointers(refused) == {"/changes/secret": "unknown-field"}
        problem(await health.patch(form_of(submission), {"changes": {"summary": "好"}, "versions": {}}), 422, "invalid-request")
        problem(await health.patch(form_of(submission), {"changes": {}, "versions": {}}), 422, "invalid-request")
        problem(await health.patch(f"{SUBMISSIONS}/{uuid4()}/form", edit(submission, {"summary": "好"})), 404, "not-found")
        for login, status, code in (("office", 403, "denied"), ("education", 404, "not-found"), ("neighbour-health", 404, "not-found")):
            problem(await (await world.sign_in(login)).patch(form_of(submission), edit(submission, {"summary": "好"})), status, code)


async def test_no_keystroke_is_refused_but_all_faults_are_told(world: World) -> None:
    health, submission = await begun(world)
    wrong = {**REPORT, "period_from": "2023-01-01", "measures": [{"measure": "控烟", "state": "完成"}]}
    saved = await health.edit(form_of(submission), edit(submission, wrong))
    expected = {("/period_from", "days-out-of-order"), ("/measures/0/progress", "unanswered"), ("/measures/0/state", "not-listed")}
    assert {(one["field"], one["code"]) for one in saved["findings"]} == expected
    async with nothing_changes(world):
        refused = problem(await health.post(f"{SUBMISSIONS}/{submission['id']}:submit"), 422, "checks-failed")
    assert {(pointer, code) for pointer, code in pointers(refused).items()} == {(f"/form{field}", code) for field, code in expected}


async def test_fields_come_back_with_reasons_and_only_they_reopen(world: World) -> None:
    health, submission = await begun(world)
    office, address = await world.sign_in("office"), f"{SUBMISSIONS}/{submission['id']}"
    await health.edit(form_of(submission), edit(submission, REPORT))
    await move(health, submission, "submit")
    problem(await health.patch(form_of(submission), edit(submission, {"summary": "晚了"})), 409, "wrong-submission-state")
    unknown = {"fields": [{"field": "secret", "reason": "无"}]}
    async with nothing_changes(world):
        assert pointers(problem(await office.post(f"{address}:return", unknown), 422, "unknown-field")) == {"/fields/0/field": "unknown-field"}
    back = {"fields": [{"field": "summary", "reason": "过于简略", "fix": "补充数据"}, {"field": "problems", "reason": "未填写"}]}
    returned = await move(office, submission, "return", back)
    notes = {row["field"]: row["returned"]["reason"] for row in returned["form"] if row["returned"]}
    assert notes == {"summary": "过于简略", "problems": "未填写"}
    await world.settle()
    [told] = [m for m in await health.items("/api/v1/notifications") if m["kind"] == "returned"]
    assert "总体进展" in told["body"] and "过于简略" in told["body"]
    async with nothing_changes(world):
        closed = problem(await health.patch(form_of(submission), edit(returned, {"measures": [], "summary": "好"})), 409, "field-not-reopened")
    assert pointers(closed) == {"/changes/measures": "not-returned"}
    await health.edit(form_of(submission), edit(returned, {"summary": "完成率98%", "problems": "基层力量不足"}))
    again = await move(health, submission, "submit")
    assert again["state"] == "submitted" and not any(row["returned"] for row in again["form"])
    versions = await health.read(f"{address}/versions")
    assert [version["form"]["summary"] for version in versions] == ["各项任务按期完成", "各项任务按期完成", "完成率98%"]


async def test_an_approved_form_is_read_as_its_kind_is_disclosed(world: World) -> None:
    unit = await health_unit(world)
    health, office, mayor, upper = [await world.sign_in(login) for login in ("health", "office", "mayor", "upper")]
    shown = {}
    for kind, filled in (
        ("progress_report", REPORT),
        ("individual_honour", {"person": "张三", "honour": "先进个人", "deeds": "扎根基层"}),
    ):
        made = await open_round(world, kind=kind, name=kind, unit_ids=[unit], outward_due_on="2023-05-10")
        submission = await start(health, await assignment_of(world, HEALTH, round_id=made["id"]))
        await health.edit(form_of(submission), edit(submission, filled))
        await move(health, submission, "submit")
        address = f"{SUBMISSIONS}/{submission['id']}"
        problem(await mayor.get(address), 404, "not-found")
        await move(office, submission, "approve", {})
        shown[kind] = [content(await reader.read(address)) for reader in (office, mayor, upper)]
        shown[kind] += [(await upper.read(f"{address}/versions"))[-1]["form"]]
    assert shown["progress_report"] == [REPORT] * 4
    assert shown["individual_honour"][0]["person"] == "张三" and shown["individual_honour"][1:] == [{}, {}, {}]
