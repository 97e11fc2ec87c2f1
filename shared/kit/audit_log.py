"""The list of a service's audit entries, for auditors: the same route in all four services."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import select

from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.framework_problems import InvalidCursor
from shared.kit.paging import InPaging, PageQuery, after, as_dicts, page_of
from shared.kit.rights import RightsColumns, visible
from shared.kit.routing import guarded
from shared.kit.tables import audit_entries
from shared.rules.access import Actor, Permission
from shared.schemas.audit import AuditEntry
from shared.schemas.base import Instant
from shared.schemas.page import Page
from shared.schemas.services import ServiceName

_RIGHTS = RightsColumns(region_path=audit_entries.c.region_path)


async def _entries(db: Db, paging: PageQuery, actor: Actor, since: datetime | None, until: datetime | None, **of: Any) -> Any:
    statement = select(audit_entries).where(visible(actor, Permission.AUDIT_READ, _RIGHTS))
    for name, value in of.items():
        if value is not None:
            statement = statement.where(audit_entries.c[name] == value)
    if since is not None:
        statement = statement.where(audit_entries.c.at >= since)
    if until is not None:
        statement = statement.where(audit_entries.c.at < until)
    return await db.all(after(statement, paging, (audit_entries.c.id, UUID)))


def audit_router(service: ServiceName) -> APIRouter:
    """The service's ``/audit``."""
    router = api_router(f"/api/v1/{service}", "audit")

    @router.get("/audit", operation_id=f"list_{service}_audit", **guarded(Permission.AUDIT_READ, InvalidCursor))
    async def list_audit(
        db: InRead,
        actor: CurrentActor,
        paging: InPaging,
        subject: UUID | None = None,
        actor_id: UUID | None = None,
        act: Annotated[str | None, Query(max_length=80)] = None,
        since: Instant | None = None,
        until: Annotated[Instant | None, Query(description="before this instant")] = None,
    ) -> Page[AuditEntry]:
        """Who did what, in the order of the acts; `hash`, `seal` and `position` place an entry in the chain."""
        rows = await _entries(db, paging, actor, since, until, subject=subject, actor_id=actor_id, act=act)
        return page_of(rows, paging, as_dicts(rows), "id")

    return router
