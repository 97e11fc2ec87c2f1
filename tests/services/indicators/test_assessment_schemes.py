"""Schemes by edition, faults of a scheme over HTTP, and the facts that deductions count."""

from datetime import date
from typing import Any
from uuid import uuid4

from tests.factories.documents import LITERACY
from tests.factories.people import CITY, EDUCATION, HEALTH, NEIGHBOUR
from tests.factories.problems import nothing_changes, pointers, problem
from tests.factories.rounds import assignment_of, fill, move, open_round, returning, start
from tests.platform import World, eventually
from tests.services.indicators.assessments import FACTS, SCHEMES, definition, draft, path_of, published
from tests.services.plans.test_units import named
from tests.services.submissions.test_filling import COMPLETE


async def test_a_draft_is_edited_published_and_never_edited_again(world: World) -> None:
    office = await world.sign_in("office")
    answer = await office.post(SCHEMES, await draft(office))
    made = answer.json()
    assert (answer.status_code, made["state"], made["edition"], made["series_id"]) == (201, "draft", 1, made["id"])
    assert answer.headers["location"] == f"{SCHEMES}/{made['id']}" and answer.headers["etag"] == '"v1"'
    edited = await office.edit(f"{SCHEMES}/{made['id']}", {"title": "改名"})
    assert (edited["title"], edited["definition"]) == ("改名", made["definition"])
    problem(await office.patch(f"{SCHEMES}/{made['id']}", {"title": "旧"}, '"v1"'), 412, "stale-etag")
    problem(await office.patch(f"{SCHEMES}/{made['id']}", {"title": "旧"}, None), 428, "missing-if-match")
    done = await office.do(f"{SCHEMES}/{made['id']}:publish")
    assert (done["state"], done["published_by"]) == ("published", "人员 office") and done["published_at"]
    problem(await office.patch(f"{SCHEMES}/{made['id']}", {"title": "再改"}), 409, "assessment-scheme-published")
    problem(await office.post(f"{SCHEMES}/{made['id']}:publish"), 409, "assessment-scheme-published")


async def test_the_next_edition_begins_as_a_draft_with_the_same_content(world: World) -> None:
    office = await world.sign_in("office")
    made = await office.do(SCHEMES, await draft(office))
    problem(await office.post(f"{SCHEMES}/{made['id']}:revise", {"reason": "调整权重"}), 409, "assessment-scheme-not-published")
    first = await office.do(f"{SCHEMES}/{made['id']}:publish")
    second = await office.do(f"{SCHEMES}/{first['id']}:revise", {"reason": "2023年沿用", "year": 2023})
    assert (second["edition"], second["series_id"], second["year"], second["state"]) == (2, first["id"], 2023, "draft")
    assert (second["definition"], second["reason"]) == (first["definition"], "2023年沿用")
    problem(await office.post(f"{SCHEMES}/{first['id']}:revise", {"reason": "再来"}), 409, "assessment-scheme-draft-open")
    assert [one["edition"] for one in await office.items(SCHEMES, series_id=first["id"])] == [1, 2]
    assert [one["edition"] for one in await office.items(SCHEMES, state="draft")] == [2]


async def test_drafts_are_the_offices_own_and_published_ones_follow_their_disclosure(world: World) -> None:
    office = await world.sign_in("office")
    made = await office.do(SCHEMES, {**await draft(office), "disclosure": "upward"})
    for login in ("health", "mayor", "upper", "neighbour-office"):
        problem(await (await world.sign_in(login)).get(f"{SCHEMES}/{made['id']}"), 404, "not-found")
    await office.do(f"{SCHEMES}/{made['id']}:publish")
    seen = {login: bool(await (await world.sign_in(login)).items(SCHEMES)) for login in ("health", "mayor", "upper", "neighbour-office")}
    assert seen == {"health": True, "mayor": True, "upper": True, "neighbour-office": False}
    problem(await (await world.sign_in("health")).post(f"{SCHEMES}/{made['id']}:revise", {"reason": "x"}), 403, "denied")
    problem(await world.nobody.get(SCHEMES), 401, "not-authenticated")


async def test_a_city_scheme_is_known_to_the_counties_that_it_assesses(world: World) -> None:
    upper, office = await world.sign_in("upper"), await world.sign_in("office")
    body = await draft(office, assessed={"kind": "regions", "level": "county"}, plan_ids=[])
    body |= {"region_path": await path_of(upper, CITY), "disclosure": "upward"}
    problem(await office.post(SCHEMES, body), 403, "denied")
    made = await upper.do(SCHEMES, body)
    await upper.do(f"{SCHEMES}/{made['id']}:publish")
    for login in ("office", "neighbour-office"):
        assert (await (await world.sign_in(login)).read(f"{SCHEMES}/{made['id']}"))["title"] == made["title"]


async def test_every_fault_of_a_scheme_is_told_at_once_and_nothing_is_kept(world: World) -> None:
    office = await world.sign_in("office")
    good = await definition(office)
    literacy = good["groups"][0]["items"][0]["indicator_id"]
    steps = {"kind": "steps", "steps": [{"low": "0", "high": "60", "percent": "0"}, {"low": "50", "percent": "100"}]}
    items = [
        {"key": "I1", "indicator_id": literacy, "weight": "30", "marking": steps},
        {"key": "I2", "indicator_id": str(uuid4()), "weight": "20", "marking": {"kind": "full"}},
    ]
    veto = {"key": "V1", "title": "事故", "indicator_id": str(uuid4()), "words": ["worsening"], "grade": "差"}
    quota = {"kind": "quota", "grades": [{"name": "优秀", "percent": "60"}, {"name": "良好", "percent": "50"}, {"name": "差"}]}
    bad = {"groups": [{**good["groups"][0], "items": items}], "vetoes": [veto], "grades": quota, "plan_ids": [str(uuid4())]}
    async with nothing_changes(world):
        refused = problem(await office.post(SCHEMES, await draft(office, **bad)), 422, "refused-assessment-scheme")
    assert pointers(refused) == {
        "/definition/plan_ids/0": "unknown-plan",
        "/definition/groups": "weights-sum",
        "/definition/groups/0/items": "weights-sum",
        "/definition/groups/0/items/0/marking/steps/1": "steps-overlap",
        "/definition/groups/0/items/1/indicator_id": "unknown-indicator",
        "/definition/grades/grades": "quota-over",
        "/definition/vetoes/0/indicator_id": "veto-outside",
    }
    gap = {"kind": "score", "grades": [{"name": "优秀", "low": "90"}, {"name": "差", "low": "0", "high": "60"}]}
    made = await office.do(SCHEMES, await draft(office))
    async with nothing_changes(world):
        refused = problem(await office.patch(f"{SCHEMES}/{made['id']}", {"definition": {**good, "grades": gap}}), 422, "refused-assessment-scheme")
    assert pointers(refused) == {"/definition/grades/grades/0": "grades-gap"}
    problem(await office.post(SCHEMES, {**await draft(office), "definition": {**good, "total": "100.001"}}), 422, "invalid-request")


def fact(path: str, subject: str, **changes: Any) -> dict[str, Any]:
    """A late filing, told in the register."""
    told = {"kind": "late_filing", "count": "2", "evidence": "收文登记簿第3页"}
    return {"region_path": path, "subject_id": subject, "year": 2022, **told, **changes}


async def test_a_fact_is_entered_with_evidence_seen_by_whom_it_is_about_and_withdrawn(world: World) -> None:
    office, health, education = [await world.sign_in(login) for login in ("office", "health", "education")]
    subject = (await named(office, HEALTH))["id"]
    made = await office.do(FACTS, fact(await path_of(office), subject))
    assert (made["subject_name"], made["source"], made["by"]) == (HEALTH, "person", "人员 office")
    assert [one["id"] for one in await health.items(FACTS, kind="late_filing")] == [made["id"]]
    assert await education.items(FACTS) == []
    problem(await education.get(f"{FACTS}/{made['id']}"), 404, "not-found")
    problem(await health.post(f"{FACTS}/{made['id']}:withdraw", {"reason": "x"}), 403, "denied")
    gone = await office.do(f"{FACTS}/{made['id']}:withdraw", {"reason": "系统故障"})
    assert gone["withdrawn_because"] == "系统故障"
    problem(await office.post(f"{FACTS}/{made['id']}:withdraw", {"reason": "x"}), 409, "fact-withdrawn")


async def test_a_fact_about_somebody_elsewhere_is_refused(world: World) -> None:
    office = await world.sign_in("office")
    path = await path_of(office)
    async with nothing_changes(world):
        for subject in (str(uuid4()), (await named(office, HEALTH, NEIGHBOUR))["id"]):
            problem(await office.post(FACTS, fact(path, subject)), 422, "unknown-subject")
        problem(await office.post(FACTS, fact(path, str(uuid4()), count="0")), 422, "invalid-request")
    problem(await (await world.sign_in("health")).post(FACTS, fact(path, str(uuid4()))), 403, "denied")


async def test_a_returned_submission_is_counted_by_itself(world: World) -> None:
    await open_round(world)
    health, office = await world.sign_in("health"), await world.sign_in("office")
    submission = await start(health, await assignment_of(world, HEALTH))
    await fill(health, submission, COMPLETE)
    await move(health, submission, "submit")
    await move(office, submission, "return", returning(submission, LITERACY))

    async def counted() -> bool:
        return bool(await office.items(FACTS, kind="returned"))

    await eventually(counted)
    [found] = await health.items(FACTS)
    assert (found["subject_name"], found["year"], found["count"], found["source"]) == (HEALTH, 2023, "1", "event")
    assert LITERACY in found["evidence"] and "与疾控中心数据不符" in found["evidence"]
    assert await (await world.sign_in("education")).items(FACTS) == []
    assert (await named(office, EDUCATION))["id"] != found["subject_id"]


async def test_a_late_submission_is_counted_once_and_by_its_days(world: World) -> None:
    await open_round(world, internal_due_on="2023-04-20")
    assignment = await assignment_of(world, HEALTH)
    submission = await start(await world.sign_in("health"), assignment)
    await fill(await world.sign_in("health"), submission, COMPLETE)
    world.move_to(date(2023, 4, 22))
    await move(await world.sign_in("health"), submission, "submit")
    await move(await world.sign_in("health"), submission, "withdraw")
    world.move_to(date(2023, 4, 24))
    await move(await world.sign_in("health"), submission, "submit")
    await world.settle()
    found = await (await world.sign_in("health")).items(FACTS)
    assert {(one["kind"], one["count"], one["year"], one["source"]) for one in found} == {
        ("late_filing", "1", 2023, "event"),
        ("late_day", "2", 2023, "event"),
    }
    assert {one["evidence"] for one in found} == {"2022年度监测填报，应于2023-04-20前报送，逾期2天"}


async def test_a_published_scheme_is_listed_by_year(world: World) -> None:
    office = await world.sign_in("office")
    made = await published(office)
    assert [one["id"] for one in await office.items(SCHEMES, year=2022)] == [made["id"]] and await office.items(SCHEMES, year=2021) == []
