"""Entries of ledgers: added, changed, withdrawn, checked again."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.submissions.errors import EntryRefused, EntryThere, EntryWithdrawn, NearDuplicate, UnknownLedgerRegion
from services.submissions.repository import ledgers as repository
from services.submissions.service.ledgers import keeping
from services.submissions.service.ledgers.seeing import path_within, told_entry, visible_entry, visible_ledger
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import Clock, today
from shared.kit.db import Db
from shared.kit.etag import OptionalIfMatch, RequiredIfMatch, etag
from shared.kit.framework_problems import (
    AlreadyThere,
    ConcurrentChange,
    InvalidCursor,
    KeyReused,
    MissingIdempotencyKey,
    MissingIfMatch,
    StaleEtag,
)
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.base import Name
from shared.schemas.ledgers import (
    Counting,
    LedgerEntry,
    LedgerEntryEdit,
    LedgerEntryVersion,
    LedgerEntryVersions,
    LedgerRecheck,
    LedgerWithdrawal,
    NewLedgerEntry,
)
from shared.schemas.page import Page

router = api_router("/api/v1/submissions", "ledger entries")
_CHANGE = (EntryRefused, EntryWithdrawn, ConcurrentChange, StaleEtag)
_POST = (MissingIdempotencyKey, KeyReused)
_ADDING = (EntryRefused, EntryThere, NearDuplicate, AlreadyThere, *_POST)


async def _read(db: Db, actor: Actor, clock: Clock, entry_id: UUID, response: Response) -> LedgerEntry:
    row, _ = await visible_entry(db, actor, entry_id, today(clock))
    response.headers["ETag"] = etag(row.version)
    return told_entry(row)


@router.get(
    "/ledgers/{ledger_id:uuid}/entries",
    operation_id="list_ledger_entries",
    **guarded(Permission.LEDGER_READ, InvalidCursor, UnknownLedgerRegion),
)
async def list_ledger_entries(
    db: InRead,
    actor: CurrentActor,
    clock: InClock,
    paging: InPaging,
    ledger_id: UUID,
    as_of: Annotated[date | None, Query(description="the day about which `counting` speaks; today when left out")] = None,
    since: Annotated[date | None, Query(description="what began before this day does not count")] = None,
    counting: Annotated[Counting | None, Query(description="those that count, or that do not for this reason")] = None,
    region_id: Annotated[UUID | None, Query(description="a region of the ledger: it and everything below")] = None,
    level: Name | None = None,
    overdue: Annotated[bool, Query(description="only those whose re-check was due before today")] = False,
) -> Page[LedgerEntry]:
    """Entries of a ledger, oldest first, each with whether it counts and why."""
    day = today(clock)
    kept = await visible_ledger(db, actor, ledger_id)
    under = await path_within(db, kept, region_id, day) if region_id is not None else None
    asked = as_of or day
    only = repository.which(asked, since, day, under=under, level=level, counting=counting, overdue=overdue)
    rows = await repository.entry_page(db, paging, ledger_id, asked, since, day, *only)
    return page_of(rows, paging, [told_entry(row) for row in rows], "id")


@router.post("/ledgers/{ledger_id:uuid}/entries", operation_id="add_ledger_entry", status_code=201, **guarded(Permission.LEDGER_KEEP, *_ADDING))
async def add_ledger_entry(work: InWork, ledger_id: UUID, body: NewLedgerEntry, response: Response) -> LedgerEntry:
    """Add an object to a ledger."""
    made = await keeping.add_entry(work, ledger_id, body)
    response.headers["Location"] = f"/api/v1/submissions/ledger-entries/{made}"
    return await _read(work.db, work.actor, work.service.clock, made, response)


@router.get("/ledger-entries/{entry_id:uuid}", operation_id="read_ledger_entry", **guarded(Permission.LEDGER_READ))
async def read_ledger_entry(db: InRead, actor: CurrentActor, clock: InClock, entry_id: UUID, response: Response) -> LedgerEntry:
    """An entry, and whether it counts today."""
    return await _read(db, actor, clock, entry_id, response)


@router.get("/ledger-entries/{entry_id:uuid}/versions", operation_id="read_ledger_entry_versions", **guarded(Permission.LEDGER_READ))
async def read_ledger_entry_versions(db: InRead, actor: CurrentActor, clock: InClock, entry_id: UUID) -> LedgerEntryVersions:
    """An entry as it was after each act, oldest first."""
    await visible_entry(db, actor, entry_id, today(clock))
    rows = await repository.versions_of(db, entry_id)
    names = LedgerEntryVersion.model_fields
    return LedgerEntryVersions(versions=[LedgerEntryVersion(**{name: row._mapping[name] for name in names}) for row in rows])


@router.patch(
    "/ledger-entries/{entry_id:uuid}",
    operation_id="edit_ledger_entry",
    **guarded(Permission.LEDGER_KEEP, EntryThere, AlreadyThere, MissingIfMatch, *_CHANGE),
)
async def edit_ledger_entry(work: InWork, entry_id: UUID, body: LedgerEntryEdit, if_match: RequiredIfMatch, response: Response) -> LedgerEntry:
    """Change what an entry says; absent fields stay, null clears."""
    await keeping.edit_entry(work, entry_id, body, if_match)
    return await _read(work.db, work.actor, work.service.clock, entry_id, response)


@router.post("/ledger-entries/{entry_id:uuid}:withdraw", operation_id="withdraw_ledger_entry", **guarded(Permission.LEDGER_KEEP, *_CHANGE, *_POST))
async def withdraw_ledger_entry(work: InWork, entry_id: UUID, body: LedgerWithdrawal, if_match: OptionalIfMatch, response: Response) -> LedgerEntry:
    """Take an object off from a day on, with the reason."""
    await keeping.withdraw_entry(work, entry_id, body, if_match)
    return await _read(work.db, work.actor, work.service.clock, entry_id, response)


@router.post("/ledger-entries/{entry_id:uuid}:recheck", operation_id="recheck_ledger_entry", **guarded(Permission.LEDGER_KEEP, *_CHANGE, *_POST))
async def recheck_ledger_entry(work: InWork, entry_id: UUID, body: LedgerRecheck, if_match: OptionalIfMatch, response: Response) -> LedgerEntry:
    """Note a re-check; one that fails withdraws the entry from that day."""
    await keeping.recheck_entry(work, entry_id, body, if_match)
    return await _read(work.db, work.actor, work.service.clock, entry_id, response)
