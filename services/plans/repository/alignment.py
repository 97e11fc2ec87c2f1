"""Queries on parent plans and links of actions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, delete, func, select

from services.plans.models import ActionLinkRecord
from services.plans.repository.plans import FACTS, PLAN_RIGHTS, plans
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import ancestors, visible
from shared.kit.tables import table_of
from shared.rules.access import PUBLISHED, Actor, Permission

links, actions = table_of(ActionLinkRecord), FACTS["actions"]
_links_of = (
    select(links.c.action_key, links.c.parent_key)
    .where(links.c.plan_id == bindparam("plan"), links.c.parent_id == bindparam("parent"))
    .order_by(links.c.action_key, links.c.parent_key)
)


async def plans_above(db: Db, actor: Actor, region_path: str, but: UUID) -> Sequence[Row[Any]]:
    """Published plans of the regions that ``region_path`` lies in, as far as the actor may know of them."""
    above = plans.c.region_path.in_([path for path in ancestors(region_path) if path != region_path])
    mine = (above, plans.c.id != but, plans.c.state.in_(sorted(PUBLISHED)), visible(actor, Permission.PLAN_READ, PLAN_RIGHTS))
    return await db.all(select(plans.c.id, plans.c.title).where(*mine).order_by(plans.c.id).limit(500))


async def links_of(db: Db, plan_id: UUID, parent_id: UUID) -> Sequence[Row[Any]]:
    """A plan's links to its parent's actions."""
    return await db.all(_links_of, {"plan": plan_id, "parent": parent_id})


async def drop_links(db: WriteDb, plan_id: UUID, keys: Sequence[str] | None = None) -> None:
    """Take away the links of some actions of a plan, or of all."""
    change = delete(links).where(links.c.plan_id == plan_id)
    await db.run(change if keys is None else change.where(links.c.action_key.in_(keys)))


def _below(actor: Actor, parent: Any) -> tuple[Any, ...]:
    path = plans.c.region_path
    subtree = (path >= parent.region_path, path < parent.region_path + "~")
    return (plans.c.parent_id == parent.id, *subtree, plans.c.state.in_(sorted(PUBLISHED)), visible(actor, Permission.PLAN_READ, PLAN_RIGHTS))


async def followers(db: Db, actor: Actor, parent: Any) -> Sequence[Row[Any]]:
    """(parent key, number of plans below with an action that follows it), of parent actions that any follows."""
    standing = and_(actions.c.plan_id == links.c.plan_id, actions.c.key == links.c.action_key)
    found = select(links.c.parent_key, func.count(links.c.plan_id.distinct()).label("plans")).join(actions, standing)
    found = found.join(plans, plans.c.id == links.c.plan_id).where(links.c.parent_id == parent.id, *_below(actor, parent))
    return await db.all(found.group_by(links.c.parent_key))


async def count_children(db: Db, actor: Actor, parent: Any) -> int:
    """How many published plans below are linked to ``parent``, of those that the actor may know of."""
    row = await db.one(select(func.count().label("n")).select_from(plans).where(*_below(actor, parent)))
    return int(row.n) if row else 0


async def children_page(db: Db, query: PageQuery, actor: Actor, parent: Any) -> Sequence[Row[Any]]:
    """Published plans below that are linked to ``parent`` and that the actor may know of, in order of their regions."""
    found = select(plans.c.id, plans.c.title, plans.c.region_name, plans.c.region_path).where(*_below(actor, parent))
    return await db.all(after(found, query, (plans.c.region_path, str), (plans.c.id, UUID)))


async def links_of_actions(db: Db, plan_ids: Sequence[UUID], parent_id: UUID) -> Sequence[Row[Any]]:
    """(plan, action key, parent key or None) of every action of some plans, in document order: once for each link to ``parent_id``."""
    mine = and_(links.c.plan_id == actions.c.plan_id, links.c.action_key == actions.c.key, links.c.parent_id == parent_id)
    found = select(actions.c.plan_id, actions.c.key, links.c.parent_key).outerjoin(links, mine).where(actions.c.plan_id.in_(plan_ids))
    return await db.all(found.order_by(actions.c.plan_id, actions.c.position, links.c.parent_key))
