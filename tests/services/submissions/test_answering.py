"""One item at a time: its own ETag, conflicts that say who, when and what."""

from uuid import uuid4

from tests.factories.documents import LITERACY, SMOKING
from tests.factories.problems import nothing_changes, pointers, problem
from tests.factories.rounds import SUBMISSIONS, item_id, move, returning, value
from tests.platform import World
from tests.services.submissions.test_filling import begun
from tests.services.submissions.test_reviewing import submitted


async def test_an_item_is_kept_as_it_is_typed(world: World) -> None:
    health, submission = await begun(world)
    item = f"{SUBMISSIONS}/{submission['id']}/items/{item_id(submission, LITERACY)}"
    first = await health.patch(item, value("130"), if_match='"v0"')
    assert (first.status_code, first.headers["etag"], first.json()["answer"]["value"]) == (200, '"v1"', "130")
    assert {finding["code"] for finding in first.json()["findings"]} == {"out-of-range", "jump"}
    second = await health.patch(item, value("31.20"), if_match='"v1"')
    assert (second.headers["etag"], second.json()["findings"], second.json()["answered_by"]) == ('"v2"', [], "人员 health")
    [shown] = [row for row in (await health.read(f"{SUBMISSIONS}/{submission['id']}"))["content"] if row["version"]]
    assert (shown["answer"]["value"], shown["version"]) == ("31.20", 2)


async def test_two_people_on_one_form_never_lose_each_others_items(world: World) -> None:
    health, submission = await begun(world)
    leader, address = await world.sign_in("health-leader"), f"{SUBMISSIONS}/{submission['id']}"
    literacy, smoking = (f"{address}/items/{item_id(submission, name)}" for name in (LITERACY, SMOKING))
    await health.patch(literacy, value("31"), if_match='"v0"')
    assert (await leader.patch(smoking, value("20"), if_match='"v0"')).status_code == 200  # her form is older, her item is not
    async with nothing_changes(world):
        late = await leader.patch(literacy, value("99"), if_match='"v0"')
        refused = problem(late, 412, "item-changed")
    assert late.headers["etag"] == '"v1"'
    assert "人员 health" in refused["detail"] and "31" in refused["detail"] and LITERACY in refused["detail"]
    kept = {row["item"]["name"]: row["answer"]["value"] for row in (await health.read(address))["content"] if row["answer"]}
    assert kept == {LITERACY: "31", SMOKING: "20"}
    problem(await health.patch(address, {"answers": [{"item_id": item_id(submission, LITERACY), "answer": value("1")}]}, '"v1"'), 412, "stale-etag")


async def test_an_item_of_another_form_or_without_its_version_is_refused(world: World) -> None:
    health, submission = await begun(world)
    address = f"{SUBMISSIONS}/{submission['id']}/items"
    literacy = f"{address}/{item_id(submission, LITERACY)}"
    async with nothing_changes(world):
        problem(await health.patch(f"{address}/{uuid4()}", value("1")), 422, "unknown-item")
        problem(await health.patch(literacy, value("1"), if_match=None), 428, "missing-if-match")
        problem(await health.patch(literacy, value("1"), if_match='"v7"'), 412, "stale-etag")
        problem(await health.patch(literacy, {"kind": "value"}), 422, "invalid-request")
        for login, status, code in (("office", 403, "denied"), ("education", 404, "not-found"), ("mayor", 404, "not-found")):
            problem(await (await world.sign_in(login)).patch(literacy, value("1")), status, code)


async def test_after_a_return_only_the_returned_item_opens(world: World) -> None:
    health, office, submission = await submitted(world)
    address = f"{SUBMISSIONS}/{submission['id']}/items"
    problem(await health.patch(f"{address}/{item_id(submission, LITERACY)}", value("30")), 409, "wrong-submission-state")
    await move(office, submission, "return", returning(submission, LITERACY))
    async with nothing_changes(world):
        closed = problem(await health.patch(f"{address}/{item_id(submission, SMOKING)}", value("19")), 409, "item-not-reopened")
    assert set(pointers(closed).values()) == {"not-returned"}
    assert (await health.patch(f"{address}/{item_id(submission, LITERACY)}", value("30"))).json()["version"] == 2
