"""Values in bulk: all rows are read and checked first, then written chunk by chunk, each in a transaction of its own.

A chunk notes its outcome in its own transaction, under the caller's Idempotency-Key: an upload that broke off is sent again as it was
and goes on behind the last chunk that was written.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from services.indicators.errors import RefusedValues
from services.indicators.repository import catalogue, observations, regions
from services.indicators.repository import intakes as repository
from services.indicators.rules.intake.checking import (
    Candidate,
    Checked,
    Filled,
    Known,
    KnownIndicator,
    KnownPlace,
    check_rows,
    denominators,
    known_indicator,
    with_shares,
)
from services.indicators.rules.intake.faults import WORDS, RowFault
from services.indicators.rules.intake.outcomes import Numbered, ranges
from services.indicators.rules.intake.reading import Raw
from services.indicators.service.managing import judge_again
from services.indicators.service.observing import Incoming, decide_changes, defined, observe, pairs_of
from shared.kit.clock import today
from shared.kit.db import lost_race
from shared.kit.framework_problems import KeyReused
from shared.kit.ids import new_id, parsed_id
from shared.kit.problems import FaultWords
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Disclosure, Permission, Thing, decide, limits

_MAY = Permission.OBSERVATION_IMPORT
_AT_A_TIME = 2000
"""Rows that are read or checked before others get their turn: some ten milliseconds."""
_ATTEMPTS = 3
_RANK = {level: rank for rank, level in enumerate((Disclosure.PUBLIC, Disclosure.UPWARD, Disclosure.INTERNAL))}
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Upload:
    """What was sent: rows still to be read, the key and digest of the request, and how it wants to be treated."""

    rows: Iterator[Raw | RowFault]
    key: str
    digest: str
    dry_run: bool
    partial: bool
    disclosure: str | None
    chunk_rows: int


@dataclass(slots=True)
class Done:
    """What became of an upload; ``chunks`` hold (number, first row, last row, written by an earlier attempt)."""

    id: UUID | None
    rows: int
    faults: list[RowFault]
    outcomes: list[Numbered] = field(default_factory=list)
    chunks: list[tuple[int, int, int, bool]] = field(default_factory=list)
    converted: list[Candidate] = field(default_factory=list)


async def take_in(work: Work, upload: Upload, on_track_from: Decimal) -> Done:
    """Make the values of an upload official, chunk by chunk; with faults nothing at all unless ``partial``."""
    raws = [raw async for part in _in_parts(upload.rows) for raw in part]
    checked = await _checked(work, raws, upload.disclosure)
    if not raws:
        checked.faults.append(RowFault(0, None, "no-rows"))
    faulty = {fault.row for fault in checked.faults}
    unusable = (bool(faulty) and not upload.partial) or 0 in faulty
    if unusable and not upload.dry_run:
        raise RefusedValues(faults=worded(checked.faults), count=len(checked.faults))
    done = Done(None, len(raws) if 0 not in faulty else 0, checked.faults)
    done.converted = [value for value in checked.values if value.written]
    writer = _Writer(work, upload, checked, done, on_track_from)
    await (writer.foretell() if upload.dry_run else writer.write())
    done.outcomes.sort(key=lambda one: one.row)
    return done


def worded(faults: Iterable[RowFault]) -> list[FaultWords]:
    """Faults in order of their rows, with their words."""
    return [_worded(one) for one in sorted(faults, key=lambda one: one.row)]


def _worded(one: RowFault) -> FaultWords:
    fault = FaultWords(one.code, WORDS[one.code], row=one.row, column=one.column)
    fault.places = one.places
    return fault


async def _in_parts(items: Iterable[Part]) -> AsyncIterator[list[Part]]:
    """Some thousand items at a time; others get their turn in between."""
    rest = iter(items)
    while part := list(islice(rest, _AT_A_TIME)):
        yield part
        await asyncio.sleep(0)


async def _checked(work: Work, raws: Sequence[Raw | RowFault], disclosure: str | None) -> Checked:
    known, checked = await _known(work, [raw for raw in raws if isinstance(raw, Raw)], disclosure), Checked()
    async for part in _in_parts(raws):
        check_rows(part, known, checked)
    wanted = denominators(checked.values)
    with_shares(checked, await observations.present(work.read, wanted, arrays=not work.service.database.is_sqlite))
    return checked


async def _known(work: Work, raws: Sequence[Raw], disclosure: str | None) -> Known:
    """What the rows are held against: one query each for catalogue, regions and plan indicators."""
    named = {name for raw in raws for name in (raw.indicator, raw.denominator_indicator) if name}
    entries = await repository.entries(work.read, _ids(named), named)
    indicators: dict[str, list[KnownIndicator]] = {}
    for row in entries:
        entry = known_indicator(row.id, row.name, row.unit_of_measure, row.definition_number)
        indicators[str(row.id)] = [entry]
        indicators.setdefault(row.name, []).append(entry)
    places = await _places(work, {raw.region for raw in raws if raw.region})
    ids = {place.id for place in places.values() if place.allowed}
    fillings = _strictest(await repository.filled(work.read, [row.id for row in entries], ids))
    return Known(indicators, places, fillings, disclosure)


async def _places(work: Work, written: set[str]) -> dict[str, KnownPlace]:
    """Regions by what was written; Denied if the caller may bring in values of none of them."""
    rows = await regions.named(work.read, _ids(written), written, today(work.service.clock))
    paths = {row.path for row in rows}
    allowed = {path for path in paths if decide(work.actor, _MAY, Thing(region_path=path)).allowed}
    if not allowed and (paths or not limits(work.actor, _MAY)):
        require(work.actor, _MAY, Thing(region_path=min(paths, default="")))
    found = {}
    for row in rows:
        found[row.code] = found[str(row.id)] = KnownPlace(row.id, row.path, row.path in allowed)
    return found


def _ids(written: Iterable[str]) -> list[UUID]:
    return [found for text in written if (found := parsed_id(text))]


def _strictest(rows: Iterable[Any]) -> dict[tuple[UUID, UUID], Filled]:
    """Where several plans measure the same, the narrowest disclosure level holds."""
    found: dict[tuple[UUID, UUID], Filled] = {}
    for row in sorted(rows, key=lambda row: _RANK[Disclosure(row.disclosure)]):
        found[row.indicator_id, row.region_id] = Filled(row.unit_id, row.disclosure)
    return found


class _Writer:
    """Writes the chunks of one upload."""

    def __init__(self, work: Work, upload: Upload, checked: Checked, done: Done, on_track_from: Decimal) -> None:
        self._work, self._upload, self._checked, self._done, self._on_track_from = work, upload, checked, done, on_track_from
        self._refused = sorted({fault.row for fault in checked.faults if fault.row})

    def _chunks(self) -> Iterator[tuple[int, list[Candidate], list[int]]]:
        """Number, values and refused rows of each chunk, by row."""
        size, values, refused = self._upload.chunk_rows, iter(self._checked.values), iter(self._refused)
        last = max([*self._refused[-1:], *(value.row for value in self._checked.values[-1:])], default=0)
        value, row = next(values, None), next(refused, None)
        for number in range(1, (last - 1) // size + 2):
            mine: list[Candidate] = []
            not_mine: list[int] = []
            while value is not None and value.row <= number * size:
                mine.append(value)
                value = next(values, None)
            while row is not None and row <= number * size:
                not_mine.append(row)
                row = next(refused, None)
            yield number, mine, not_mine

    async def foretell(self) -> None:
        """Say what would become of each row; nothing is written."""
        work = self._work
        for _, values, refused in self._chunks():
            incoming = self._incoming(values, UUID(int=0))
            there = await observations.present(work.read, [one.slot for one in incoming], arrays=not work.service.database.is_sqlite)
            self._note(values, [change.outcome for change in decide_changes(await defined(work.read, incoming), there, work.now())], refused)

    async def write(self) -> None:
        """Write each chunk that no earlier attempt has written."""
        work, upload = self._work, self._upload
        begun = await repository.intake(work.read, work.actor.id, upload.key)
        if begun is not None and begun.digest != upload.digest:
            raise KeyReused()
        self._done.id = new_id() if begun is None else begun.id
        written = {} if begun is None else await repository.chunks_of(work.read, begun.id)
        for number, values, refused in self._chunks():
            if number in written:
                self._done.outcomes += [
                    Numbered(row, one["outcome"]) for one in written[number] for row in range(one["first_row"], one["last_row"] + 1)
                ]
            else:
                outcomes = await self._write_chunk(number, values, refused, is_first=begun is None and number == 1)
                self._note(values, outcomes, refused)
            rows = [value.row for value in values] + refused
            if rows:
                self._done.chunks.append((number, min(rows), max(rows), number in written))

    def _note(self, values: Sequence[Candidate], outcomes: Sequence[str], refused: Sequence[int]) -> None:
        self._done.outcomes += self._numbered(values, outcomes, refused)

    def _numbered(self, values: Sequence[Candidate], outcomes: Sequence[str], refused: Sequence[int]) -> list[Numbered]:
        fared = [Numbered(value.row, outcome) for value, outcome in zip(values, outcomes, strict=True)]
        return sorted([*fared, *(Numbered(row, "refused") for row in refused)])

    async def _write_chunk(self, number: int, values: Sequence[Candidate], refused: Sequence[int], *, is_first: bool) -> Sequence[str]:
        """One transaction; tried again where somebody else wanted the same rows or brought the first value of a slot at the same moment."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return await self._write_once(number, values, refused, is_first=is_first)
            except SQLAlchemyError as fault:
                if attempt == _ATTEMPTS or not (lost_race(fault) or isinstance(fault, IntegrityError)):
                    raise
        raise AssertionError("the last attempt returns or raises")

    async def _write_once(self, number: int, values: Sequence[Candidate], refused: Sequence[int], *, is_first: bool) -> Sequence[str]:
        service, intake_id = self._work.service, self._done.id
        assert intake_id is not None
        async with service.database.write() as db:
            work = replace(self._work, db=db)
            if is_first:
                await repository.add_intake(db, intake_id, work.actor.id, work.actor.name, self._upload.key, self._upload.digest, work.now())
            incoming = self._incoming(values, intake_id)
            taken = await observe(db, service.outbox, incoming, work.now())
            changed = [one for one, outcome in zip(incoming, taken.outcomes, strict=True) if outcome != "unchanged"]
            await judge_again(work, await catalogue.plan_indicators_measuring(db, pairs_of(changed)), self._on_track_from)
            await repository.add_chunk(db, intake_id, number, ranges(self._numbered(values, taken.outcomes, refused)))
            counts = {"new": taken.new, "corrected": taken.corrected, "unchanged": taken.unchanged, "refused": len(refused)}
            await work.audit("intake_observations", intake_id, chunk=number, **counts)
        return taken.outcomes

    def _incoming(self, values: Sequence[Candidate], intake_id: UUID) -> list[Incoming]:
        by = self._work.actor.name
        return [_incoming(value, intake_id, by) for value in values]


def _incoming(value: Candidate, intake_id: UUID, by: str) -> Incoming:
    slot = (value.indicator.id, value.region.id, value.region.path, value.unit_id, value.period, value.year, value.disaggregation)
    amounts = (value.value, value.state, value.numerator, value.denominator)
    return Incoming(*slot, *amounts, value.standing, value.disclosure, "intake", intake_id, by, value.derived_from, value.definition)
