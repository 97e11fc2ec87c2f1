"""Several series for one chart: the values of some indicators and regions, what is missing in between, and the targets as lines."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.indicators.repository import charting as repository
from services.indicators.repository.charting import Drawn
from services.indicators.rules.comparing import line_drawn, missing_between
from services.indicators.rules.lines import Line
from services.indicators.rules.measures import convert
from services.indicators.rules.printing import printed_unit
from services.indicators.service.comparing import EXPRESSION, bound, named_entries
from shared.kit.db import Db
from shared.rules.access import Actor
from shared.rules.periods import Period, parse_period
from shared.schemas.targets import Polarity

_MOST_SERIES = 100


async def chart(db: Db, actor: Actor, drawn: Drawn, as_of: datetime | None) -> dict[str, Any]:
    """Every combination of the named indicators and regions as one series with its gaps and target lines: three statements."""
    bound(len(drawn.indicator_ids) * len(drawn.region_ids), "series", "条序列", _MOST_SERIES)
    columns = await named_entries(db, drawn.indicator_ids)
    told: dict[tuple[UUID, UUID], list[Any]] = {}
    for row in await repository.points(db, actor, drawn, as_of):
        told.setdefault((row.indicator_id, row.region_id), []).append(row)
    lines: dict[tuple[UUID, UUID], list[Any]] = {}
    for row in await repository.target_lines(db, actor, drawn) if not drawn.disaggregation else []:
        lines.setdefault((row.indicator_id, row.region_id), []).append(row)
    slots = [(entry, region) for entry in columns for region in dict.fromkeys(drawn.region_ids)]
    series = [_series(entry, region, told.get((entry.id, region), []), lines.get((entry.id, region), [])) for entry, region in slots]
    return {"as_of": as_of, "disaggregation": drawn.disaggregation, "series": series}


def _series(entry: Any, region_id: UUID, rows: Sequence[Any], lines: Sequence[Any]) -> dict[str, Any]:
    periods = [parse_period(row.period) for row in rows]
    return {
        "indicator_id": entry.id,
        "indicator_name": entry.name,
        "unit_of_measure": entry.unit_of_measure or None,
        "region_id": region_id,
        "points": [_point(row, period) for row, period in zip(rows, periods, strict=True)],
        "gaps": [str(period) for period in missing_between(periods)],
        "target_lines": [_target_line(row) for row in lines],
    }


def _point(row: Any, period: Period) -> dict[str, Any]:
    copied = {name: getattr(row, name) for name in ("id", "version", "period", "value", "state", "definition", "standing", "reported")}
    return {**copied, "first_day": period.first, "last_day": period.last}


def _target_line(row: Any) -> dict[str, Any]:
    line = line_drawn(EXPRESSION.validate_python(row.expression), Polarity(row.polarity)) or Line()
    ends = {name: None if end is None else convert(end, printed_unit(row), row.measured_in) for name, end in (("low", line.low), ("high", line.high))}
    return {**{name: getattr(row, name) for name in ("target_id", "plan_id", "year", "target", "clause", "cited")}, **ends}
