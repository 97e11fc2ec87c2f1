"""A finding that is to be put right is told to its unit: once when it opens, again when it is sent back."""

from tests.factories.people import HEALTH
from tests.platform import World
from tests.services.notifications.test_reminding import inbox_of
from tests.services.submissions.test_rectifications import DONE, move, opened


async def told(world: World, login: str) -> list[str]:
    """What somebody's inbox says about things to be put right."""
    return [one["body"] for one in await inbox_of(world, login, "assigned") if one["title"].startswith("To be put right")]


async def test_the_unit_is_told_what_to_put_right_and_by_when(world: World) -> None:
    await opened(world)
    await world.settle()
    said = f"{HEALTH} is asked to put right 控烟标识缺失 by the end of 2023-06-30 (Friday)"
    for login in ("health", "health-leader"):
        [body] = await told(world, login)
        assert body.startswith(said), login
    assert await told(world, "education") == await told(world, "office") == []


async def test_what_was_not_put_right_is_told_again(world: World) -> None:
    one = await opened(world)
    await move(await world.sign_in("health"), one, "report", DONE)
    await move(await world.sign_in("office"), one, "check", {"outcome": "failed", "note": "仍缺1处", "due_on": "2023-07-31"})
    await world.settle()
    bodies = await told(world, "health")
    assert len(bodies) == 2 and "2023-07-31 (Monday)" in bodies[1]
