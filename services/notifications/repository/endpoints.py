"""Queries on programs that are told of messages."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, select, update

from services.notifications.models import EndpointRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.endpoints import EndpointState

endpoints = table_of(EndpointRecord)
_RIGHTS = RightsColumns(region_path=endpoints.c.region_path)
_by_id = select(endpoints).where(endpoints.c.id == bindparam("id"))
_health = (
    update(endpoints)
    .where(endpoints.c.id == bindparam("row"))
    .values(
        failures=bindparam("failed"),
        failing_since=bindparam("since"),
        resting_until=bindparam("rest"),
        state=bindparam("to"),
        why=bindparam("because"),
        version=endpoints.c.version + 1,
    )
)


async def endpoint(db: Db, endpoint_id: UUID) -> Row[Any] | None:
    """An endpoint."""
    return await db.one(_by_id, {"id": endpoint_id})


async def endpoint_to_change(db: WriteDb, endpoint_id: UUID) -> EndpointRecord | None:
    """An endpoint as a record, locked; None if it is gone."""
    return (await db.session.scalars(select(EndpointRecord).where(EndpointRecord.id == endpoint_id).with_for_update())).one_or_none()


async def endpoint_page(db: Db, query: PageQuery, actor: Actor, state: str | None) -> Sequence[Row[Any]]:
    """Endpoints the actor may know of, oldest first."""
    statement = select(endpoints).where(visible(actor, Permission.ENDPOINT_READ, _RIGHTS))
    if state is not None:
        statement = statement.where(endpoints.c.state == state)
    return await db.all(after(statement, query, (endpoints.c.id, UUID)))


async def listening(db: Db, region_paths: Collection[str], kinds: Collection[str]) -> Sequence[Row[Any]]:
    """Active endpoints of these regions and kinds."""
    found = select(endpoints.c.id, endpoints.c.kind, endpoints.c.region_path, endpoints.c.events)
    found = found.where(endpoints.c.region_path.in_(sorted(region_paths)), endpoints.c.kind.in_(sorted(kinds)))
    return await db.all(found.where(endpoints.c.state == EndpointState.ACTIVE))


async def endpoints_locked(db: WriteDb, ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """Endpoints by their ids, locked in one order so that no two workers wait for each other."""
    return await db.all(select(endpoints).where(endpoints.c.id.in_(sorted(set(ids)))).order_by(endpoints.c.id).with_for_update())


async def rest_until(db: WriteDb, rows: list[dict[str, Any]]) -> None:
    """Nothing but the trial that is under way goes to these before."""
    change = update(endpoints).where(endpoints.c.id == bindparam("row"))
    await db.run(change.values(resting_until=bindparam("rest"), version=endpoints.c.version + 1), rows)


async def set_health(db: WriteDb, rows: list[dict[str, Any]]) -> None:
    """How endpoints fare after attempts."""
    await db.run(_health, rows)


async def drop(db: WriteDb, endpoint_id: UUID) -> None:
    """The endpoint is gone; what it was sent stays."""
    await db.run(delete(endpoints).where(endpoints.c.id == endpoint_id))
