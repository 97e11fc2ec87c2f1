"""Queries on official values: as they count now, as they counted on an earlier day, and by the slots that a bulk is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, func, insert, or_, select, update

from services.indicators.models import IndicatorRecord, ObservationRecord, ObservationVersionRecord
from shared.kit.bulk import among
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.rules.periods import LIKE, Grain

observations, versions, indicators = table_of(ObservationRecord), table_of(ObservationVersionRecord), table_of(IndicatorRecord)
Slot = tuple[UUID, UUID, str, str]
"""(indicator, region, period, disaggregation): what a value is the value of."""
SLOT = ("indicator_id", "region_id", "period", "disaggregation")
RIGHTS = RightsColumns(region_path=observations.c.region_path, unit_id=observations.c.unit_id, disclosure=observations.c.disclosure)
CONTENT = tuple(column.name for column in versions.c if column.name not in {"observation_id", "superseded_at"})
"""What may differ from version to version."""

_heading = (indicators.c.name.label("indicator_name"), indicators.c.unit_of_measure)
_of_indicator = indicators.c.id == observations.c.indicator_id
_place = [observations.c[name] for name in ("id", "indicator_id", "region_id", "region_path", "unit_id", "period", "disaggregation", "year")]
_now = select(*_place, *_heading, *(observations.c[name] for name in CONTENT)).join(indicators, _of_indicator)
_says = or_(observations.c.value.is_not(None), observations.c.state.is_not(None))
_by_id = _now.where(observations.c.id == bindparam("id"))
_superseded = (
    select(*(versions.c[name] for name in (*CONTENT, "superseded_at")))
    .where(versions.c.observation_id == bindparam("id"))
    .order_by(versions.c.version)
)
_KEYS = ((observations.c.indicator_id, UUID), (observations.c.region_id, UUID), (observations.c.period, str), (observations.c.disaggregation, str))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which official values are asked for; None: whatever it is."""

    indicator_id: UUID | None = None
    region_id: UUID | None = None
    year: int | None = None
    period: str | None = None
    grain: Grain | None = None
    disaggregation: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The WHERE conditions."""
        named = ((observations.c[name], getattr(self, name)) for name in ("indicator_id", "region_id", "year", "period", "disaggregation"))
        found = [column == value for column, value in named if value is not None]
        if self.grain is not None:
            found.append(of_grain(self.grain))
        return found


def of_grain(grain: Grain) -> ColumnElement[bool]:
    """Whether a value is one of a year, half, quarter or month."""
    return or_(*(observations.c.period.like(form) for form in LIKE[grain]))


def _as_of(at: datetime) -> Select[Any]:
    """Every value as it counted at an instant: the newest version where that was there already, else the one that counted then."""
    current = observations.c.recorded_at <= at
    then = and_(
        versions.c.observation_id == observations.c.id, observations.c.recorded_at > at, versions.c.recorded_at <= at, versions.c.superseded_at > at
    )
    content = [case((current, observations.c[name]), else_=versions.c[name]).label(name) for name in CONTENT]
    said = or_(and_(current, _says), and_(observations.c.recorded_at > at, or_(versions.c.value.is_not(None), versions.c.state.is_not(None))))
    return select(*_place, *_heading, *content).join(indicators, _of_indicator).outerjoin(versions, then).where(said)


def counting(at: datetime | None) -> Select[Any]:
    """Every value that says something: as it counts now or, with ``at``, as it counted at that instant."""
    return _now.where(_says) if at is None else _as_of(at)


async def observation(db: Db, observation_id: UUID) -> Row[Any] | None:
    """An official value as it counts now; neither value nor state if all of it was withdrawn."""
    return await db.one(_by_id, {"id": observation_id})


async def observation_as_of(db: Db, observation_id: UUID, at: datetime) -> Row[Any] | None:
    """An official value as it counted at an instant; None if it said nothing then."""
    return await db.one(_as_of(at).where(observations.c.id == observation_id))


async def superseded(db: Db, observation_id: UUID) -> Sequence[Row[Any]]:
    """The versions that count no longer, oldest first."""
    return await db.all(_superseded, {"id": observation_id})


async def observation_page(db: Db, query: PageQuery, actor: Actor, wanted: Wanted, at: datetime | None) -> Sequence[Row[Any]]:
    """Official values the actor may know of, by indicator, region, period and part; ``at``: as they counted then.

    Who may know of a value today may know what it was, and nobody else: its present disclosure level holds for its past.
    """
    return await db.all(after(seen_by(actor, at).where(*wanted.conditions()), query, *_KEYS))


def seen_by(actor: Actor, at: datetime | None) -> Select[Any]:
    """Official values that the actor may know of, as they count now or, with ``at``, as they counted then."""
    return counting(at).where(visible(actor, Permission.OBSERVATION_READ, RIGHTS))


async def series_of(db: Db, actor: Actor, wanted: Wanted, first_year: int, last_year: int) -> Sequence[Row[Any]]:
    """The values of one indicator, region and grain that the actor may know of, in order of time."""
    statement = _now.where(_says, visible(actor, Permission.OBSERVATION_READ, RIGHTS), observations.c.year.between(first_year, last_year))
    return await db.all(statement.where(*wanted.conditions()).order_by(observations.c.period))


async def to_change(db: WriteDb, observation_id: UUID) -> Row[Any]:
    """A value that is there, locked until the transaction ends."""
    row = await db.one(select(observations).where(observations.c.id == observation_id).with_for_update())
    assert row is not None, observation_id
    return row


async def present(db: Db, slots: Sequence[Slot], *, arrays: bool) -> dict[Slot, Row[Any]]:
    """What counts for some slots; inside a write transaction the rows are locked until it ends, in one order for everybody."""
    if not slots:
        return {}
    statement = select(observations).where(among(observations, SLOT, slots, arrays=arrays))
    if isinstance(db, WriteDb):
        statement = statement.order_by(observations.c.id).with_for_update()
    return {(row.indicator_id, row.region_id, row.period, row.disaggregation): row for row in await db.all(statement)}


async def add_values(db: WriteDb, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store first values."""
    if rows:
        columns = list(rows[0])
        await db.pour(ObservationRecord, columns, [tuple(row.values()) for row in rows])


async def next_versions(db: WriteDb, rows: Sequence[Mapping[str, Any]], at: datetime) -> None:
    """Store next versions of values over those that count now, which are kept; ``rows`` hold ``id`` and every column that changes."""
    if not rows:
        return
    names = ("id", *CONTENT)
    kept = select(*(observations.c[name] for name in names), bindparam("until", at, versions.c.superseded_at.type))
    chosen = observations.c.id.in_([row["id"] for row in rows])
    await db.run(insert(versions).from_select(["observation_id", *CONTENT, "superseded_at"], kept.where(chosen)))
    changed = [name for name in rows[0] if name != "id"]
    change = update(observations).where(observations.c.id == bindparam("which")).values({name: bindparam(f"new_{name}") for name in changed})
    await db.run(change, [{"which": row["id"], **{f"new_{name}": row[name] for name in changed}} for row in rows])


_TOTALS = tuple(observations.c[name] for name in ("year", "value", "state", "standing", "source", "definition", "indicator_id", "region_id"))


async def series(db: Db, pairs: Iterable[tuple[UUID, UUID]], seen_by: Actor | None = None) -> dict[tuple[UUID, UUID], list[Row[Any]]]:
    """The totals of whole years of some (indicator, region) pairs, by year: what verdicts are about; ``seen_by``: what the actor may know of."""
    wanted = set(pairs)
    statement = select(*_TOTALS).where(
        observations.c.indicator_id.in_(sorted({i for i, _ in wanted})),
        observations.c.region_id.in_(sorted({r for _, r in wanted})),
        observations.c.disaggregation == "",
        func.length(observations.c.period) == len("2025"),
        _says,
    )
    if seen_by is not None:
        statement = statement.where(visible(seen_by, Permission.OBSERVATION_READ, RIGHTS))
    found: dict[tuple[UUID, UUID], list[Row[Any]]] = {}
    for row in await db.all(statement.order_by(observations.c.year)):
        found.setdefault((row.indicator_id, row.region_id), []).append(row)
    return found


async def figures(db: Db, indicator_ids: Iterable[UUID], paths: Iterable[str], parts: Iterable[str]) -> dict[tuple[UUID, str, str, int], Row[Any]]:
    """Values and states of whole years, by (indicator, path of the region, disaggregation, year)."""
    rows = await db.all(
        select(observations).where(
            observations.c.indicator_id.in_(sorted(set(indicator_ids))),
            observations.c.region_path.in_(sorted(set(paths))),
            observations.c.disaggregation.in_(sorted(set(parts))),
            func.length(observations.c.period) == len("2025"),
            _says,
        )
    )
    return {(row.indicator_id, row.region_path, row.disaggregation, row.year): row for row in rows}
