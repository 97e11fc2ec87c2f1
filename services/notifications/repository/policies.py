"""Queries on reminder policies and on the calendars that they count by."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, or_, select

from services.notifications.models import DeadlineRecord, KnownCalendar, PolicyRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.paths import at_or_below
from shared.kit.rights import RightsColumns, ancestors, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.rules.workdays import Workdays
from shared.schemas.policies import PolicyState

policies, calendars, deadlines = table_of(PolicyRecord), table_of(KnownCalendar), table_of(DeadlineRecord)
_RIGHTS = RightsColumns(region_path=policies.c.region_path)
_by_id = select(policies).where(policies.c.id == bindparam("id"))
_active = select(policies).where(policies.c.state == PolicyState.ACTIVE)
_calendars = select(calendars).where(calendars.c.year.in_(bindparam("years", expanding=True)))
_kinds = select(deadlines.c.kind).where(deadlines.c.kind == bindparam("kind")).limit(1)


async def policy(db: Db, policy_id: UUID) -> Row[Any] | None:
    """A policy."""
    return await db.one(_by_id, {"id": policy_id})


async def policy_to_change(db: WriteDb, policy_id: UUID) -> PolicyRecord | None:
    """A policy as a record, locked; None if it is not known."""
    return (await db.session.scalars(select(PolicyRecord).where(PolicyRecord.id == policy_id).with_for_update())).one_or_none()


async def active_to_change(db: WriteDb, region_path: str, scope: str) -> PolicyRecord | None:
    """The active policy of exactly this region, plan and kind, as a record, locked."""
    same = PolicyRecord.region_path == region_path, PolicyRecord.scope == scope
    found = select(PolicyRecord).where(*same, PolicyRecord.state == PolicyState.ACTIVE)
    return (await db.session.scalars(found.with_for_update())).one_or_none()


async def policy_page(db: Db, query: PageQuery, actor: Actor, state: str | None) -> Sequence[Row[Any]]:
    """Policies the actor may know of, oldest first."""
    statement = select(policies).where(visible(actor, Permission.POLICY_READ, _RIGHTS))
    if state is not None:
        statement = statement.where(policies.c.state == state)
    return await db.all(after(statement, query, (policies.c.id, UUID)))


async def active_over(db: Db, region_path: str) -> Sequence[Row[Any]]:
    """Active policies of the region and of those it lies in."""
    return await db.all(_active.where(policies.c.region_path.in_(ancestors(region_path))))


async def active_around(db: Db, region_path: str) -> Sequence[Row[Any]]:
    """Active policies of the region, of those it lies in, and of those in it."""
    return await db.all(_active.where(or_(policies.c.region_path.in_(ancestors(region_path)), at_or_below(policies.c.region_path, region_path))))


async def active_everywhere(db: Db) -> Sequence[Row[Any]]:
    """Every active policy."""
    return await db.all(_active)


async def policies_by_id(db: Db, policy_ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """Policies, whatever their state."""
    return await db.all(select(policies).where(policies.c.id.in_(sorted(policy_ids))))


async def kind_is_known(db: Db, kind: str) -> bool:
    """Whether some deadline was ever of this kind."""
    return await db.one(_kinds, {"kind": kind}) is not None


async def calendars_told(db: Db, years: Iterable[int]) -> dict[int, Workdays]:
    """The workdays of those years of which plans told."""
    rows = await db.all(_calendars, {"years": sorted(set(years))})
    return {row.year: Workdays(_days(row.days_off), _days(row.make_up_workdays)) for row in rows}


def _days(told: Iterable[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in told)
