"""Official values: made so by approved submissions, imports and intakes; a correction is a next version, never an overwrite."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from services.indicators.repository import definitions
from services.indicators.repository import observations as repository
from services.indicators.repository.observations import Slot
from services.indicators.rules.definitions import FIRST, History, in_force
from services.indicators.rules.recording import Content, next_content
from services.indicators.service.dependents import ask_for
from shared.kit.db import Db, WriteDb
from shared.kit.ids import new_id
from shared.kit.outbox import Outbox, Written
from shared.rules.periods import parse_period
from shared.schemas.events.measuring import ObservationPublished, ObservationsTold, ObservationVerified
from shared.schemas.verdicts import Standing

_TOLD_AT_ONCE = 500
"""Values in one event: some 150 kB, far from the receiver's limit on bodies."""


class Incoming(NamedTuple):
    """One value on its way to becoming official."""

    indicator_id: UUID
    region_id: UUID
    region_path: str
    unit_id: UUID | None
    period: str
    year: int
    disaggregation: str
    value: Decimal | None
    state: str | None
    numerator: Decimal | None
    denominator: Decimal | None
    standing: str
    disclosure: str
    source: str
    source_id: UUID | None
    by: str
    derived_from: list[dict[str, Any]] | None = None
    definition: int | None = None
    """The number of the definition it follows; None: the one that is valid on the period's last day."""

    @property
    def slot(self) -> Slot:
        """What the value is the value of."""
        return self.indicator_id, self.region_id, self.period, self.disaggregation


class Change(NamedTuple):
    """What a value does to its slot: "new", "corrected" or "unchanged", and the row to write (none if unchanged)."""

    outcome: str
    row: dict[str, Any] | None


class Taken(NamedTuple):
    """What became of some incoming values."""

    new: int
    corrected: int
    unchanged: int
    outcomes: tuple[str, ...]


async def observe(db: WriteDb, outbox: Outbox, incoming: Sequence[Incoming], at: datetime) -> Taken:
    """Make values official: each slot gets a first or a next version, or stays when nothing differs.

    Two keys of one plan may mean the same slot: the later row comes after the earlier one, as if it had been brought in by itself.
    """
    outcomes: list[str] = []
    for part in _without_repeats(incoming):
        outcomes += await _observe_once(db, outbox, part, at)
    return counted(outcomes)


def _without_repeats(incoming: Sequence[Incoming]) -> Iterator[Sequence[Incoming]]:
    """The values in their order, cut where a slot comes again."""
    start, seen = 0, set[Slot]()
    for place, value in enumerate(incoming):
        if value.slot in seen:
            yield incoming[start:place]
            start, seen = place, set[Slot]()
        seen.add(value.slot)
    yield incoming[start:]


async def _observe_once(db: WriteDb, outbox: Outbox, incoming: Sequence[Incoming], at: datetime) -> list[str]:
    there = await repository.present(db, [value.slot for value in incoming], arrays=db.is_postgres)
    changes = decide_changes(await defined(db, incoming), there, at)
    fresh = [change.row for change in changes if change.outcome == "new" and change.row]
    corrected = [change.row for change in changes if change.outcome == "corrected" and change.row]
    await repository.add_values(db, fresh)
    await repository.next_versions(db, [{name: row[name] for name in _CHANGING} for row in corrected], at)
    await outbox.record(db, *told([*fresh, *corrected]), at=at)
    await ask_for(db, [*fresh, *corrected], at)
    return [change.outcome for change in changes]


async def defined(db: Db, incoming: Sequence[Incoming]) -> Sequence[Incoming]:
    """The values, each with the definition it follows; one query, and nothing more for entries whose meaning never changed."""
    histories = await definitions.histories(db, {value.indicator_id for value in incoming})
    if not histories:
        return incoming
    return [value._replace(definition=value.definition or _in_force(histories, value)) for value in incoming]


def _in_force(histories: Mapping[UUID, History], value: Incoming) -> int:
    return in_force(histories.get(value.indicator_id, ()), parse_period(value.period).last)


def counted(outcomes: Sequence[str]) -> Taken:
    """How often each outcome came."""
    count = Counter(outcomes)
    return Taken(count["new"], count["corrected"], count["unchanged"], tuple(outcomes))


def decide_changes(incoming: Iterable[Incoming], there: dict[Slot, Any], at: datetime) -> list[Change]:
    """What each value does to its slot; ``there`` holds what counts now."""
    return [_change(value, there.get(value.slot), at) for value in incoming]


def _change(value: Incoming, record: Any, at: datetime) -> Change:
    arriving = Content(value.value, value.state, value.numerator, value.denominator, value.standing, value.definition or FIRST)
    if record is None:
        return Change("new", _row(value, arriving, new_id(), 1, at))
    content = next_content(_content(record), arriving)
    if content is None and record.disclosure == value.disclosure:
        return Change("unchanged", None)
    return Change("corrected", _row(value, content or _content(record), record.id, record.version + 1, at))


def _content(record: Any) -> Content:
    return Content(record.value, record.state, record.numerator, record.denominator, record.standing, record.definition, record.reported)


_CHANGING = (
    "id", "version", "unit_id", "value", "state", "numerator", "denominator", "standing", "definition", "reported", "disclosure", "source",
    "source_id", "derived_from", "reason", "voids", "recorded_at", "recorded_by",
)  # fmt: skip


def _row(value: Incoming, content: Content, record_id: UUID, version: int, at: datetime) -> dict[str, Any]:
    return {
        "id": record_id,
        "version": version,
        "indicator_id": value.indicator_id,
        "region_id": value.region_id,
        "region_path": value.region_path,
        "unit_id": value.unit_id,
        "period": value.period,
        "disaggregation": value.disaggregation,
        "year": value.year,
        "value": content.value,
        "state": content.state,
        "numerator": content.numerator,
        "denominator": content.denominator,
        "standing": content.standing,
        "definition": content.definition,
        "reported": content.reported,
        "disclosure": value.disclosure,
        "source": value.source,
        "source_id": value.source_id,
        "derived_from": value.derived_from,
        "reason": None,
        "voids": None,
        "recorded_at": at,
        "recorded_by": value.by,
    }


def told(rows: Sequence[Any]) -> Iterator[Written]:
    """Events of what counts now, some hundred values in each; what the upper level verified is told as such."""
    yield from _events(ObservationPublished, [row for row in rows if row["standing"] != Standing.VERIFIED])
    yield from _events(ObservationVerified, [row for row in rows if row["standing"] == Standing.VERIFIED])


def _events(kind: type[ObservationsTold], rows: Sequence[Any]) -> Iterator[Written]:
    for start in range(0, len(rows), _TOLD_AT_ONCE):
        batch, values = str(new_id()), [_published(row) for row in rows[start : start + _TOLD_AT_ONCE]]
        yield Written(kind, batch, 1, {"version": 1, "batch_id": batch, "values": values})


def _published(row: Any) -> dict[str, Any]:
    """The value as others hear of it: PublishedValue in its wire form, straight from our own table's row, for there may be thousands."""
    value = row["value"]
    return {
        "observation_id": str(row["id"]),
        "version": row["version"],
        "indicator_id": str(row["indicator_id"]),
        "region_id": str(row["region_id"]),
        "region_path": row["region_path"],
        "period": row["period"],
        "disaggregation": row["disaggregation"],
        "value": None if value is None else format(value, "f"),
        "state": row["state"],
        "standing": row["standing"],
        "disclosure": row["disclosure"],
    }


def pairs_of(incoming: Iterable[Incoming]) -> set[tuple[UUID, UUID]]:
    """The (indicator, region) pairs whose targets must be judged anew: those with a value of a whole year."""
    return {(value.indicator_id, value.region_id) for value in incoming if value.period == str(value.year)}
