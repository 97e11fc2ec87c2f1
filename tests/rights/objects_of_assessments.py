"""The assessments of the matrix: the county's office assesses the units that fill its public plan; its 卫生健康局 is one of them."""

from typing import Any

from tests.rights.parts import Part, Relation, Who
from tests.rights.world import OWN_LIAISON, OWN_OFFICE, World

_BASE = "/api/v1/indicators"
_UPPER = Who(Part.UPPER_OFFICE, Relation.OWN)
_APPEAL, _ADJUSTMENT = {"text": "应以核定值为准"}, {"points": "1", "reason": "复核"}


def scheme_body(world: World, disclosure: str = "public") -> dict[str, Any]:
    """A scheme on everything that the public plan's units fill."""
    each = {"marking": {"kind": "share", "line": {"comparator": ">=", "value": "40"}}}
    definition = {
        "assessed": {"kind": "units"},
        "plan_ids": [world.named("public_plan")],
        "groups": [{"key": "G", "title": "指标", "weight": "100", "each": each}],
        "grades": {"kind": "score", "grades": [{"name": "合格", "low": "0"}]},
    }
    head = {"region_path": world.named("county_path"), "title": "考核方案", "year": 2021, "disclosure": disclosure}
    return {**head, "definition": definition}


def fact_body(world: World) -> dict[str, Any]:
    """A late filing of the owner's unit."""
    told = {"kind": "late_filing", "count": "1", "evidence": "登记簿"}
    return {"region_path": world.named("county_path"), "subject_id": world.named("owner_unit"), "year": 2021, **told}


async def assessments(world: World) -> None:
    """Schemes and results in each state, and what is said about one announced result."""
    for name in ("draft_assessment_scheme", "assessment_scheme_to_publish"):
        await _make(world, name, f"{_BASE}/assessment-schemes", scheme_body(world))
    for name in ("public_scheme", "upward_scheme", "scheme_to_revise"):
        await _make(
            world, name, f"{_BASE}/assessment-schemes", scheme_body(world, name.removesuffix("_scheme") if name.endswith("d_scheme") else "public")
        )
        await world.do(OWN_OFFICE, "POST", f"{_BASE}/assessment-schemes/{world.ids[name]}:publish", None)
    for name in ("provisional_assessment", "assessment_to_announce", "public_assessment"):
        await _assess(world, name, "public_scheme")
    await _assess(world, "upward_assessment", "upward_scheme")
    for name in ("public_assessment", "upward_assessment"):
        await world.do(OWN_OFFICE, "POST", f"{_BASE}/assessments/{world.ids[name]}:announce", {"appeals_until": "2099-12-31"})
    for name in ("fact", "fact_to_withdraw"):
        await _make(world, name, f"{_BASE}/assessment-facts", fact_body(world))
    standing = f"{_BASE}/standings/{world.ids['public_standing']}"
    for name in ("appeal", "appeal_to_decide"):
        await _make(world, name, f"{standing}:appeal", _APPEAL, OWN_LIAISON)
    for name in ("adjustment", "adjustment_to_decide"):
        await _make(world, name, f"{standing}:adjust", _ADJUSTMENT, _UPPER)


async def _make(world: World, name: str, path: str, body: Any, who: Who = OWN_OFFICE) -> None:
    world.ids[name] = (await world.do(who, "POST", path, body))["id"]


async def _assess(world: World, name: str, scheme: str) -> None:
    """A result of a scheme, and the standing of the owner's unit in it."""
    await _make(world, name, f"{_BASE}/assessments", {"scheme_id": world.ids[scheme]})
    standings = await world.items(OWN_OFFICE, f"{_BASE}/assessments/{world.ids[name]}/standings")
    [own] = [one["id"] for one in standings if one["assessed_id"] == world.ids["owner_unit"]]
    world.ids[f"{name.removesuffix('_assessment')}_standing"] = own
