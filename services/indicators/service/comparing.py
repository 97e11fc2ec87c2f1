"""Regions beside one another on one indicator: place, percentile, change, distance to the targets of their plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from services.indicators.errors import TooMuchAtOnce, UnclearScope
from services.indicators.repository import comparing as repository
from services.indicators.repository import definitions, entries, regions
from services.indicators.repository.comparing import Asked, Scope
from services.indicators.rules.comparing import better_of, flags, line_drawn, share_of
from services.indicators.rules.definitions import in_force
from services.indicators.rules.printing import as_printed, printed_unit
from services.indicators.rules.scoring import tendency
from shared.kit.db import Db
from shared.kit.framework_problems import NotFound
from shared.kit.paging import PageQuery
from shared.rules.access import Actor
from shared.rules.periods import Period
from shared.schemas.comparisons import Better, level_below
from shared.schemas.plan_document import RegionLevel
from shared.schemas.targets import Polarity, TargetExpression

MOST_REGIONS = 200
EXPRESSION: TypeAdapter[TargetExpression] = TypeAdapter(TargetExpression)


@dataclass(frozen=True, slots=True)
class Compared:
    """What is asked of a comparison."""

    indicator_id: UUID
    period: Period
    disaggregation: str
    better: Better | None


async def scope_of(db: Db, within: UUID | None, level: str | None, region_ids: Sequence[UUID]) -> Scope:
    """The regions meant: those named, or those of a level (the next one below, unless said) within another; else all counties."""
    if region_ids and (within is not None or level is not None):
        raise UnclearScope()
    if region_ids:
        bound(len(region_ids), "regions", "个地区", MOST_REGIONS)
        return Scope(ids=tuple(region_ids))
    if within is None:
        return Scope("", level or RegionLevel.COUNTY)
    seat = await regions.latest(db, within)
    if seat is None:
        raise NotFound(what="region", what_zh="地区")
    return Scope(seat.path, level or level_below(seat.level))


def bound(count: int, what: str, what_zh: str, most: int) -> None:
    """Raise TooMuchAtOnce where more is asked for than one answer holds."""
    if count > most:
        raise TooMuchAtOnce(count=count, what=what, what_zh=what_zh, most=most)


async def named_entries(db: Db, indicator_ids: Sequence[UUID]) -> list[Any]:
    """The entries in the order in which they were named; NotFound if one is not there."""
    found = await entries.indicators_by_id(db, indicator_ids)
    if missing := [one for one in indicator_ids if one not in found]:
        raise NotFound(what=f"indicator {missing[0]}", what_zh=f"指标 {missing[0]}")
    return [found[one] for one in dict.fromkeys(indicator_ids)]


async def compare(db: Db, actor: Actor, query: PageQuery, scope: Scope, compared: Compared) -> tuple[Sequence[Any], dict[str, Any]]:
    """A page of the regions by place, and everything the answer says."""
    [entry] = await named_entries(db, [compared.indicator_id])
    better = compared.better or better_of(entry.polarity) or Better.HIGHER
    previous, period = compared.period.previous, compared.period
    asked = Asked(entry.id, str(period), str(previous), compared.disaggregation, period.last, better is Better.HIGHER)
    rows = await repository.region_page(db, query, actor, scope, asked)
    definition = in_force((await definitions.histories(db, [entry.id])).get(entry.id, ()), period.last)
    shown = [row for row in rows[: query.limit] if row.observation_id is not None] if not compared.disaggregation else []
    targets = await repository.deciding_targets(db, actor, [entry.id], [row.region_id for row in shown], period.year) if shown else []
    by_region: dict[UUID, list[Any]] = {}
    for target in targets:
        by_region.setdefault(target.region_id, []).append(target)
    items = [_region(row, entry, definition, previous, by_region.get(row.region_id, ())) for row in rows]
    first = rows[0] if rows else None
    return rows, {
        "items": items,
        "indicator_id": entry.id,
        "indicator_name": entry.name,
        "unit_of_measure": entry.unit_of_measure or None,
        "polarity": entry.polarity,
        "better": better,
        "period": str(period),
        "previous_period": str(previous),
        "disaggregation": compared.disaggregation,
        "definition": definition,
        **{name: getattr(first, name) if first else 0 for name in ("regions", "with_value", "held_back")},
    }


def _region(row: Any, entry: Any, definition: int, previous: Period, targets: Sequence[Any]) -> dict[str, Any]:
    has_number, change = row.value is not None, None
    if has_number and row.previous_value is not None:
        change = row.value - row.previous_value
    copied = {name: getattr(row, name) for name in _COPIED}
    return {
        **copied,
        "rank": row.place if has_number else None,
        "percentile": round(100 * row.worse, 1) if has_number and row.with_number > 1 else None,
        "change": change,
        "tendency": None if change is None else tendency(Polarity(entry.polarity), row.previous_value, row.value),
        "flags": flags(row, definition, previous),
        "targets": [_target(target, row.value) for target in targets],
    }


_COPIED = ("region_id", "code", "name", "level", "observation_id", "value", "state", "standing", "definition")


def _target(target: Any, value: Decimal | None) -> dict[str, Any]:
    line = line_drawn(EXPRESSION.validate_python(target.expression), Polarity(target.polarity))
    distance = None if line is None or value is None else line.distance(as_printed(value, target) or value)
    return {
        **{name: getattr(target, name) for name in ("target_id", "plan_id", "horizon", "target", "word", "said")},
        "unit_of_measure": printed_unit(target),
        "distance": distance,
        "distance_share": None if distance is None or line is None else share_of(distance, line),
    }
