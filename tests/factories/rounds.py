"""A round and what is done in it, as requests of the people who do it."""

from typing import Any

from tests.platform import Caller, World

SUBMISSIONS = "/api/v1/submissions"
ROUND = {"subject_year": 2022, "name": "2022年度监测填报", "opens_on": "2023-04-10"}


async def plan_of(caller: Caller, title: str = "健康甲县") -> dict[str, Any]:
    """The world's plan of that title."""
    [plan] = await caller.items("/api/v1/plans", title=title)
    return plan


async def opening(world: World, **changes: Any) -> dict[str, Any]:
    """The body of ``open_round`` for the world's plan; days that are not given follow from the plan."""
    plan = await plan_of(await world.sign_in("office"))
    return {**ROUND, "plan_ids": [plan["id"]], **changes}


async def open_round(world: World, **changes: Any) -> dict[str, Any]:
    """An open round about 2022, known to everybody."""
    office = await world.sign_in("office")
    made: dict[str, Any] = await office.do(f"{SUBMISSIONS}/rounds", await opening(world, **changes))
    await world.settle()
    return made


async def assignment_of(world: World, unit_name: str, **query: Any) -> dict[str, Any]:
    """The unit's assignment."""
    office = await world.sign_in("office")
    [found] = [item for item in await office.items(f"{SUBMISSIONS}/assignments", **query) if item["unit_name"] == unit_name]
    return found


async def start(caller: Caller, assignment: dict[str, Any]) -> dict[str, Any]:
    """The unit's new submission."""
    made: dict[str, Any] = await caller.do(SUBMISSIONS, {"assignment_id": assignment["id"]})
    return made


def value(given: str, **more: Any) -> dict[str, Any]:
    """An answer with a value."""
    return {"kind": "value", "value": given, **more}


def state(given: str) -> dict[str, Any]:
    """An answer with a state."""
    return {"kind": "state", "state": given}


def answers(submission: dict[str, Any], given: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The body of ``fill_submission``: answers by the name of the item."""
    return {"answers": [{"item_id": item_id(submission, name), "answer": answer} for name, answer in given.items()]}


def item_id(submission: dict[str, Any], name: str) -> str:
    """The id of the item of that name."""
    [found] = [row["item"]["id"] for row in submission["content"] if row["item"]["name"] == name]
    return str(found)


async def fill(caller: Caller, submission: dict[str, Any], given: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The submission with these answers."""
    filled: dict[str, Any] = await caller.edit(f"{SUBMISSIONS}/{submission['id']}", answers(submission, given))
    return filled


async def move(caller: Caller, submission: dict[str, Any], verb: str, body: Any = None) -> dict[str, Any]:
    """The submission after ``verb``."""
    moved: dict[str, Any] = await caller.do(f"{SUBMISSIONS}/{submission['id']}:{verb}", body)
    return moved


def returning(submission: dict[str, Any], *names: str, workdays: int = 3, reason: str = "与疾控中心数据不符") -> dict[str, Any]:
    """The body of ``return_submission`` for the items of these names."""
    items = [{"item_id": item_id(submission, name), "reason": reason, "fix": "核对后更正"} for name in names]
    return {"items": items, "workdays": workdays}
