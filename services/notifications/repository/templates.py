"""Queries on templates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, literal, select, update

from services.notifications.models import MessageRecord, TemplateRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, ancestors, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.templates import TemplateState

templates, messages = table_of(TemplateRecord), table_of(MessageRecord)
_RIGHTS = RightsColumns(region_path=templates.c.region_path)
_by_id = select(templates).where(templates.c.id == bindparam("id"))
_words = templates.c.id, templates.c.region_path, templates.c.saying, templates.c.family, templates.c.language, templates.c.title, templates.c.body
_active = select(*_words).where(
    templates.c.state == literal("active", literal_execute=True),
    templates.c.region_path.in_(bindparam("regions", expanding=True)),
    templates.c.saying.in_(bindparam("sayings", expanding=True)),
)
_by_ids = select(*_words).where(templates.c.id.in_(bindparam("ids", expanding=True)))
_failed = update(templates).where(templates.c.id == bindparam("row"), templates.c.failed_at.is_(None))
_flag = _failed.values(failed_at=bindparam("at"), failure=bindparam("why"), version=templates.c.version + 1)
_fell_back = update(messages).where(messages.c.id.in_(bindparam("ids", expanding=True))).values(fell_back=True)


@dataclass(frozen=True, slots=True)
class TemplateFilter:
    """What a list of templates is narrowed by."""

    state: str | None = None
    saying: str | None = None
    family: str | None = None


async def template(db: Db, template_id: UUID) -> Row[Any] | None:
    """A template."""
    return await db.one(_by_id, {"id": template_id})


async def template_to_change(db: WriteDb, template_id: UUID) -> TemplateRecord | None:
    """A template as a record, locked; None if it is not known."""
    return (await db.session.scalars(select(TemplateRecord).where(TemplateRecord.id == template_id).with_for_update())).one_or_none()


async def active_to_change(db: WriteDb, like: TemplateRecord) -> TemplateRecord | None:
    """The active template of the same region, saying, family and language, as a record, locked."""
    same = (getattr(TemplateRecord, name) == getattr(like, name) for name in ("region_path", "saying", "family", "language"))
    found = select(TemplateRecord).where(*same, TemplateRecord.state == TemplateState.ACTIVE)
    return (await db.session.scalars(found.with_for_update())).one_or_none()


async def editions(db: Db, like: TemplateRecord) -> int:
    """How many templates of the same place were ever in force."""
    same = (templates.c[name] == getattr(like, name) for name in ("region_path", "saying", "family", "language"))
    row = await db.one(select(func.coalesce(func.max(templates.c.edition), 0).label("rows")).where(*same))
    return int(row.rows) if row else 0


async def template_page(db: Db, query: PageQuery, actor: Actor, by: TemplateFilter) -> Sequence[Row[Any]]:
    """Templates the actor may know of, oldest first."""
    statement = select(templates).where(visible(actor, Permission.TEMPLATE_READ, _RIGHTS))
    for name in ("state", "saying", "family"):
        if (wanted := getattr(by, name)) is not None:
            statement = statement.where(templates.c[name] == wanted)
    return await db.all(after(statement, query, (templates.c.id, UUID)))


async def in_force(db: Db, region_paths: Iterable[str], sayings: Iterable[str]) -> Sequence[Row[Any]]:
    """Active templates of these sayings in the regions and in those around them."""
    regions = {path for one in set(region_paths) if one for path in ancestors(one)}
    return await db.all(_active, {"regions": sorted(regions), "sayings": sorted(set(sayings))}) if regions else []


async def by_ids(db: Db, ids: Iterable[UUID]) -> Mapping[UUID, Row[Any]]:
    """Templates by their ids."""
    return {row.id: row for row in await db.all(_by_ids, {"ids": sorted(ids)})}


async def flag(db: WriteDb, failures: Mapping[UUID, str], at: datetime) -> None:
    """Note the first failure of each template."""
    await db.run(_flag, [{"row": template_id, "at": at, "why": why[:300]} for template_id, why in failures.items()])


async def note_fallen_back(db: WriteDb, message_ids: Iterable[UUID]) -> None:
    """Something of these messages was said in the shipped words."""
    await db.run(_fell_back, {"ids": sorted(message_ids)})
