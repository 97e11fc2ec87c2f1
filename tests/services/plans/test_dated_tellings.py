"""What begins or ends on a later day is told on that day, once, also after a downtime."""

from datetime import date
from typing import Any

from sqlalchemy import select

from services.plans.dated_tellings import DatedTellings
from shared.kit.tables import outbox_events
from tests.factories.people import EAST, EDUCATION, HEALTH, OFFICE, SPORT, WEST
from tests.factories.rounds import plan_of
from tests.platform import World, eventually
from tests.services.plans.test_groups import GROUPS, PLANS, streets, unit_id
from tests.services.plans.test_responsibilities import ENTRIES, leads

WHY = "机构改革：职责划转"


async def told(world: World, kind: str, subject: str | None = None) -> list[dict[str, Any]]:
    """What plans has told of a type so far, oldest first."""
    statement = select(outbox_events.c.data).where(outbox_events.c.type == kind).order_by(outbox_events.c.id)
    if subject is not None:
        statement = statement.where(outbox_events.c.subject == subject)
    return [row.data for row in await world.service("plans").database.read.all(statement)]


async def at_rest(world: World) -> None:
    """Return once a turn finds nothing more to tell and all is delivered."""

    async def nothing_left() -> bool:
        return await DatedTellings(world.service("plans")).turn() == 0

    await eventually(nothing_left)
    await world.settle()


async def a_lead_from(world: World, day: str, until: str | None = None) -> str:
    """县体育局 leads A2 from a day on, in the place of 县卫生健康局; its id."""
    office = await world.sign_in("office")
    plan = await plan_of(office)
    [lead] = [one for one in await office.items(ENTRIES, plan_id=plan["id"]) if (one["action"], one["role"]) == ("A2", "lead")]
    sport = await unit_id(office, SPORT)
    ended = await office.do(f"{ENTRIES}/{lead['id']}:end", {"ends_on": day, "reason": WHY, "successor": {"unit_id": sport}})
    if until is not None:
        await office.do(f"{ENTRIES}/{ended['successor_id']}:end", {"ends_on": until, "reason": WHY})
    return sport


async def test_a_lead_of_a_later_day_is_told_on_that_day_and_once(world: World) -> None:
    office = await world.sign_in("office")
    plan = await plan_of(office)
    health = await unit_id(office, HEALTH)
    sport = await a_lead_from(world, "2023-05-01")
    await at_rest(world)
    assert (await leads(world, plan["id"]))["T02"] == [health]
    before = await told(world, "leads.changed")
    world.move_to(date(2023, 4, 30))
    await at_rest(world)
    assert await told(world, "leads.changed") == before
    world.move_to(date(2023, 5, 1))
    await at_rest(world)
    assert (await leads(world, plan["id"]))["T02"] == [sport]
    [news] = (await told(world, "leads.changed"))[len(before) :]
    assert (news["action"], news["lead_unit_ids"]) == ("A2", [sport])
    await at_rest(world)
    assert len(await told(world, "leads.changed")) == len(before) + 1


async def test_after_a_downtime_the_state_of_the_day_is_told_once(world: World) -> None:
    await a_lead_from(world, "2023-05-01", until="2023-06-01")
    await at_rest(world)
    before = len(await told(world, "leads.changed"))
    world.move_to(date(2023, 7, 15))
    await at_rest(world)
    [news] = (await told(world, "leads.changed"))[before:]
    assert (news["action"], news["lead_unit_ids"]) == ("A2", [])


async def test_a_draft_tells_nothing_on_the_day(world: World) -> None:
    office = await world.sign_in("office")
    plan = await plan_of(office)
    await a_lead_from(world, "2023-05-01")
    await office.do(f"{PLANS}/{plan['id']}:withdraw", {"on": "2023-04-10", "reason": "与上级方案不一致"})
    await at_rest(world)
    before = await told(world, "leads.changed")
    world.move_to(date(2023, 5, 2))
    await at_rest(world)
    assert await told(world, "leads.changed") == before, "a plan that no longer binds is told of no more"


async def test_members_that_come_and_go_are_told_on_their_day(world: World) -> None:
    admin = await world.sign_in("county-admin")
    group, east, west, sport = await streets(admin), *[await unit_id(admin, name) for name in (EAST, WEST, SPORT)]
    [member] = [one["id"] for one in await admin.items(f"{GROUPS}/{group['id']}/members") if one["unit_id"] == east]
    await admin.do(f"{GROUPS}/{group['id']}:remove-members", {"membership_ids": [member], "on": "2023-05-01"})
    await admin.do(f"{GROUPS}/{group['id']}:add-members", {"members": [{"unit_id": sport}], "since": "2023-06-01"})
    await at_rest(world)
    news = await told(world, "group.changed", group["id"])
    assert set(news[-1]["member_ids"]) == {east, west}
    assert {(one["unit_id"], one["valid_from"], one["valid_until"]) for one in news[-1]["members"]} == {
        (east, "1949-10-01", "2023-05-01"),
        (west, "1949-10-01", None),
        (sport, "2023-06-01", None),
    }, "every membership with its dates: a receiver can ask about any day"
    for day, expected in ((date(2023, 5, 1), {west}), (date(2023, 6, 1), {west, sport})):
        world.move_to(day)
        await at_rest(world)
        later = await told(world, "group.changed", group["id"])
        assert len(later) == len(news) + 1 and set(later[-1]["member_ids"]) == expected
        news = later


async def test_who_owes_a_duty_from_a_later_day_is_told_at_once_and_on_the_day(world: World) -> None:
    office = await world.sign_in("office")
    plan = await plan_of(office)
    owner, education = await unit_id(office, OFFICE), await unit_id(office, EDUCATION)
    [entry] = await office.items(ENTRIES, plan_id=plan["id"], about="duty")
    await office.do(f"{ENTRIES}/{entry['id']}:end", {"ends_on": "2023-05-01", "reason": WHY, "successor": {"unit_id": education}})
    await at_rest(world)
    news = await told(world, "duty.changed")
    assert [(one["unit_id"], one["valid_from"], one["valid_until"]) for one in news[-1]["bearers"]] == [
        (owner, None, "2023-05-01"),
        (education, "2023-05-01", None),
    ]
    world.move_to(date(2023, 5, 1))
    await at_rest(world)
    later = await told(world, "duty.changed")
    assert len(later) == len(news) + 1 and later[-1]["bearers"] == news[-1]["bearers"]
