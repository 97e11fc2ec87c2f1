"""The scoreboard of a plan and year."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.indicators.repository import catalogue, observations
from services.indicators.repository import scoreboard as repository
from services.indicators.repository.gathering import units_named
from services.indicators.repository.scoreboard import Shown
from services.indicators.rules.exporting.scoreboards import scoreboard_cells, scoreboard_remarks
from services.indicators.rules.printing import as_printed, printed_unit
from services.indicators.rules.scoring import tallied, tendency
from shared.kit.db import Db
from shared.kit.language import Language
from shared.kit.paging import PageQuery
from shared.kit.rights import see
from shared.kit.sheets.streaming import Cell
from shared.rules.access import Actor, Disclosure, Permission, Thing
from shared.schemas.scoreboard import ScoreboardRow
from shared.schemas.targets import Polarity

_OWN = tuple(name for name in ScoreboardRow.model_fields if name not in {"plan_indicator_id", "value", "change", "tendency", "series", "targets"})
_MOST_INDICATORS = 2000
"""No plan has more (``PlanDocument.indicators``)."""
_TALLIED = (("action", "action"), ("unit", "unit_id"), ("nature", "nature"), ("dimension", "dimension"))
_TARGET = ("target_id", "horizon", "population", "target", "verdict_id", "word", "said")


async def tallies(db: Db, actor: Actor, shown: Shown) -> dict[str, Any]:
    """The counts of every row that the filters leave; NotFound for a plan that the actor may not know of."""
    plan = await catalogue.plan(db, shown.plan_id)
    known = Thing(region_path=plan.region_path, state=plan.state, disclosure=Disclosure(plan.disclosure)) if plan else None
    see(actor, Permission.PLAN_READ, known, what="issued plan", what_zh="已发布的计划")
    rows = await repository.counts(db, actor, shown)
    return {
        "plan_id": shown.plan_id,
        "year": shown.year,
        "words": tallied((None, row.word, row.n) for row in rows).get(None, {}),
        **{f"by_{name}": _by(rows, column) for name, column in _TALLIED},
    }


def _by(rows: Sequence[Any], column: str) -> list[dict[str, Any]]:
    found = tallied((getattr(row, column), row.word, row.n) for row in rows)
    return [{"key": None if key is None else str(key), "words": words} for key, words in found.items()]


async def scored_rows(db: Db, actor: Actor, query: PageQuery, shown: Shown) -> tuple[Sequence[Any], list[dict[str, Any]]]:
    """A page of plan indicators, and the same in the shape of ScoreboardRow: three statements, however many rows."""
    rows = await repository.indicator_page(db, query, actor, shown)
    series = await observations.series(db, {(row.indicator_id, row.region_id) for row in rows}, seen_by=actor) if rows else {}
    targets: dict[UUID, list[dict[str, Any]]] = {}
    for row in await repository.deciding_targets(db, shown, [row.id for row in rows]) if rows else []:
        targets.setdefault(row.plan_indicator_id, []).append({name: getattr(row, name) for name in _TARGET})
    return rows, [_scored(row, shown.year, series, targets.get(row.id, [])) for row in rows]


async def scoreboard_table(db: Db, actor: Actor, shown: Shown, language: Language) -> tuple[list[list[Cell]], list[str]]:
    """The whole scoreboard as rows of a table, and what is to be said beside them; five statements, however many rows."""
    totals = await tallies(db, actor, shown)
    plan = await catalogue.plan(db, shown.plan_id)
    assert plan is not None, shown.plan_id
    rows, items = await scored_rows(db, actor, PageQuery(limit=_MOST_INDICATORS), shown)
    units = await units_named(db, {row.unit_id for row in rows if row.unit_id})
    cited = await repository.citations(db, [target["target_id"] for item in items for target in item["targets"]])
    names, citations = {which: unit.name for which, unit in units.items()}, {which: dict(row._mapping) for which, row in cited.items()}
    return list(scoreboard_cells(items, names, citations, language)), scoreboard_remarks(plan.title, shown.year, totals["words"], language)


def _scored(row: Any, year: int, series: Mapping[tuple[UUID, UUID], Sequence[Any]], targets: Sequence[dict[str, Any]]) -> dict[str, Any]:
    told = series.get((row.indicator_id, row.region_id), ())
    known = [
        {"year": seen, "value": as_printed(value, row), "state": state, "standing": standing}
        for seen, value, state, standing, *_ in told  # unpacked: a name of a row costs as much as the rest of the loop
        if seen <= year
    ]
    value = known[-1] if known and known[-1]["year"] == year else None
    own = {**{name: getattr(row, name) for name in _OWN}, "unit_of_measure": printed_unit(row)}
    return {"plan_indicator_id": row.id, **own, "value": value, **_change(row.polarity, known, value), "series": known, "targets": targets}


def _change(polarity: str, known: Sequence[dict[str, Any]], value: dict[str, Any] | None) -> dict[str, Any]:
    """The change against the latest earlier number, where there are two."""
    numbers = [one["value"] for one in known if one["value"] is not None]
    if value is None or value["value"] is None or len(numbers) == 1:
        return {"change": None, "tendency": None}
    before, after = numbers[-2:]
    return {"change": after - before, "tendency": tendency(Polarity(polarity), before, after)}
