"""Queries on posts."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select

from services.plans.models import AccountRecord, PostRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

posts, accounts = table_of(PostRecord), table_of(AccountRecord)
_RIGHTS = RightsColumns(region_path=posts.c.region_path, unit_id=posts.c.unit_id, owner_id=posts.c.account_id)
_shown = select(posts, accounts.c.name.label("account_name")).join(accounts, accounts.c.id == posts.c.account_id)


async def post_page(db: Db, query: PageQuery, actor: Actor, account_id: UUID | None, unit_id: UUID | None, day: date | None) -> Sequence[Row[Any]]:
    """Posts the actor may know of, in order of entry."""
    statement = _shown.where(visible(actor, Permission.ACCOUNT_READ, _RIGHTS))
    if account_id is not None:
        statement = statement.where(posts.c.account_id == account_id)
    if unit_id is not None:
        statement = statement.where(posts.c.unit_id == unit_id)
    if day is not None:
        statement = statement.where(posts.c.valid_from <= day, or_(posts.c.valid_until.is_(None), posts.c.valid_until > day))
    return await db.all(after(statement, query, (posts.c.id, UUID)))


async def post(db: Db, post_id: UUID) -> Row[Any] | None:
    """A post with its holder's name."""
    return await db.one(_shown.where(posts.c.id == post_id))


async def post_to_change(db: WriteDb, post_id: UUID) -> PostRecord | None:
    """A post, locked."""
    return (await db.session.scalars(select(PostRecord).where(PostRecord.id == post_id).with_for_update())).one_or_none()


async def beside(db: WriteDb, unit_id: UUID | None, account_ids: Iterable[UUID], role: str, day: date) -> Sequence[PostRecord]:
    """Posts of the same role in the same unit, or of the same people, that are in force on ``day`` or later; locked."""
    same = PostRecord.account_id.in_(list(account_ids)) if unit_id is None else PostRecord.unit_id == unit_id
    running = or_(PostRecord.valid_until.is_(None), PostRecord.valid_until > day)
    wanted = select(PostRecord).where(PostRecord.role == role, same, running).order_by(PostRecord.id).with_for_update()
    return (await db.session.scalars(wanted)).all()


async def held_on(db: WriteDb, account_id: UUID, day: date) -> list[PostRecord]:
    """Posts of an account that run on ``day`` or begin later, locked."""
    running = or_(PostRecord.valid_until.is_(None), PostRecord.valid_until > day)
    wanted = select(PostRecord).where(PostRecord.account_id == account_id, running).order_by(PostRecord.id).with_for_update()
    return list(await db.session.scalars(wanted))


async def ever_held(db: Db, account_id: UUID) -> Sequence[Row[Any]]:
    """Every post of an account, past and future ones too."""
    return await db.all(select(posts.c.region_path).where(posts.c.account_id == account_id))
