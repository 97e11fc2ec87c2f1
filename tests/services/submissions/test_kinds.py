"""Kinds are data: shipped, added, versioned; a running round keeps its version."""

from typing import Any
from uuid import uuid4

from sqlalchemy import func, select, update

from services.submissions.models import KindRecord
from services.submissions.service.kinds import keep_shipped_kinds, shipped_definitions
from tests.factories.forms import edit, kind_of, least
from tests.factories.people import HEALTH
from tests.factories.problems import nothing_changes, pointers, problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, move, open_round, opening, plan_of, start
from tests.platform import Caller, World

KINDS = f"{SUBMISSIONS}/kinds"
FORM = {
    "type": "object",
    "additionalProperties": False,
    "required": ["checked_on"],
    "properties": {"checked_on": {"type": "string", "format": "date", "title": "检查日期", "title_en": "Checked on"}},
}


async def region_of(caller: Caller) -> str:
    """The county's path."""
    return str((await plan_of(caller))["region_path"])


async def addition(world: World, **changes: Any) -> dict[str, Any]:
    """The body of ``add_kind`` for the county."""
    path = await region_of(await world.sign_in("office"))
    return {"region_path": path, "code": "smoke_free_check", "name": "无烟检查", "name_en": "Smoke-free check", "form": FORM, **changes}


async def health_unit(world: World) -> str:
    """The id of the county's health bureau."""
    office = await world.sign_in("office")
    plan = await plan_of(office)
    [unit] = await office.items("/api/v1/plans/units", name=HEALTH, region_id=plan["region_id"])
    return str(unit["id"])


async def test_shipped_kinds_are_listed_and_read(world: World) -> None:
    health = await world.sign_in("health")
    listed = await health.items(KINDS)
    assert {one["code"] for one in listed} == {one.code for one in shipped_definitions()} and {one["version"] for one in listed} == {1}
    case = await kind_of(health, "typical_case")
    assert await health.read(f"{KINDS}/{case['id']}") == case
    assert (case["region_path"], case["disclosure"], case["fulfils"]) == ("", "public", ["case_material"])


async def test_a_changed_file_makes_a_new_version_and_a_running_round_keeps_its_own(world: World) -> None:
    kinds, database = KindRecord.__table__, world.service("submissions").database
    await keep_shipped_kinds(database)
    assert (await database.read.all(select(func.count()).select_from(kinds)))[0][0] == len(shipped_definitions())
    running = await open_round(world, kind="work_plan", unit_ids=[await health_unit(world)], outward_due_on="2023-05-10")
    async with database.write() as db:
        await db.run(update(kinds).where(kinds.c.code == "work_plan").values(digest="as it was before"))
    await keep_shipped_kinds(database)
    office = await world.sign_in("office")
    assert [one["version"] for one in await office.items(KINDS, code="work_plan")] == [1, 2]
    later = await open_round(world, kind="work_plan", name="又一轮", unit_ids=[await health_unit(world)], outward_due_on="2023-05-10")
    told = [(await office.read(f"{SUBMISSIONS}/rounds/{one['id']}"))["kind"]["version"] for one in (running, later)]
    assert told == [1, 2]


async def test_an_administrator_adds_a_kind_for_a_region_and_its_next_version(world: World) -> None:
    admin, office = await world.sign_in("admin"), await world.sign_in("office")
    first = await admin.post(KINDS, await addition(world))
    assert first.status_code == 201 and first.headers["location"] == f"{KINDS}/{first.json()['id']}"
    async with nothing_changes(world):
        assert problem(await admin.post(KINDS, await addition(world)), 409, "kind-unchanged")["detail"].count("1") == 1
    second = await admin.do(KINDS, await addition(world, name="无烟单位检查"))
    assert (first.json()["version"], second["version"]) == (1, 2)
    made = await open_round(world, kind="smoke_free_check", unit_ids=[await health_unit(world)], outward_due_on="2023-05-10")
    assert made["kind"]["id"] == second["id"] and made["assignments"] == 1
    path = await region_of(office)
    assert [one["version"] for one in await office.items(KINDS, code="smoke_free_check", region_path=path)] == [1, 2]
    assert await office.items(KINDS, code="smoke_free_check", region_path="elsewhere.") == []


async def test_the_own_kind_of_a_region_goes_before_the_shipped_one(world: World) -> None:
    admin = await world.sign_in("admin")
    own = await admin.do(KINDS, await addition(world, code="work_plan"))
    made = await open_round(world, kind="work_plan", unit_ids=[await health_unit(world)], outward_due_on="2023-05-10")
    assert made["kind"]["id"] == own["id"]


async def test_a_faulty_definition_is_refused_with_every_fault(world: World) -> None:
    admin = await world.sign_in("admin")
    form = {**FORM, "properties": {"a": {"type": "number"}, "b": {"type": "string", "title": "乙", "title_en": "B", "pattern": "(x+)+"}}}
    async with nothing_changes(world):
        refused = problem(await admin.post(KINDS, await addition(world, form=form)), 422, "kind-faulty")
        problem(await (await world.sign_in("office")).post(KINDS, await addition(world)), 403, "denied")
        problem(await admin.post(KINDS, await addition(world, region_path="")), 422, "invalid-request")
    assert pointers(refused) == {
        "/form/required": "form-value",
        "/form/properties/a/type": "form-type",
        "/form/properties/b/pattern": "form-keyword",
    }


async def test_a_round_says_who_owes_it_and_of_which_kind(world: World) -> None:
    office = await world.sign_in("office")
    own = await health_unit(world)
    [elsewhere] = [one for one in await office.items("/api/v1/plans/units", name=HEALTH) if one["id"] != own]
    async with nothing_changes(world):
        body = await opening(world, kind="work_plan", outward_due_on="2023-05-10")
        problem(await office.post(f"{SUBMISSIONS}/rounds", body), 422, "units-not-named")
        wrong = [own, elsewhere["id"], str(uuid4())]
        refused = problem(await office.post(f"{SUBMISSIONS}/rounds", {**body, "unit_ids": wrong}), 422, "unit-not-asked")
        assert pointers(refused) == {"/unit_ids/1": "unit-not-asked", "/unit_ids/2": "unit-not-asked"}
        problem(await office.post(f"{SUBMISSIONS}/rounds", {**body, "kind": "nonsense"}), 422, "kind-not-known")
        without_day = await opening(world, kind="work_plan", unit_ids=wrong[:1])
        problem(await office.post(f"{SUBMISSIONS}/rounds", without_day), 422, "no-due-day")
        values = await opening(world, unit_ids=wrong[2:])
        assert pointers(problem(await office.post(f"{SUBMISSIONS}/rounds", values), 422, "unit-not-asked")) == {"/unit_ids/0": "unit-not-asked"}
    await open_round(world, kind="work_plan", unit_ids=wrong[:1], outward_due_on="2023-05-10")
    problem(await office.post(f"{SUBMISSIONS}/rounds", {**body, "unit_ids": wrong[:1]}), 409, "round-twice")


async def test_a_round_of_values_can_ask_some_of_the_filling_units(world: World) -> None:
    made = await open_round(world, unit_ids=[await health_unit(world)])
    assert (made["assignments"], made["kind"]["code"]) == (1, "monitoring_values")
    assert (await assignment_of(world, HEALTH, round_id=made["id"]))["items"] == 3


async def test_every_shipped_kind_goes_from_an_empty_form_to_approval(world: World) -> None:
    health, office, unit = await world.sign_in("health"), await world.sign_in("office"), await health_unit(world)
    for definition in shipped_definitions():
        if definition.has_items:
            continue  # the values' own story: test_filling, test_reviewing
        made = await open_round(world, kind=definition.code, name=definition.name, unit_ids=[unit], outward_due_on="2023-05-10")
        submission = await start(health, await assignment_of(world, HEALTH, round_id=made["id"]))
        assert (submission["kind"]["code"], submission["items"]) == (definition.code, 0)
        address = f"{SUBMISSIONS}/{submission['id']}"
        problem(await health.post(f"{address}:submit"), 422, "checks-failed")
        await health.edit(f"{address}/form", edit(submission, least(definition.form)))
        await move(health, submission, "submit")
        assert (await move(office, submission, "approve", {}))["state"] == "approved"
