"""Kinds of submission."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.submissions.errors import KindFaulty, KindUnchanged
from services.submissions.repository import kinds as repository
from services.submissions.service import kinds
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, NotFound
from shared.kit.paging import InPaging, page_of
from shared.kit.rights import require
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission, Thing
from shared.schemas.kinds import Kind, KindAddition
from shared.schemas.page import Page

router = api_router("/api/v1/submissions", "kinds")


def _kind(row: Any) -> Kind:
    return Kind(**{name: row._mapping[name] for name in Kind.model_fields})


async def _read_kind(db: Db, kind_id: UUID) -> Kind:
    row = await repository.kind(db, kind_id)
    if row is None:
        raise NotFound(what="kind", what_zh="填报类型")
    return _kind(row)


@router.get("/kinds", operation_id="list_kinds", **guarded(Permission.KIND_READ, InvalidCursor))
async def list_kinds(db: InRead, actor: CurrentActor, paging: InPaging, code: str | None = None, region_path: str | None = None) -> Page[Kind]:
    """Kinds in all their versions; with ``region_path`` those that the region knows."""
    require(actor, Permission.KIND_READ, Thing())
    rows = await repository.kind_page(db, paging, code, region_path)
    return page_of(rows, paging, [_kind(row) for row in rows], "id")


@router.get("/kinds/{kind_id:uuid}", operation_id="read_kind", **guarded(Permission.KIND_READ))
async def read_kind(db: InRead, actor: CurrentActor, kind_id: UUID) -> Kind:
    """A kind in one version: its form, its checks, what it fulfils."""
    require(actor, Permission.KIND_READ, Thing())
    return await _read_kind(db, kind_id)


@router.post(
    "/kinds",
    operation_id="add_kind",
    status_code=201,
    **guarded(Permission.KIND_KEEP, KindFaulty, KindUnchanged, ConcurrentChange, MissingIdempotencyKey, KeyReused),
)
async def add_kind(work: InWork, body: KindAddition, response: Response) -> Kind:
    """Keep a new kind or the next version of one; running rounds keep the version they have."""
    kind_id = await kinds.add_kind(work, body)
    response.headers["Location"] = f"/api/v1/submissions/kinds/{kind_id}"
    return await _read_kind(work.db, kind_id)
