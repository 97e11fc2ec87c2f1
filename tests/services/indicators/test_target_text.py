"""Printed target text read over HTTP: a computation, nothing is stored."""

from typing import Any

import pytest

from tests.factories.problems import pointers, problem, row_counts
from tests.platform import Caller, World

PARSE = "/api/v1/indicators/targets:parse"


async def read(caller: Caller, **body: Any) -> Any:
    """What a text was read as; no Idempotency-Key is needed."""
    answer = await caller.post(PARSE, body, key=None)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_two_targets_of_one_cell(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    answer = await read(office, text="90%以上且每年提高1个百分点", indicator="居民健康素养水平", polarity="up")
    assert [target["expression"]["kind"] for target in answer["targets"]] == ["threshold", "yearly_step"]
    assert answer["targets"][0] | {"expression": None} == {
        "raw": "90%以上",
        "indicator": None,
        "population": None,
        "year": None,
        "expression": None,
        "zh": "不低于90%",
        "en": "at least 90 %",
    }
    assert answer["targets"][0]["expression"] == {"kind": "threshold", "comparator": ">=", "value": "90", "unit": "%"}
    assert [one["kind"] for one in answer["understood"]] == ["threshold", "yearly_step"]
    assert (answer["assumed"], answer["refused"]) == ([], [])


async def test_years_named_before_the_text_are_given_to_its_values(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    answer = await read(office, text="分别达到32%和40%", years=[2022, 2030])
    assert [(target["year"], target["expression"]["value"]) for target in answer["targets"]] == [(2022, "32"), (2030, "40")]


async def test_what_is_refused_is_an_answer_with_its_reason(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    answer = await read(office, text="适当控制")
    assert answer["targets"] == []
    assert answer["refused"] == [{"raw": "适当控制", "zh": "措辞没有可以判定的标准", "en": "the wording sets no line that could be judged"}]


async def test_an_empty_cell_sets_nothing(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    assert [target["expression"] for target in (await read(office, text=""))["targets"]] == [{"kind": "none"}]


async def test_nothing_is_stored(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    before = await row_counts(shared_world.service("indicators"))
    await read(office, text="45%以上")
    assert await row_counts(shared_world.service("indicators")) == before


async def test_anonymous_callers_are_asked_who_they_are(shared_world: World) -> None:
    problem(await shared_world.nobody.post(PARSE, {"text": "45%以上"}, key=None), 401, "not-authenticated")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "/text"),
        ({"text": "4" * 1001}, "/text"),
        ({"text": "45", "polarity": "sideways"}, "/polarity"),
        ({"text": "45", "years": [1900]}, "/years/0"),
        ({"text": "45", "colour": "red"}, "/colour"),
    ],
    ids=["no text", "too long", "unknown polarity", "not a year", "unknown field"],
)
async def test_a_body_that_is_none_is_refused_at_its_place(shared_world: World, body: dict[str, Any], place: str) -> None:
    office = await shared_world.sign_in("office")
    answer = await office.post(PARSE, body, key=None)
    assert place in pointers(problem(answer, 422, "invalid-request"))
