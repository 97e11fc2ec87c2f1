"""Official values to take along: what is asked for is checked first, then written a few rows at a time."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO
from uuid import UUID

from services.indicators.errors.exports import RefusedExport, TooManyValues
from services.indicators.repository import entries, regions
from services.indicators.repository import exports as repository
from services.indicators.repository.exports import Chosen
from services.indicators.rules.exporting.messages import SdmxJson, sdmx_csv_headings, sdmx_csv_rows
from services.indicators.rules.exporting.rows import Exported
from services.indicators.rules.exporting.tables import VALUES, table_cells
from shared.kit.db import Db, ReadDb
from shared.kit.ids import parsed_id
from shared.kit.language import Language, Words
from shared.kit.problems import FaultWords
from shared.kit.sheets.streaming import LongWorkbook, csv_headings, csv_rows
from shared.rules.access import Actor
from shared.rules.periods import Grain, parse_period
from shared.schemas.exports import ValueForm

Batches = AsyncGenerator[Sequence[Exported]]
_CHUNK = 256 * 1024
_UNKNOWN_INDICATOR = Words("指标目录中没有编号或标识为 {value} 的指标", "the catalogue has no indicator with code or id {value}")
_UNKNOWN_REGION = Words("没有代码或标识为 {value} 的地区", "there is no region with code or id {value}")
_NO_PERIOD = Words(
    "{value} 不是规范的时期；请写作 2025、2025-H1、2025-Q3 或 2025-07", "{value} is no period; write 2025, 2025-H1, 2025-Q3 or 2025-07"
)
_UNKNOWN_PLAN = Words("没有标识为 {value} 的已发布计划，或您无权知晓", "there is no issued plan {value}, or it is not yours to know")
_YEARS_REVERSED = Words("first_year 晚于 last_year", "first_year comes after last_year")
_COUNTED = Words("共 {seen} 个值", "{seen} values")
_HELD_BACK = Words("另有 {held_back} 个值因公开方式不在此列", "{held_back} more values are held back by their disclosure level")


@dataclass(frozen=True, slots=True)
class Asked:
    """An export as it was asked for: indicators and regions by code or id, periods as printed."""

    indicators: Sequence[str]
    regions: Sequence[str]
    periods: Sequence[str]
    subtree: bool
    grain: Grain | None
    first_year: int | None
    last_year: int | None
    plan_id: UUID | None
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class Export:
    """A checked export: ``seen`` values are written, ``held_back`` ones are not the caller's to know."""

    chosen: Chosen
    seen: int
    held_back: int


async def prepare_export(db: Db, actor: Actor, asked: Asked, form: ValueForm, most: int, day: date) -> Export:
    """Check everything that is asked for; RefusedExport with every fault, TooManyValues beyond ``most``."""
    indicators, unknown_indicators = await _indicators(db, asked.indicators)
    paths, unknown_regions = await _paths(db, asked.regions, day)
    faults = [*unknown_indicators, *unknown_regions, *_period_faults(asked)]
    if asked.plan_id is not None and not await repository.is_visible_plan(db, actor, asked.plan_id):
        faults.append(_fault("unknown-plan", _UNKNOWN_PLAN, "plan_id", asked.plan_id))
    if faults:
        raise RefusedExport(faults=faults, count=len(faults))
    chosen = Chosen(indicators, paths, asked.subtree, asked.periods, asked.grain, asked.first_year, asked.last_year, asked.plan_id, asked.as_of)
    seen, held_back = await repository.sizes(db, actor, chosen)
    if seen > most:
        raise TooManyValues(count=seen, form=form, most=most, other=ValueForm.CSV if form is ValueForm.XLSX else "as_of=…")
    return Export(chosen, seen, held_back)


def _fault(code: str, words: Words, name: str, value: object) -> FaultWords:
    return FaultWords(code, words, pointer=f"query/{name}", value=value)


async def _indicators(db: Db, asked: Sequence[str]) -> tuple[list[UUID], list[FaultWords]]:
    """Entries by code or id, each as the one that stands for it now."""
    ids = {text: found for text in asked if (found := parsed_id(text))}
    by_id = await entries.indicators_by_id(db, ids.values()) if ids else {}
    by_code = await entries.codes(db, [text for text in asked if text not in ids]) if asked else {}
    known = by_code | {text: by_id[which].merged_into or which for text, which in ids.items() if which in by_id}
    return list(known.values()), _unknown(asked, known, "unknown-indicator", _UNKNOWN_INDICATOR, "indicator")


async def _paths(db: Db, asked: Sequence[str], day: date) -> tuple[list[str], list[FaultWords]]:
    ids = {text: found for text in asked if (found := parsed_id(text))}
    rows = await regions.named(db, ids.values(), asked, day) if asked else []
    known = {text: row.path for row in rows for text in asked if text == row.code or ids.get(text) == row.id}
    return list(known.values()), _unknown(asked, known, "unknown-region", _UNKNOWN_REGION, "region")


def _unknown(asked: Iterable[str], known: Iterable[str], code: str, words: Words, name: str) -> list[FaultWords]:
    found = set(known)
    return [_fault(code, words, f"{name}/{number}", text) for number, text in enumerate(asked) if text not in found]


def _period_faults(asked: Asked) -> list[FaultWords]:
    faults = [_fault("period-form", _NO_PERIOD, f"period/{number}", text) for number, text in enumerate(asked.periods) if not _is_period(text)]
    if asked.first_year and asked.last_year and asked.first_year > asked.last_year:
        faults.append(_fault("years-reversed", _YEARS_REVERSED, "first_year", asked.first_year))
    return faults


def _is_period(text: str) -> bool:
    try:
        parse_period(text)
    except ValueError:
        return False
    return True


async def exported_rows(db: ReadDb, actor: Actor, export: Export, day: date) -> Batches:
    """The values of one moment, some thousand at a time."""
    named = {row.id: (row.code, row.name, row.ended_on) for row in await repository.areas(db, actor, day)}
    async with aclosing(repository.values(db, actor, export.chosen)) as batches:
        async for rows in batches:
            yield [Exported(*row, *named.get(row.region_id, ())) for row in rows]


async def as_csv(batches: Batches, language: Language) -> AsyncIterator[bytes]:
    """A plain table as CSV."""
    yield csv_headings(VALUES, language)
    async for rows in batches:
        yield csv_rows([table_cells(row, language) for row in rows])


async def as_sdmx_csv(batches: Batches, agency: str) -> AsyncIterator[bytes]:
    """SDMX-CSV 2.0."""
    yield sdmx_csv_headings()
    async for rows in batches:
        yield sdmx_csv_rows(agency, rows)


async def as_sdmx_json(batches: Batches, message: SdmxJson) -> AsyncIterator[bytes]:
    """SDMX-JSON 2.0, the flat form."""
    yield message.opening()
    first = True
    async for rows in batches:
        yield message.observations(rows, first=first)
        first = False
    yield message.closing()


async def as_workbook(batches: Batches, export: Export, language: Language) -> AsyncIterator[bytes]:
    """A workbook: written into a file that has no name, then handed out piece by piece."""
    with tempfile.TemporaryFile() as file:
        book = LongWorkbook(file, VALUES, language)
        async for rows in batches:
            await asyncio.to_thread(book.add, [table_cells(row, language) for row in rows])
        remarks = [_COUNTED.say(language, seen=export.seen), _HELD_BACK.say(language, held_back=export.held_back)]
        await asyncio.to_thread(book.close, remarks)
        await asyncio.to_thread(file.seek, 0)
        while piece := await asyncio.to_thread(_read, file):
            yield piece


def _read(file: IO[bytes]) -> bytes:
    return file.read(_CHUNK)


async def begun(batches: Batches) -> Batches:
    """The same batches, the first one read already: what the database refuses is told before the answer begins."""
    first = await anext(batches, None)

    async def all_of_them() -> Batches:
        if first is not None:
            yield first
            async for rows in batches:
                yield rows

    return all_of_them()
