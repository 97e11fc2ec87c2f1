"""Official values: taken in from approved submissions and imports; a correction is a new version, never an overwrite."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from services.indicators.models import ObservationRecord, ObservationVersionRecord
from services.indicators.repository import measuring
from shared.kit.db import WriteDb
from shared.kit.ids import new_id
from shared.kit.outbox import Outbox
from shared.schemas.base import RegionId
from shared.schemas.events.measuring import ObservationPublished


@dataclass(frozen=True, slots=True)
class Incoming:
    """One value on its way to becoming official."""

    indicator_id: UUID
    region_id: UUID
    region_path: str
    unit_id: UUID | None
    year: int
    value: Decimal | None
    state: str | None
    numerator: Decimal | None
    denominator: Decimal | None
    standing: str
    disclosure: str
    source: str
    source_id: UUID | None
    by: str

    @property
    def slot(self) -> tuple[UUID, UUID, int]:
        """What the value is the value of."""
        return self.indicator_id, self.region_id, self.year


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of some incoming values."""

    new: int
    corrected: int
    unchanged: int


async def observe(db: WriteDb, outbox: Outbox, incoming: Sequence[Incoming], at: datetime) -> Taken:
    """Make values official: each slot gets a first or a next version, or stays when nothing differs."""
    records = await measuring.observation_records(db, [value.slot for value in incoming])
    fresh, changed = [], []
    for value in incoming:
        record = records.get(value.slot)
        if record is None:
            records[value.slot] = record = _first(value, at)
            fresh.append(record)
        elif not _same(record, value):
            _apply(record, value, at)
            changed.append(record)
    db.add(*fresh)
    await db.flush()
    db.add(*(_version(record) for record in (*fresh, *changed)))
    await db.flush()
    await outbox.record(db, *(_published(record) for record in (*fresh, *changed)), at=at)
    return Taken(len(fresh), len(changed), len(incoming) - len(fresh) - len(changed))


def _first(value: Incoming, at: datetime) -> ObservationRecord:
    record = ObservationRecord(
        id=new_id(), indicator_id=value.indicator_id, region_id=value.region_id, region_path=value.region_path, year=value.year
    )
    _apply(record, value, at)
    return record


def _apply(record: ObservationRecord, value: Incoming, at: datetime) -> None:
    for name in ("value", "state", "numerator", "denominator", "standing", "disclosure", "source", "source_id", "unit_id"):
        setattr(record, name, getattr(value, name))
    record.recorded_at, record.recorded_by = at, value.by


def _same(record: ObservationRecord, value: Incoming) -> bool:
    names = ("value", "state", "numerator", "denominator", "standing")
    return all(str(getattr(record, name)) == str(getattr(value, name)) for name in names)  # 45.0 and 45.00 are not reported alike


def _version(record: ObservationRecord) -> ObservationVersionRecord:
    names = ("version", "value", "state", "standing", "source", "source_id", "recorded_at", "recorded_by")
    return ObservationVersionRecord(observation_id=record.id, **{name: getattr(record, name) for name in names})


def _published(record: ObservationRecord) -> ObservationPublished:
    return ObservationPublished(
        version=record.version,
        observation_id=record.id,
        indicator_id=record.indicator_id,
        region_id=RegionId(record.region_id),
        region_path=record.region_path,
        year=record.year,
        value=record.value,
        state=record.state,
        standing=record.standing,
        disclosure=record.disclosure,
    )


def pairs_of(incoming: Iterable[Incoming]) -> set[tuple[UUID, UUID]]:
    """The (indicator, region) pairs whose targets must be judged anew."""
    return {(value.indicator_id, value.region_id) for value in incoming}
