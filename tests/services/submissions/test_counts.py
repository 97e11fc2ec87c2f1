"""The count: who owed, who filed, in time or not, by round, unit, action and region."""

import csv
import io
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from tests.factories.documents import LITERACY
from tests.factories.people import COUNTY, EDUCATION, HEALTH, NEIGHBOUR, SPORT
from tests.factories.problems import problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, fill, move, open_round, returning, start, value
from tests.platform import Caller, World
from tests.services.submissions.test_extensions import extending, longer
from tests.services.submissions.test_filling import COMPLETE

COUNTS = f"{SUBMISSIONS}/counts"
PARTS = ("asked", "exempt", "expected", "filed", "on_time", "late", "missing", "waiting")


async def counted(world: World, made: dict[str, Any], login: str = "office") -> dict[str, Any]:
    """The count of a round."""
    told: dict[str, Any] = await (await world.sign_in(login)).read(f"{SUBMISSIONS}/rounds/{made['id']}/count")
    return told


def parts(told: dict[str, Any]) -> tuple[int, ...]:
    """The counted parts, in their order."""
    return tuple(told[name] for name in PARTS)


async def filed_by_health(world: World) -> tuple[Caller, dict[str, Any]]:
    """The health bureau's liaison, and what they handed in."""
    health = await world.sign_in("health")
    submission = await start(health, await assignment_of(world, HEALTH))
    await fill(health, submission, COMPLETE)
    await move(health, submission, "submit")
    return health, submission


async def test_a_round_that_has_begun_waits_for_everybody(world: World) -> None:
    told = await counted(world, await open_round(world))
    assert parts(told) == (3, 0, 3, 0, 0, 0, 0, 3)
    assert (told["untouched"], told["completeness"], told["timeliness"]) == (3, "0.0", "0.0")


async def test_in_time_late_missing_and_exempt(world: World) -> None:
    made = await open_round(world)
    office = await world.sign_in("office")
    await filed_by_health(world)
    await office.do(f"{SUBMISSIONS}/assignments/{(await assignment_of(world, SPORT))['id']}:waive", {"reason": "未开展"})
    assert parts(await counted(world, made)) == (3, 1, 2, 1, 1, 0, 0, 1)
    world.move_to(date(2023, 4, 25), hour=0)
    assert parts(await counted(world, made)) == (3, 1, 2, 1, 1, 0, 1, 0)
    education = await world.sign_in("education")
    submission = await start(education, await assignment_of(world, EDUCATION))
    assert (await counted(world, made))["untouched"] == 1
    await fill(education, submission, {"学生总体近视率": value("49")})
    assert (await counted(world, made))["untouched"] == 0
    await move(education, submission, "submit")
    told = await counted(world, made)
    assert parts(told) == (3, 1, 2, 2, 1, 1, 0, 0)
    assert (told["completeness"], told["timeliness"]) == ("100.0", "50.0")


async def test_longer_time_decides_what_is_in_time(world: World) -> None:
    made = await open_round(world)
    office = await world.sign_in("office")
    await office.do(extending(await assignment_of(world, HEALTH)), longer("2023-05-08"))
    world.move_to(date(2023, 5, 8))
    assert (await counted(world, made))["waiting"] == 1
    await filed_by_health(world)
    told = await counted(world, made)
    assert (told["filed"], told["on_time"], told["extended"], told["missing"]) == (1, 1, 1, 2)


async def test_a_correction_after_the_day_leaves_the_first_answer_in_time(world: World) -> None:
    """Domain notes, section 5: on time counts from the first complete submission."""
    made = await open_round(world)
    office = await world.sign_in("office")
    health, submission = await filed_by_health(world)
    await move(office, submission, "return", returning(submission, LITERACY, workdays=1))
    assert ((told := await counted(world, made))["filed"], told["returned"], told["returned_often"]) == (1, 1, 0)
    world.move_to(date(2023, 5, 4))
    health, office = await world.sign_in("health"), await world.sign_in("office")
    await fill(health, submission, {LITERACY: value("32.6")})
    await move(health, submission, "submit")
    await move(office, submission, "return", returning(submission, LITERACY))
    told = await counted(world, made)
    assert (told["filed"], told["on_time"], told["returned"], told["returned_often"]) == (1, 1, 1, 1)


async def test_what_was_taken_back_is_not_filed(world: World) -> None:
    made = await open_round(world)
    health, submission = await filed_by_health(world)
    await move(health, submission, "withdraw")
    assert parts(await counted(world, made)) == (3, 0, 3, 0, 0, 0, 0, 3)
    await (await world.sign_in("office")).do(f"{SUBMISSIONS}/rounds/{made['id']}:close")
    assert parts(await counted(world, made)) == (3, 0, 3, 0, 0, 0, 3, 0)


async def test_median_days_of_each_state(world: World) -> None:
    """A draft of 4 days, handed in for 1 day before the return, 2 days of correcting; and a draft of 8 days: the middle of 4 and 8 is 6."""
    made = await open_round(world)
    health, education = await world.sign_in("health"), await world.sign_in("education")
    begun = world.now.date()
    submission = await start(health, await assignment_of(world, HEALTH))
    other = await start(education, await assignment_of(world, EDUCATION))
    await fill(health, submission, COMPLETE)
    await fill(education, other, {"学生总体近视率": value("49")})
    started = world.now
    for days, login, acted, verb in (
        (4, "health", submission, "submit"),
        (5, "office", submission, "return"),
        (7, "health", submission, "submit"),
        (8, "education", other, "submit"),
    ):
        world.move_to_instant(started.replace(day=started.day + days))
        body = returning(submission, LITERACY) if verb == "return" else None
        await move(await world.sign_in(login), acted, verb, body)
    told = await counted(world, made)
    assert told["median_days"] == {"draft": "6.0", "submitted": "1.0", "in_review": None, "returned": "2.0", "withdrawn": None}
    lines = {line["name"]: line for line in await (await world.sign_in("office")).items(COUNTS, by="unit")}
    assert (lines[HEALTH]["median_days"]["draft"], lines[EDUCATION]["median_days"]["draft"]) == ("4.0", "8.0")
    assert lines[SPORT]["median_days"]["draft"] is None and begun.month == started.month


async def test_by_unit_with_pages(world: World) -> None:
    await open_round(world)
    await open_round(world, subject_year=2021, outward_due_on="2023-05-10")
    await filed_by_health_of(world, 2022)
    office = await world.sign_in("office")
    lines = await office.items(COUNTS, by="unit", limit=1)
    assert {line["name"]: parts(line)[:4] for line in lines} == {HEALTH: (2, 0, 2, 1), EDUCATION: (2, 0, 2, 0), SPORT: (2, 0, 2, 0)}
    assert [line["id"] for line in lines] == [line["id"] for line in await office.items(COUNTS, by="unit", limit=200)]
    of_2021 = await office.items(COUNTS, by="unit", subject_year=2021)
    assert {line["asked"] for line in of_2021} == {1} and {line["filed"] for line in of_2021} == {0}


async def filed_by_health_of(world: World, year: int) -> None:
    """The health bureau's answer about one of several years."""
    office, health = await world.sign_in("office"), await world.sign_in("health")
    [asked] = await office.items(f"{SUBMISSIONS}/rounds", subject_year=year)
    submission = await start(health, await assignment_of(world, HEALTH, round_id=asked["id"]))
    await fill(health, submission, COMPLETE)
    await move(health, submission, "submit")


async def test_by_round_and_by_action(world: World) -> None:
    made = await open_round(world)
    other = await open_round(world, subject_year=2021, outward_due_on="2023-05-10", name="2021年度")
    await filed_by_health_of(world, 2022)
    office = await world.sign_in("office")
    lines = {line["id"]: line for line in await office.items(COUNTS)}
    assert (lines[made["id"]]["filed"], lines[other["id"]]["filed"], lines[other["id"]]["name"]) == (1, 0, "2021年度")
    actions = await office.items(COUNTS, by="action", round_id=made["id"], limit=1)
    assert [(line["action"], line["asked"], line["filed"]) for line in actions][:2] == [("A1", 1, 1), ("A2", 1, 0)]
    assert {line["id"] for line in actions} == {made["plan_ids"][0]}


async def test_by_region_with_what_lies_below(world: World) -> None:
    made = await open_round(world)
    await filed_by_health(world)
    upper = await world.sign_in("upper")
    lines = {line["name"]: line for line in await upper.items(COUNTS, by="region")}
    assert {name: (line["asked"], line["filed"]) for name, line in lines.items()} == {"某市": (3, 1), "甲县": (3, 1)}
    office = await world.sign_in("office")
    county = {line["name"] for line in await office.items(COUNTS, by="region")}
    assert county == {"甲县"}  # nothing is told of the city, whose other counties they do not know
    whole = made["region_path"].rsplit(".", 2)[0] + "."
    assert {line["name"] for line in await office.items(COUNTS, by="region", region_path=whole)} == {"甲县"}
    assert await office.items(COUNTS, by="unit", region_path=f"{made['region_path']}x.") == []


async def test_whoever_never_touched_anything_is_listed(world: World) -> None:
    await open_round(world)
    education = await world.sign_in("education")
    await start(education, await assignment_of(world, EDUCATION))  # begun, and nothing entered
    await filed_by_health(world)
    office = await world.sign_in("office")
    assert {line["name"] for line in await office.items(COUNTS, by="unit", phantoms=True)} == {EDUCATION, SPORT}
    await office.do(f"{SUBMISSIONS}/assignments/{(await assignment_of(world, SPORT))['id']}:waive", {"reason": "未开展"})
    assert [line["name"] for line in await office.items(COUNTS, by="unit", phantoms=True)] == [EDUCATION]


async def test_everybody_counts_what_they_may_know(world: World) -> None:
    made = await open_round(world)
    assert [parts(await counted(world, made, login))[0] for login in ("office", "mayor", "upper", "auditor", "health")] == [3, 3, 3, 3, 1]
    for login in ("neighbour-office", "partner"):
        caller = await world.sign_in(login)
        problem(await caller.get(f"{SUBMISSIONS}/rounds/{made['id']}/count"), 404, "not-found")
        for by in ("round", "unit", "action", "region"):
            assert [line for line in await caller.items(COUNTS, by=by) if line["asked"]] == []
    problem(await world.nobody.get(COUNTS), 401, "not-authenticated")
    problem(await (await world.sign_in("office")).get(f"{SUBMISSIONS}/rounds/{uuid4()}/count"), 404, "not-found")
    assert COUNTY != NEIGHBOUR


async def test_an_answer_that_still_holds_is_not_sent_again(world: World) -> None:
    made = await open_round(world)
    office = await world.sign_in("office")
    for address in (f"{SUBMISSIONS}/rounds/{made['id']}/count", COUNTS):
        first = await office.get(address)
        again = await world.client.get(address, headers=office.headers | {"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    tag = (await office.get(COUNTS)).headers["etag"]
    await filed_by_health(world)
    changed = await world.client.get(COUNTS, headers=office.headers | {"If-None-Match": tag})
    assert changed.status_code == 200 and changed.headers["etag"] != tag


@pytest.mark.parametrize("query", [{"by": "plan"}, {"round_id": "x"}, {"subject_year": "22"}, {"limit": "0"}])
async def test_questions_that_make_no_sense_are_refused(shared_world: World, query: dict[str, str]) -> None:
    problem(await (await shared_world.sign_in("office")).get(COUNTS, **query), 422, "invalid-request")


async def test_a_cursor_of_another_list_is_refused(shared_world: World) -> None:
    problem(await (await shared_world.sign_in("office")).get(COUNTS, by="action", cursor="WyJ4Il0"), 422, "invalid-cursor")


async def test_the_count_as_a_table(world: World) -> None:
    made = await open_round(world, name="=1+1|危险")
    await filed_by_health(world)
    office = await world.sign_in("office", language="zh")
    book = CalamineWorkbook.from_filelike(io.BytesIO((await office.get(f"{COUNTS}:export", by="round")).content))
    [head, line] = book.get_sheet_by_index(0).to_python()
    assert head[:5] == ["填报轮次", "任务数", "豁免", "应报", "已报"]
    assert line[0] != made["name"] and str(line[0]).endswith("=1+1|危险") and line[1:5] == ["3", "0", "3", "1"]
    answer = await office.get(f"{COUNTS}:export", by="unit", format="csv")
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row[0]: row[4] for row in rows[1:]} == {HEALTH: "1", EDUCATION: "0", SPORT: "0"}
