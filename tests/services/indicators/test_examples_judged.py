"""The five example plans over their made-up years: every verdict is derived again from its explanation alone, by the second calculator."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from deploy.loading import DEMO_SECRET, PLANS, example, load_all
from services.indicators.rules import judge
from shared.schemas.verdicts import VerdictInputs, VerdictWord
from tests.factories.people import SECRET
from tests.factories.worlds import Worlds, people
from tests.platform import Caller, World, running_world
from tests.services.indicators.rules import recalculation

INDICATORS = "/api/v1/indicators"
OFFICES = {"jiangbei": "jb-office", "qiantang": "qt-office", "wenling": "wl-office", "cixi": "cx-office", "hangzhou": "hz-office"}
LAST_DAY = date(2026, 5, 20)
DAYS = [*(date(year, 5, 20) for year in range(2019, 2027)), date(2031, 6, 1)]
"""A day of every year that has values, and one after every horizon."""
COUNTS = {"jiangbei": 237, "qiantang": 64, "wenling": 79, "cixi": 80, "hangzhou": 163}
"""Targets in force of each plan: none may be left out."""

Explained = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
async def loaded(worlds: Worlds, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The examples on a platform, with a choice wherever statements of a plan conflict."""
    urls = worlds.copy(people)
    async with running_world(tmp_path_factory.mktemp("examples"), urls) as world:
        world.move_to(LAST_DAY)
        await load_all(world.client, SECRET)
        await world.settle()
        yield world
    worlds.drop(urls)


@pytest.fixture(scope="module")
async def explained(loaded: World) -> Explained:
    """Every verdict of every plan with its explanation, after a person has chosen wherever statements conflict."""
    found: Explained = {}
    for slug, login in OFFICES.items():
        office = await loaded.sign_in(login, DEMO_SECRET)
        await _choose_all(office, await _plan(office, slug))
        stored = await office.items(f"{INDICATORS}/verdicts", plan_id=await _plan(office, slug))
        found[slug] = [await office.read(f"{INDICATORS}/verdicts/{verdict['id']}") for verdict in stored]
    return found


async def _plan(office: Caller, slug: str) -> str:
    title = example("documents", f"{slug}.json")["head"]["title"]
    return str(next(plan["id"] for plan in await office.items("/api/v1/plans") if plan["title"] == title))


async def _choose_all(office: Caller, plan_id: str) -> None:
    for conflict in (await office.read(f"{INDICATORS}/plans/{plan_id}/target-conflicts"))["conflicts"]:
        choice = {"statement_id": conflict["statements"][0]["statement_id"], "year": conflict["year"], "reason": "以指标表为准"}
        await office.do(f"{INDICATORS}/plan-indicators/{conflict['plan_indicator_id']}:choose-target", choice)


async def test_every_target_in_force_has_a_verdict_and_nothing_waits_for_a_choice(loaded: World, explained: Explained) -> None:
    for slug, login in OFFICES.items():
        office = await loaded.sign_in(login, DEMO_SECRET)
        plan_id = await _plan(office, slug)
        targets = await office.items(f"{INDICATORS}/targets", plan_id=plan_id)
        assert {target["id"] for target in targets} == {verdict["target_id"] for verdict in explained[slug]}
        assert await office.items(f"{INDICATORS}/statements", plan_id=plan_id, undecided=True) == []
    assert set(PLANS) == set(explained)


def test_every_stored_verdict_follows_from_its_explanation_alone(explained: Explained) -> None:
    """Issue C, done when: a separate small calculator re-derives every verdict of the examples."""
    wrong = [
        (slug, verdict["key"], verdict["horizon"], verdict["word"], again)
        for slug, verdicts in explained.items()
        for verdict in verdicts
        if (again := recalculation.word(json.loads(json.dumps(verdict["explanation"])))) != verdict["word"]
    ]
    assert wrong == []
    assert {slug: len(verdicts) for slug, verdicts in explained.items()} == COUNTS


def test_every_verdict_of_every_year_follows_from_its_explanation_alone(explained: Explained) -> None:
    """The same cases as of a day of each year: what was known then, judged then, derived again."""
    words: Counter[str] = Counter()
    wrong = []
    for slug, verdicts in explained.items():
        for verdict in verdicts:
            inputs = VerdictInputs.model_validate(verdict["explanation"]["inputs"])
            for day in DAYS:
                judged = judge(inputs.model_copy(update={"as_of": day}))
                again = recalculation.word(judged.explanation.model_dump(mode="json", exclude_none=True))
                words[judged.word] += 1
                if again != judged.word:
                    wrong.append((slug, verdict["key"], verdict["horizon"], day, judged.word, again))
    assert wrong == []
    assert words.total() == sum(COUNTS.values()) * len(DAYS)
    assert set(words) == set(VerdictWord)


async def test_what_is_hard_about_targets_is_among_them(loaded: World, explained: Explained) -> None:
    """Issue C, section 2: conflicts decided by a person, several targets in one cell, sub-populations, a kind that changes between years."""
    seen: Counter[str] = Counter()
    for slug, login in OFFICES.items():
        office = await loaded.sign_in(login, DEMO_SECRET)
        targets = await office.items(f"{INDICATORS}/targets", plan_id=await _plan(office, slug))
        judged = {verdict["target_id"] for verdict in explained[slug]}
        assert all(target["id"] in judged for target in targets)
        seen["chosen"] += sum(target["basis"] == "chosen" for target in targets)
        seen["of a part of the people"] += sum(bool(target["population"]) for target in targets)
        cells = Counter((target["plan_indicator_id"], target["year"], target["population"]) for target in targets)
        seen["several in a cell"] += sum(count > 1 for count in cells.values())
        kinds: dict[str, set[str]] = {}
        for target in targets:
            kinds.setdefault(target["plan_indicator_id"], set()).add(target["expression"]["kind"])
        seen["another kind in another year"] += sum(len(several) > 1 for several in kinds.values())
    assert seen == {"chosen": 6, "of a part of the people": 10, "several in a cell": 5, "another kind in another year": 13}
