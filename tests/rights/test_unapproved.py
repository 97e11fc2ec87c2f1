"""Unapproved values are invisible outside the chain, wherever one looks; and what is approved is not public by that."""

import pytest

from tests.rights import grids
from tests.rights.grids import Expect, Grid
from tests.rights.objects import EARLIER, INTERNAL, INTERNAL_BEFORE, SECRETS, SHARED
from tests.rights.parts import Part, Relation, Who, of
from tests.rights.world import OWN_OFFICE, World

UNAPPROVED = ("draft", "withdrawn", "submitted", "in_review", "returned")
INSIDE: dict[str, Grid] = {
    SECRETS["draft"]: grids.DRAFT,
    SECRETS["withdrawn"]: grids.DRAFT,
    SECRETS["submitted"]: grids.HANDED_IN,
    SECRETS["in_review"]: grids.HANDED_IN,
    SECRETS["returned"]: grids.HANDED_IN,
    EARLIER: grids.HANDED_IN,
    INTERNAL: grids.HANDED_IN,
    INTERNAL_BEFORE: grids.HANDED_IN,
}
"""Who may meet each value anywhere. EARLIER was returned before the approval; INTERNAL is approved, but of an internal plan."""

LISTS = (
    "indicators/plan-indicators",
    "indicators/targets",
    "indicators/observations",
    "indicators/verdicts",
    "submissions/rounds",
    "submissions/assignments",
    "submissions",
    "notifications",
    "notifications/deadlines",
    "notifications/reminders",
)
NAMES = ("draft", "withdrawn", "submitted", "in_review", "returned", "approved", "internal", "internal_open")


def _paths(world: World) -> list[str]:
    """Every address at which a value of a submission could be told."""
    single = [f"submissions/assignments/{world.ids[f'assignment_{name}']}" for name in NAMES]
    forms = [f"submissions/{world.ids[f'submission_{name}']}" for name in NAMES if name != "internal_open"]
    kept = ["public_observation", "internal_observation"]
    values = [f"indicators/observations/{world.ids[name]}{tail}" for name in kept for tail in ("", "/versions")]
    verdicts = [f"indicators/verdicts/{world.ids[name]}" for name in ("public_verdict", "internal_verdict")]
    return [*(f"{path}?limit=200" for path in LISTS), *single, *forms, *(f"{path}/versions" for path in forms), *values, *verdicts]


async def _told(world: World, who: Who) -> str:
    """Everything that ``who`` is told at all of them."""
    return "\n".join([(await world.ask(who, "GET", f"/api/v1/{path}")).text for path in _paths(world)])


@pytest.mark.parametrize("part", Part)
async def test_a_value_is_told_inside_the_chain_and_nowhere_else(world: World, part: Part) -> None:
    wrong = []
    for who in of(part):
        told = await _told(world, who)
        for value, inside in INSIDE.items():
            if (value in told) is not (inside[who] is Expect.ALLOW):
                wrong.append(f"{value} {'is told to' if value in told else 'is kept from'} {who.part} of {who.relation}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", [OWN_OFFICE, *of(Part.AUDITOR, Relation.OWN), *of(Part.LIAISON, Relation.OWN)])
async def test_only_approved_values_become_observations(world: World, who: Who) -> None:
    """Not even the office that reviews a value finds it among the official ones before it has approved it."""
    lists = ("indicators/observations", "indicators/verdicts")
    told = "".join([(await world.ask(who, "GET", f"/api/v1/{path}", params={"limit": 200})).text for path in lists])
    assert SECRETS["approved"] in told
    assert INTERNAL in told
    assert [value for value in (*(SECRETS[state] for state in UNAPPROVED), EARLIER) if value in told] == []


async def test_a_verdict_does_not_count_an_unapproved_value(world: World) -> None:
    """The explanation names every input; the approved value is one of them."""
    verdict = (await world.ask(OWN_OFFICE, "GET", f"/api/v1/indicators/verdicts/{world.ids['public_verdict']}")).text
    assert SECRETS["approved"] in verdict
    assert [SECRETS[state] for state in UNAPPROVED if SECRETS[state] in verdict] == []


@pytest.mark.parametrize("state", UNAPPROVED)
@pytest.mark.parametrize("part", [Part.OTHER_UNIT, Part.UPPER_OFFICE, Part.LEADERSHIP, Part.SUPERVISOR, Part.ADMINISTRATOR, Part.CLIENT])
async def test_outside_the_chain_an_unapproved_submission_does_not_exist(world: World, part: Part, state: str) -> None:
    submission_id = world.ids[f"submission_{state}"]
    for who in of(part):
        for path in (submission_id, f"{submission_id}/versions"):
            answer = await world.ask(who, "GET", f"/api/v1/submissions/{path}")
            assert (answer.status_code, answer.json()["code"]) == (404, "not-found"), f"{who}: {answer.text}"
        assert submission_id not in [row["id"] for row in await world.items(who, "/api/v1/submissions")], who


async def test_a_submission_that_is_kept_back_cannot_be_told_from_one_that_is_not(world: World) -> None:
    """The refusal is the same for both, word for word but for the request's id."""
    [mayor] = of(Part.LEADERSHIP, Relation.OWN)
    answers = [
        (await world.ask(mayor, "GET", f"/api/v1/submissions/{name}")).json()
        for name in (world.ids["submission_submitted"], "01930000-0000-7000-8000-000000000001")
    ]
    assert [answer.pop("request_id") != "" for answer in answers] == [True, True]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("withdrawn", 404), ("submitted", 200), ("in_review", 200), ("returned", 200)])
async def test_the_lead_reads_what_was_handed_in(world: World, state: str, status: int) -> None:
    [lead] = of(Part.LEAD, Relation.OWN)
    answer = await world.ask(lead, "GET", f"/api/v1/submissions/{world.ids[f'submission_{state}']}")
    assert answer.status_code == status, answer.text
    if status == 200:
        assert answer.json()["may"] == [], "the lead reads along, it does not review"


async def test_a_lead_reads_the_items_of_its_own_actions_only(world: World) -> None:
    """One unit's form may report on several actions; "its actions across units" is not every action of the unit."""
    told = {}
    for part in (Part.LEAD, Part.OTHER_UNIT, Part.LIAISON, Part.PLAN_OFFICE):
        [who] = of(part, Relation.OWN)
        answers = [await world.ask(who, "GET", f"/api/v1/submissions/{world.ids['submission_shared']}{tail}") for tail in ("", "/versions")]
        assert [answer.status_code for answer in answers] == [200, 200]
        told[part] = [[value for value in SHARED if value in answer.text] for answer in answers]
    first, second = SHARED
    assert told == {
        Part.LEAD: [[first], [first]],
        Part.OTHER_UNIT: [[second], [second]],
        Part.LIAISON: [[first, second], [first, second]],
        Part.PLAN_OFFICE: [[first, second], [first, second]],
    }
