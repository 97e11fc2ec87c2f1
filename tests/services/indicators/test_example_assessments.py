"""The two example schemes over the made-up values of 2025; every mark was worked out by hand beside its arithmetic."""

from datetime import date
from typing import Any

import pytest

from deploy.assessing import load_scheme
from deploy.loading import DEMO_SECRET, load_catalogue, load_directory, load_plan
from tests.factories.people import SECRET
from tests.platform import Caller, World

BASE = "/api/v1/indicators"

REGIONS = {
    "江北区": {
        "I1": "22.56",  # 25 × 36.1/40 = 22.5625
        "I2": "15.00",  # 46.8 is at or above 45: 100 %
        "I3": "15.00",  # 2.44 is at most 3
        "I4": "15.00",  # 0 is at most 7
        "I5": "15.00",  # 100 is at least 100
        "I6": "13.50",  # on track: 15 × 90 %
    },
    "慈溪市": {
        "I1": "23.38",  # 25 × 37.4/40 = 23.375, half up
        "I2": "12.00",  # 43.8 lies between 40 and 45: 15 × 80 %
        "I3": "15.00",  # 1.9 is at most 3
        "I4": "10.71",  # 15 × 7/9.8 = 10.714
        "I5": "0.00",  # 92.9 is below 100
        "I6": "0.00",  # the plan's last target is of 2022: no verdict on 2025, and the item says zero
    },
}
# 96.06 - 3 × 0.5 = 94.56; 61.09 + 2 = 63.09
# indices: the roots of (36.1 - 20)/30 × (10 - 2.44)/10 = 0.40572 and of (37.4 - 20)/30 × (10 - 1.9)/10 = 0.4698
SCORES = {"江北区": (1, "94.56", "优秀", "0.6370"), "慈溪市": (2, "63.09", "合格", "0.6854")}

# 40 over nine indicators: 4.45 four times, then 4.44; ozone missed its target. 30 over four: 7.50 each; one count was not reached.
UNITS = {
    "区妇联": {"P03": "30.00"},
    "区教育局": {"P34": "30.00"},
    "市生态环境局钱塘分局": {
        **dict.fromkeys(("P14", "P15", "P17"), "4.45"),
        "P16": "0.00",
        **dict.fromkeys(("P18", "P19", "P20", "P21", "P22"), "4.44"),
    },
    "区卫生健康局": {"P01": "7.50", "P02": "0.00", "P04": "7.50", "P05": "7.50"},
}
# 30/30; 30/30; 35.55/40 × 100 = 88.875, half up; 22.5/30 × 100 = 75.
# Four run: 30 % are one place, which the two at 100 share; 70 % are two places, so the third and fourth take the rest.
PLACES = {
    "区妇联": (1, "100.00", "优秀"),
    "区教育局": (1, "100.00", "优秀"),
    "市生态环境局钱塘分局": (3, "88.88", "待改进"),
    "区卫生健康局": (4, "75.00", "待改进"),
    "区住建局": (None, None, None),
    "区综合行政执法局": (None, None, None),
    "医药港管理办公室": (None, None, None),
}


async def _results(office: Caller, scheme: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Standings of a new result with their cards, by name; a second run gives the same."""
    result = await office.do(f"{BASE}/assessments", {"scheme_id": scheme["id"]})
    again = await office.do(f"{BASE}/assessments/{result['id']}:rerun")
    assert (again["repeats"], again["equal"]) == (True, True)
    ranking = await office.items(f"{BASE}/assessments/{result['id']}/standings")
    return {one["name"]: await office.read(f"{BASE}/standings/{one['id']}") for one in ranking}


def _by_key(standing: dict[str, Any]) -> dict[str, str]:
    return {mark["key"]: mark["mark"] for mark in standing["card"]["marks"]}


@pytest.mark.timeout(180)
async def test_the_examples_give_the_marks_that_were_worked_out_by_hand(people_world: World) -> None:
    world = people_world
    world.move_to(date(2026, 5, 20))
    await load_directory(world.client, SECRET)
    await load_catalogue(world.client, SECRET)
    plans = {slug: await load_plan(world.client, slug) for slug in ("jiangbei", "cixi", "qiantang")}
    await world.settle()
    city, district = await world.sign_in("nb-office", DEMO_SECRET), await world.sign_in("qt-office", DEMO_SECRET)
    scheme = await load_scheme(world.client, "regions")
    for code, kind, count in (("330205", "late_filing", "3"), ("330282", "case_adopted", "1")):
        [region] = await city.items("/api/v1/plans/regions", code=code)
        told = {"year": 2025, "kind": kind, "count": count, "evidence": "演示"}
        await city.do(f"{BASE}/assessment-facts", {"region_path": scheme["region_path"], "subject_id": region["id"], **told})
    found = await _results(city, scheme)
    assert {name: _by_key(one) for name, one in found.items()} == REGIONS
    assert {name: (one["rank"], one["score"], one["grade"], one["index_value"]) for name, one in found.items()} == SCORES
    found = await _results(district, await load_scheme(world.client, "units", plans["qiantang"]))
    assert {name: _by_key(one) for name, one in found.items() if one["card"]["marks"]} == UNITS
    assert {name: (one["rank"], one["score"], one["grade"]) for name, one in found.items()} == PLACES
