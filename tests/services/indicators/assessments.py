"""An assessment of the county's units, as requests of the people who make it; figures small enough to be checked by hand.

2022, filling units: 卫健局 fills T01 (32.6 against a stated 40 %: 60 × 0.815 = 48.90 of 60 points, 81.50 out of 100),
教育局 the binding T02 (51 against at most 38 of 2030, for the targets of 2025 conflict: 40 × 38/51 = 29.80 of 40, 74.50), 体育局 nothing of it.
"""

from typing import Any

from tests.factories.people import COUNTY
from tests.factories.rounds import plan_of
from tests.platform import Caller, World
from tests.services.indicators.test_observations import IMPORT, row, values
from tests.services.indicators.test_taking_over import by_key

INDICATORS = "/api/v1/indicators"
SCHEMES, ASSESSMENTS, FACTS = f"{INDICATORS}/assessment-schemes", f"{INDICATORS}/assessments", f"{INDICATORS}/assessment-facts"
LATE = {"key": "D1", "title": "迟报", "fact": "late_filing", "points": "0.5", "cap": "3"}
RETURNED = {"key": "D2", "title": "退回", "fact": "returned", "points": "1", "free": 1}
GRADES = {
    "kind": "score",
    "grades": [{"name": "优秀", "low": "90"}, {"name": "合格", "low": "60", "high": "90"}, {"name": "差", "low": "0", "high": "60"}],
}
SHARE = {"kind": "share", "line": {"comparator": ">=", "value": "40", "unit": "%"}}


async def path_of(caller: Caller, code: str = COUNTY) -> str:
    """The path of a region."""
    [region] = await caller.items("/api/v1/plans/regions", code=code)
    return str(region["path"])


async def definition(caller: Caller, **changes: Any) -> dict[str, Any]:
    """The scheme that the module speaks of."""
    literacy = (await by_key(caller))["T01"]["indicator_id"]
    item = {"key": "I1", "indicator_id": literacy, "weight": "60", "marking": SHARE}
    groups = [
        {"key": "G1", "title": "健康素养", "weight": "60", "items": [item]},
        {"key": "G2", "title": "约束性指标", "weight": "40", "each": {"nature": "binding", "marking": {"kind": "share"}}},
    ]
    plan_id = (await plan_of(caller))["id"]
    head = {"assessed": {"kind": "units"}, "plan_ids": [plan_id], "deductions": [LATE, RETURNED]}
    return {**head, "groups": groups, "grades": GRADES, **changes}


async def draft(caller: Caller, **changes: Any) -> dict[str, Any]:
    """The body of ``draft_assessment_scheme``; ``changes`` are of the definition."""
    made = await definition(caller, **changes)
    return {"region_path": await path_of(caller), "title": "2022年度考核方案", "year": 2022, "disclosure": "public", "definition": made}


async def published(caller: Caller, disclosure: str = "public", **changes: Any) -> dict[str, Any]:
    """A published scheme."""
    made = await caller.do(SCHEMES, {**await draft(caller, **changes), "disclosure": disclosure})
    found: dict[str, Any] = await caller.do(f"{SCHEMES}/{made['id']}:publish")
    return found


async def with_values(world: World) -> Caller:
    """The plan office, with the values of 2022."""
    office = await world.sign_in("office")
    await office.do(IMPORT, await values(office, row("T01", 2022, "32.6"), row("T02", 2022, "51"), row("T06", 2022, "5.5")))
    return office


async def assessed(world: World, **changes: Any) -> tuple[Caller, dict[str, Any]]:
    """The plan office and a provisional result."""
    office = await with_values(world)
    scheme = await published(office, **changes)
    return office, await office.do(ASSESSMENTS, {"scheme_id": scheme["id"]})


async def announced(world: World, **changes: Any) -> tuple[Caller, dict[str, Any]]:
    """The plan office and a result that is announced; appeals until 20 April 2023."""
    office, result = await assessed(world, **changes)
    return office, await office.do(f"{ASSESSMENTS}/{result['id']}:announce", {"appeals_until": "2023-04-20"})


async def standings(caller: Caller, result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The ranking as the caller sees it, by name in its order."""
    return {one["name"]: one for one in await caller.items(f"{ASSESSMENTS}/{result['id']}/standings")}
