"""Ledgers (台账): kinds, ledgers, and what they prove on a day."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.submissions.errors import UnknownLedgerKind, UnknownLedgerRegion, UnknownLedgerUnit
from services.submissions.repository import ledgers as repository
from services.submissions.rules.ledgers.kinds import KINDS
from services.submissions.service.ledgers import keeping
from services.submissions.service.ledgers.counting import count_ledger as counts_of
from services.submissions.service.ledgers.seeing import path_within, told_ledger, visible_ledger
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.etag import etag
from shared.kit.framework_problems import AlreadyThere, InvalidCursor, KeyReused, MissingIdempotencyKey
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.base import Key
from shared.schemas.ledgers import Ledger, LedgerCounts, LedgerKinds, LedgerOpening
from shared.schemas.page import Page

router = api_router("/api/v1/submissions", "ledgers")
_OPENING = (UnknownLedgerKind, UnknownLedgerUnit, AlreadyThere, MissingIdempotencyKey, KeyReused)
_MOST = 1_000_000_000


async def _read(db: Db, actor: Actor, ledger_id: UUID, response: Response) -> Ledger:
    row = await visible_ledger(db, actor, ledger_id)
    response.headers["ETag"] = etag(row.version)
    return told_ledger(row)


@router.get("/ledger-kinds", operation_id="read_ledger_kinds", **guarded(Permission.DIRECTORY_READ))
async def read_ledger_kinds(_actor: CurrentActor) -> LedgerKinds:
    """The kinds that are shipped, with the definition that a ledger of each takes over."""
    return LedgerKinds(kinds=list(KINDS.values()))


@router.get("/ledgers", operation_id="list_ledgers", **guarded(Permission.LEDGER_READ, InvalidCursor))
async def list_ledgers(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    kind: Key | None = None,
    unit_id: Annotated[UUID | None, Query(description="the unit that keeps it")] = None,
    indicator_id: Annotated[UUID | None, Query(description="the indicator that is counted from it")] = None,
) -> Page[Ledger]:
    """Ledgers the caller may know of, oldest first."""
    rows = await repository.ledger_page(db, paging, actor, kind, unit_id, indicator_id)
    return page_of(rows, paging, [told_ledger(row) for row in rows], "id")


@router.post("/ledgers", operation_id="open_ledger", status_code=201, **guarded(Permission.LEDGER_KEEP, *_OPENING))
async def open_ledger(work: InWork, body: LedgerOpening, response: Response) -> Ledger:
    """Open a ledger of a shipped kind, or with a definition of one's own."""
    made = await keeping.open_ledger(work, body)
    response.headers["Location"] = f"/api/v1/submissions/ledgers/{made}"
    return await _read(work.db, work.actor, made, response)


@router.get("/ledgers/{ledger_id:uuid}", operation_id="read_ledger", **guarded(Permission.LEDGER_READ))
async def read_ledger(db: InRead, actor: CurrentActor, ledger_id: UUID, response: Response) -> Ledger:
    """A ledger and what its entries hold."""
    return await _read(db, actor, ledger_id, response)


@router.get("/ledgers/{ledger_id:uuid}/counts", operation_id="count_ledger", **guarded(Permission.LEDGER_READ, UnknownLedgerRegion))
async def count_ledger(
    db: InRead,
    actor: CurrentActor,
    clock: InClock,
    ledger_id: UUID,
    as_of: Annotated[date | None, Query(description="the day at whose end is counted; today when left out")] = None,
    since: Annotated[date | None, Query(description="leave out what began before this day")] = None,
    region_id: Annotated[UUID | None, Query(description="a region of the ledger: it and everything below")] = None,
    of: Annotated[int | None, Query(ge=1, le=_MOST, description="the whole that the total is a share of")] = None,
) -> LedgerCounts:
    """What the ledger proves: how many entries count, by level and region, and how many do not and why. Offered to prefill as `ledger`."""
    day = today(clock)
    kept = await visible_ledger(db, actor, ledger_id)
    path = await path_within(db, kept, region_id, day)
    return await counts_of(db, kept, path, as_of=as_of or day, since=since, of=of, today=day)
