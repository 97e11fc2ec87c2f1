"""What is told besides deadlines: event, who hears of it, and what is said."""

from itertools import count
from uuid import UUID, uuid4

import pytest

from services.notifications.rules.turning import AT_ONCE, Telling, telling
from shared.schemas.events.directory import AccountHandedOver
from shared.schemas.events.measuring import VerdictChanged
from shared.schemas.verdicts import Said, VerdictWord
from tests.factories.people import HEALTH
from tests.factories.streams import account_of, say
from tests.platform import World

NOTIFICATIONS = "/api/v1/notifications"
_VERSIONS = count(1)

TURNS = [
    (None, "on_track", 0, "not_at_all"),
    (None, "behind", 0, "together"),  # the first judging of a plan is no turn, and one message for all of it
    ("no_data", "behind", 0, "singly"),
    ("on_track", "behind", 0, "singly"),
    ("met", "not_met", 0, "singly"),
    ("behind", "worsening", 0, "singly"),
    ("behind", "not_met", 0, "singly"),
    ("worsening", "behind", 0, "not_at_all"),
    ("not_met", "behind", 0, "not_at_all"),
    ("behind", "behind", 0, "not_at_all"),
    ("behind", "on_track", 0, "not_at_all"),
    ("on_track", "undetermined", 0, "not_at_all"),
    ("on_track", "behind", AT_ONCE - 1, "singly"),
    ("on_track", "behind", AT_ONCE, "together"),
]


@pytest.mark.parametrize(("before", "word", "told", "expected"), TURNS)
def test_only_a_turn_for_the_worse_is_told_and_a_flood_as_one(before: str | None, word: str, told: int, expected: str) -> None:
    """Issue E, point 2: a verdict turned to behind or not met; no flood on a re-judging of everything."""
    assert telling(VerdictWord(before) if before else None, VerdictWord(word), told) is Telling(expected)


async def judged(world: World, *turns: tuple[UUID, str | None, str]) -> None:
    """What the indicators service tells of targets, in one transaction: (target, before, word)."""
    service, office = world.service("indicators"), await world.sign_in("office")
    one = (await office.items("/api/v1/indicators/plan-indicators"))[0]
    place = {"plan_id": one["plan_id"], "plan_indicator_id": one["id"], "region_path": one["region_path"]}
    place |= {"filling_unit_id": await unit_of(world, HEALTH), "indicator_name": "健康素养水平", "horizon": 2030}
    async with service.database.write() as db:
        for target, before, word in turns:
            said = Said(zh="进度落后。", en="Behind the pace.")
            turn = {"version": next(_VERSIONS), "target_id": target, "before": before, "word": word, "said": said}
            event = VerdictChanged.model_validate({**turn, **place})
            await service.outbox.record(db, event, at=world.now)
    await world.settle()


async def unit_of(world: World, name: str) -> str:
    """The unit's id."""
    units = await (await world.sign_in("office")).items("/api/v1/plans/units")
    return str(next(unit["id"] for unit in units if unit["name"] == name))


async def told(world: World, login: str, kind: str = "verdict") -> list[str]:
    """Titles of the account's messages of a kind."""
    return [one["title"] for one in await (await world.sign_in(login)).items(NOTIFICATIONS) if one["kind"] == kind]


async def test_a_turn_is_told_to_the_office_and_to_who_fills_the_value(world: World) -> None:
    await judged(world, (uuid4(), "on_track", "behind"))
    for login in ("office", "health"):
        assert await told(world, login) == ["Warning: 健康素养水平 (target 2030)"]
    for login in ("education", "mayor", "auditor", "neighbour-health"):
        assert await told(world, login) == []


async def test_a_verdict_that_goes_back_and_forth_says_the_same_word_once_a_day(world: World) -> None:
    target = uuid4()
    await judged(world, (target, "on_track", "behind"), (target, "behind", "on_track"), (target, "on_track", "behind"))
    assert len(await told(world, "office")) == 1
    await judged(world, (target, "behind", "not_met"))
    assert len(await told(world, "office")) == 2, "another word is said"


async def test_a_whole_plan_that_turns_is_a_few_messages_and_one_for_the_rest(world: World) -> None:
    await judged(world, *((uuid4(), "on_track", "behind") for _ in range(60)))
    for login in ("office", "health"):
        titles = await told(world, login)
        assert len(titles) == AT_ONCE + 1 and titles.count("Warning: 健康素养水平 (target 2030)") == AT_ONCE
    office = await world.sign_in("office")
    last = (await office.items(NOTIFICATIONS))[-1]
    assert last["link"].endswith("/scoreboard") and (await office.get(last["link"], year=2025)).status_code == 200


async def test_the_first_judging_of_a_plan_is_one_message(world: World) -> None:
    await judged(world, *((uuid4(), None, "behind") for _ in range(60)))
    assert len(await told(world, "office")) == len(await told(world, "health")) == 1


async def test_a_hand_over_is_told_to_both_once(world: World) -> None:
    """Who takes over is told of the messages that came along; who is relieved keeps the word of it."""
    await say(world, "health", "unread")
    giver, taker = await account_of(world, "health"), await account_of(world, "education")
    plans, unit = world.service("plans"), await unit_of(world, HEALTH)
    change = AccountHandedOver.model_validate(
        {"version": 1, "account_id": giver, "successor_id": taker, "unit_ids": [unit], "on": "2023-04-10"},
    )
    async with plans.database.write() as db:
        await plans.outbox.record(db, change, at=world.now)
    await world.settle()
    assert await told(world, "education", "assigned") == ["New task: unread", f"You take over: {HEALTH}"]
    taken = (await (await world.sign_in("education")).items(NOTIFICATIONS))[-1]
    assert "2023-04-10 (Monday)" in taken["body"] and "1 unread messages" in taken["body"]
    assert await told(world, "health", "waived") == [f"Handed over: {HEALTH}"]
    assert await told(world, "health", "assigned") == []
