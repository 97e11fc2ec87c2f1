"""What-if questions over HTTP: a computation on a stored verdict's case, nothing is stored."""

from typing import Any
from uuid import uuid4

import pytest

from tests.factories.problems import pointers, problem, row_counts
from tests.platform import Caller, World
from tests.services.indicators.test_observations import IMPORT, row, values, verdict_on

EVALUATE = "/api/v1/indicators/verdicts:evaluate"


async def asked(caller: Caller, **question: Any) -> Any:
    """The answer to a question; no Idempotency-Key is needed."""
    answer = await caller.post(EVALUATE, question, key=None)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
async def office(world: World) -> Caller:
    """The plan office, with two years of values: 31.2 in 2021, 32.6 in 2022."""
    caller = await world.sign_in("office")
    await caller.do(IMPORT, await values(caller, row("T01", 2021, "31.2"), row("T01", 2022, "32.6")))
    return caller


async def test_another_value_another_target_and_nothing_stored(world: World, office: Caller) -> None:
    verdict = await verdict_on(office, "T01", 2022)
    before = await row_counts(world.service("indicators"))
    same = await asked(office, verdict_id=verdict["id"])
    assert (same["before"], same["verdict"]["word"], same["projection"], same["not_projected"]) == ("met", "met", None, None)
    lower = await asked(office, verdict_id=verdict["id"], values=[{"year": 2022, "value": "31.9"}])
    assert (lower["before"], lower["verdict"]["word"]) == ("met", "not_met")
    higher = await asked(office, verdict_id=verdict["id"], target="不低于35%")
    assert higher["verdict"]["word"] == "not_met" and higher["verdict"]["explanation"]["clause"] is None
    assert "不低于35%" in higher["verdict"]["explanation"]["said"]["zh"]
    range_of = {"kind": "range", "low": "32", "high": "33"}
    assert (await asked(office, verdict_id=verdict["id"], expression=range_of))["verdict"]["word"] == "met"
    assert await row_counts(world.service("indicators")) == before
    assert await verdict_on(office, "T01", 2022) == verdict


async def test_where_the_values_lead(office: Caller) -> None:
    verdict = await verdict_on(office, "T01", 2030)
    found = (await asked(office, verdict_id=verdict["id"], project="last_slope"))["projection"]
    assert (found["method"], found["slope"], found["horizon"], found["expected"], found["word"]) == ("last_slope", "1.4", 2030, "43.8", "met")
    assert [point["value"] for point in found["points"]][-2:] == ["31.2", "32.6"]
    slower = await asked(office, verdict_id=verdict["id"], values=[{"year": 2022, "value": "31.4"}], project="last_slope")
    assert (slower["projection"]["expected"], slower["projection"]["gap"], slower["projection"]["yearly_change_needed"]) == ("33.0", "7.0", "1.075")
    over = await asked(office, verdict_id=verdict["id"], values=[{"year": 2030, "value": "41"}], as_of="2031-05-01", project="least_squares")
    assert (over["verdict"]["word"], over["projection"], over["not_projected"]) == ("met", None, "horizon_reached")


async def test_an_earlier_day_knows_less(office: Caller) -> None:
    verdict = await verdict_on(office, "T01", 2022)
    earlier = await asked(office, verdict_id=verdict["id"], as_of="2021-12-31")
    assert 2022 not in [value["year"] for value in earlier["verdict"]["explanation"]["inputs"]["series"]]


async def test_a_case_of_ones_own(office: Caller) -> None:
    verdict = await verdict_on(office, "T01", 2022)
    case = verdict["explanation"]["inputs"]
    answer = await asked(office, inputs={**case, "horizon": 2023}, as_of="2023-04-01")
    assert (answer["before"], answer["verdict"]["explanation"]["inputs"]["as_of"]) == (None, "2023-04-01")


@pytest.mark.parametrize(
    ("question", "pointer"),
    [
        ({}, ""),
        ({"verdict_id": str(uuid4()), "target": "40%", "expression": {"kind": "none"}}, ""),
        ({"verdict_id": str(uuid4()), "project": "by_eye"}, "/project"),
        ({"verdict_id": str(uuid4()), "values": [{"year": 2022, "value": "viele"}]}, "/values/0/value"),
    ],
)
async def test_questions_that_are_none(office: Caller, question: dict[str, Any], pointer: str) -> None:
    refused = problem(await office.post(EVALUATE, question, key=None), 422, "invalid-request")
    assert pointer in pointers(refused)


@pytest.mark.parametrize("text", ["适当控制", "90%以上且每年提高1个百分点", "2035年达到50%"])
async def test_a_target_that_is_not_one_is_refused_with_its_reason(office: Caller, text: str) -> None:
    verdict = await verdict_on(office, "T01", 2022)
    refused = problem(await office.post(EVALUATE, {"verdict_id": verdict["id"], "target": text}, key=None), 422, "target-unclear")
    assert text in refused["detail"]


async def test_a_verdict_that_one_may_not_know_of(world: World, office: Caller) -> None:
    problem(await office.post(EVALUATE, {"verdict_id": str(uuid4())}, key=None), 404, "not-found")
    problem(await world.nobody.post(EVALUATE, {"verdict_id": str(uuid4())}, key=None), 401, "not-authenticated")
