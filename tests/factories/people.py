"""A made-up city with two counties, their units, and an account for each part that a test needs somebody to play."""

from typing import Any

SECRET = "made-up-secret"
CITY, COUNTY, NEIGHBOUR, PROVINCE = "9901", "990101", "990102", "99"

REGIONS = [
    {"code": PROVINCE, "name": "某省", "level": "province"},
    {"code": CITY, "name": "某市", "level": "city", "parent_code": PROVINCE},
    {"code": COUNTY, "name": "甲县", "level": "county", "parent_code": CITY},
    {"code": NEIGHBOUR, "name": "乙县", "level": "county", "parent_code": CITY},
]

HEALTH, EDUCATION, SPORT, OFFICE = "县卫生健康局", "县教育局", "县体育局", "县健康办"
EAST, WEST, STREETS = "东街道", "西街道", "各街道"
LOSING_POST_ON = "2023-04-20"
"""The day on which ``mover`` leaves the education bureau for the plan office."""


def unit(name: str, kind: str = "department", code: str = COUNTY, **more: Any) -> dict[str, Any]:
    """One row of a unit import."""
    return {"region_code": code, "name": name, "kind": kind, **more}


UNITS = [
    unit(HEALTH, aliases=["县卫健局"]),
    unit(EDUCATION),
    unit(SPORT),
    unit(OFFICE, "coordination_office"),
    unit(EAST, "town"),
    unit(WEST, "town"),
    unit(HEALTH, code=NEIGHBOUR),
    unit(OFFICE, "coordination_office", code=NEIGHBOUR),
    unit("市健康办", "coordination_office", code=CITY),
]
GROUPS = [{"region_code": COUNTY, "name": STREETS, "aliases": ["各镇街"], "members": [EAST, WEST]}]


def post(role: str, unit: str | None = None, code: str | None = COUNTY, **dates: str) -> dict[str, Any]:
    """One post of an account."""
    return {"role": role, "region_code": code, "unit": unit, **dates}


def account(login: str, *posts: dict[str, Any], scopes: tuple[str, ...] = (), name: str | None = None) -> dict[str, Any]:
    """One row of an account import."""
    return {"login": login, "name": name or f"人员 {login}", "secret": SECRET, "posts": list(posts), "scopes": list(scopes)}


ACCOUNTS = [
    account("office", post("plan_office", OFFICE)),
    account("office-b", post("plan_office", OFFICE)),
    account("office-health", post("plan_office", OFFICE), post("liaison", HEALTH)),
    account("health", post("liaison", HEALTH)),
    account("health-leader", post("unit_leader", HEALTH)),
    account("education", post("liaison", EDUCATION)),
    account("mover", post("liaison", EDUCATION, valid_until=LOSING_POST_ON), post("plan_office", OFFICE, valid_from=LOSING_POST_ON)),
    account("mayor", post("leadership")),
    account("auditor", post("auditor")),
    account("upper", post("upper_office", "市健康办", CITY)),
    account("county-admin", post("administrator")),
    account("neighbour-office", post("plan_office", OFFICE, NEIGHBOUR)),
    account("neighbour-health", post("liaison", HEALTH, NEIGHBOUR)),
    account("partner", post("client"), scopes=("plans:read", "indicators:read", "observations:write")),
    account("bare-partner", post("client")),
]
"""Nobody is the liaison of 县体育局: what it is told goes unheard."""
