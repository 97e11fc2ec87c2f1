"""What is read of official values at three and at thirty million of them, on PostgreSQL, and ten thousand verdicts.

``python -m tests.bench --only postgresql --part values``
"""

import time
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import asyncpg  # type: ignore[import-untyped]

from services.indicators.rules.verdicts import judge
from shared.rules.targets import parse
from shared.schemas.plan_document import Baseline, BaselineKind
from shared.schemas.services import ServiceName
from shared.schemas.targets import Polarity, TargetExpression
from shared.schemas.verdicts import Standing, ValueUsed, VerdictInputs
from tests.bench.by_hand import beside_by_hand, compared
from tests.bench.children import services
from tests.bench.data import OFFICE, bearer
from tests.bench.medians import medians
from tests.bench.millions import REGIONS, YEARS, fill_counties, fill_plan, fill_values
from tests.bench.places import Place
from tests.bench.plans import plans_of
from tests.bench.report import Line

_SMALL, _LARGE, _ROWS, _SIDE = 100, 1000, 200, 100
_AIM_GROWTH, _AIM_SECONDS = 1.3, 1.0
_BASE = "/api/v1/indicators"
_TARGETS = ("≥60%", "提高10个百分点", "每年提高1个百分点以上", "持续上升", "较基期提高10%", "翻一番")


async def measure_values(place: Place, rounds: int) -> list[Line]:
    """Lists, the scoreboard, the ranking and the heat table at both sizes, and how they grow; verdicts by the thousand."""
    connection = await asyncpg.connect(place.driver_url("indicators"))
    plan_id = await connection.fetchval("SELECT plan_id FROM plan_indicators GROUP BY plan_id ORDER BY count(*) DESC LIMIT 1")
    await fill_plan(connection, plan_id)
    await fill_counties(connection)
    asked = await _questions(connection, plan_id)
    lines: list[Line] = []
    small = await _at(place, connection, asked, rounds, (1, _SMALL), lines)
    large = await _at(place, connection, asked, rounds, (_SMALL + 1, _LARGE), lines)
    await connection.close()
    grown = [_growth(what, small[what], large[what]) for what in asked]
    return [*lines, *grown, *_verdicts()]


async def _at(
    place: Place,
    connection: Any,
    asked: dict[str, tuple[str, float]],
    rounds: int,
    entries: tuple[int, int],
    lines: list[Line],
) -> dict[str, float]:
    """The milliseconds of each question, once the values of some more entries are there."""
    began = time.perf_counter()
    values = await fill_values(connection, *entries)
    lines.append(Line(f"{values:,} values written", f"{time.perf_counter() - began:.0f} s", "", ""))
    async with services(place, ServiceName.PLANS) as real:  # anew: no token lives as long as the writing of millions takes
        headers = {"authorization": await bearer(real[ServiceName.PLANS].url, OFFICE)}
    took = {}
    async with beside_by_hand(place, ServiceName.INDICATORS, headers, [path for path, _ in asked.values()], connection) as (ways, recorded):
        for (what, (_, aim)), asks in zip(asked.items(), ways, strict=True):
            measured = await medians(asks, 4 * rounds)
            lines += compared(f"{what}, {values:,} values", measured, await asks[-1](), aim)
            took[what] = measured[0]
        for what, statements in zip(asked, recorded, strict=True):
            print(await plans_of(connection, f"{what}, {values:,} values", statements), flush=True)
    return took


async def _questions(connection: Any, plan_id: Any) -> dict[str, tuple[str, float]]:
    """What is asked, by what it is called, each with its aim."""
    indicator, region = await connection.fetchrow("SELECT md5('i7')::uuid, md5('r77')::uuid")
    columns = [str(row[0]) for row in await connection.fetch(f"SELECT md5('i' || i)::uuid FROM generate_series(1, {_SIDE}) i")]
    places = [str(row[0]) for row in await connection.fetch(f"SELECT md5('r' || r)::uuid FROM generate_series(1, {_SIDE}) r")]
    heat = urlencode({"indicator_id": columns, "region_id": places, "period": YEARS[-1]}, doseq=True)
    return {
        "scoreboard of a plan and year": (f"{_BASE}/plans/{plan_id}/scoreboard?{urlencode({'year': 2025, 'limit': _ROWS})}", 1.5),
        f"ranking of {REGIONS:,} counties": (f"{_BASE}/{indicator}/comparison?{urlencode({'period': YEARS[-1], 'limit': _ROWS})}", 1.5),
        f"heat table {_SIDE} × {_SIDE}": (f"{_BASE}/heat-table?{heat}", 2.0),
        "values of one indicator": (_list(indicator_id=indicator), 1.5),
        "values of one region": (_list(region_id=region), 1.5),
        "values of one indicator and year": (_list(indicator_id=indicator, year=2015), 1.5),
        "values of one region, as of a day": (_list(region_id=region, as_of="2030-01-01T00:00:00Z"), 1.5),
    }


def _list(**query: Any) -> str:
    return f"{_BASE}/observations?{urlencode({**query, 'limit': _ROWS})}"


def _growth(what: str, small: float, large: float) -> Line:
    ratio = large / small
    return Line(
        f"{what}, ten times as many values", f"{large:.2f} ms", f"{small:.2f} ms", f"{ratio:.2f}×", f"≤ {_AIM_GROWTH:g}×", ratio <= _AIM_GROWTH
    )


def _verdicts() -> list[Line]:
    """10,000 targets judged, each with a series and a baseline of its own; the target's text is parsed once, as in the product."""
    expressions = [(raw, parse(raw, polarity=Polarity.UP).targets[0].expression) for raw in _TARGETS]
    began = time.perf_counter()
    inputs = [_inputs(number, *expressions[number % len(expressions)]) for number in range(10_000)]
    given = time.perf_counter()
    words = {judge(one).word for one in inputs}
    took = time.perf_counter() - given
    if len(words) < 3:
        raise RuntimeError(f"everything is {words}")
    what = "10,000 region-indicator-years judged, with explanations"
    beside = f"{given - began:.2f} s to check their inputs before"
    return [Line(what, f"{took:.2f} s", beside, "", f"≤ {_AIM_SECONDS:g} s", took <= _AIM_SECONDS)]


def _inputs(number: int, raw: str, expression: TargetExpression) -> VerdictInputs:
    values = [Decimal(30 + (number * year) % 400) / 10 for year in range(1, 6)]
    return VerdictInputs(
        expression=expression,
        raw=raw,
        polarity=Polarity.UP,
        unit_of_measure="%",
        horizon=2025 + number % 6,
        plan_start=2020,
        as_of=date(2026, 6, 1),
        baseline=Baseline(kind=BaselineKind.NUMBER, raw="20%", value=Decimal(20), year=2020),
        series=[ValueUsed(year=2020 + year, value=value, standing=Standing.REPORTED, source="import") for year, value in enumerate(values, 1)],
        on_track_from=Decimal(1),
    )
