"""Use cases of alignment: link a plan to the one above, its actions to those actions; read suggestions and coverage."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.plans.errors import NoParent, UnfitParent, UnknownActions
from services.plans.models import ActionLinkRecord, PlanRecord
from services.plans.repository import alignment, plans
from services.plans.rules.alignment import Child, gaps, likely_titles, suggest
from services.plans.service.seeing import thing, visible_plan
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.paging import PageQuery
from shared.kit.problems import FaultWords
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import PUBLISHED, Actor, Permission
from shared.schemas.alignment import (
    ActionLinks,
    ActionSuggestion,
    Alignment,
    ChildCoverage,
    Coverage,
    CoveredAction,
    LinkedAction,
    ParentLink,
    ParentSuggestion,
)

_NOT_ABOVE = Words("该计划不属于上级行政区划", "the plan is not of a region above")
_NOT_PUBLISHED = Words("该计划尚未发布或已废止（{state}）", "the plan is {state}")
_UNKNOWN_OWN = Words("本计划没有编号为 {value} 的行动", "the plan has no action {value}")
_UNKNOWN_PARENT = Words("上级计划没有编号为 {value} 的行动", "the parent plan has no action {value}")
_TWICE = Words("行动 {value} 出现两次", "action {value} appears twice")


async def link_parent(work: Work, plan_id: UUID, body: ParentLink, if_match: IfMatch) -> None:
    """Link a plan to the one it follows; links of its actions to another parent fall away."""
    plan = await _to_align(work, plan_id, if_match)
    if body.parent_id is not None:
        _refuse_unfit(plan, await visible_plan(work.db, work.actor, body.parent_id))
    if body.parent_id != plan.parent_id:
        await alignment.drop_links(work.db, plan_id)
    plan.parent_id = body.parent_id
    await work.db.flush()
    await work.audit("link_parent", plan_id, parent=str(body.parent_id))


async def _to_align(work: Work, plan_id: UUID, if_match: IfMatch) -> PlanRecord:
    await visible_plan(work.db, work.actor, plan_id)
    plan = await plans.plan_to_change(work.db, plan_id)
    require(work.actor, Permission.PLAN_DRAFT, thing(plan))
    if_match.check(plan.version)
    return plan


def _refuse_unfit(plan: PlanRecord, parent: Any) -> None:
    above = plan.region_path.startswith(parent.region_path) and plan.region_path != parent.region_path
    checks = (("not_above", _NOT_ABOVE, not above), ("not_published", _NOT_PUBLISHED, parent.state not in PUBLISHED))
    faults = [FaultWords(code, words, pointer="/parent_id", state=parent.state) for code, words, found in checks if found]
    if faults:
        raise UnfitParent(faults=faults, count=len(faults))


async def link_actions(work: Work, plan_id: UUID, body: ActionLinks, if_match: IfMatch) -> None:
    """Say which actions of the parent plan some actions follow; what was said of them before is replaced."""
    plan = await _to_align(work, plan_id, if_match)
    if plan.parent_id is None:
        raise NoParent()
    _refuse_unknown(body, await _names(work.db, plan_id), await _names(work.db, plan.parent_id))
    await alignment.drop_links(work.db, plan_id, [link.action for link in body.links])
    stamp = {"plan_id": plan_id, "parent_id": plan.parent_id, "by": work.actor.name, "at": work.now()}
    pairs = [(link.action, parent) for link in body.links for parent in dict.fromkeys(link.parents)]
    await work.db.insert(ActionLinkRecord, [{"id": new_id(), "action_key": own, "parent_key": parent, **stamp} for own, parent in pairs])
    await work.audit("link_actions", plan_id, links=len(pairs))


def _refuse_unknown(body: ActionLinks, own: Mapping[str, str], above: Mapping[str, str]) -> None:
    faults, seen = [], set()
    for n, link in enumerate(body.links):
        if link.action in seen:
            faults.append(FaultWords("twice", _TWICE, pointer=f"/links/{n}/action", value=link.action))
        elif link.action not in own:
            faults.append(FaultWords("unknown_action", _UNKNOWN_OWN, pointer=f"/links/{n}/action", value=link.action))
        seen.add(link.action)
        for m, parent in enumerate(link.parents):
            if parent not in above:
                faults.append(FaultWords("unknown_parent", _UNKNOWN_PARENT, pointer=f"/links/{n}/parents/{m}", value=parent))
    if faults:
        raise UnknownActions(faults=faults, count=len(faults))


async def _names(db: Db, plan_id: UUID) -> dict[str, str]:
    """Action key → name, in document order."""
    return {row.fact["key"]: row.fact["name"] for row in await plans.facts(db, "actions", plan_id)}


async def alignment_of(db: Db, actor: Actor, plan_id: UUID) -> Alignment:
    """A plan's parent and links, with suggestions for what is not linked yet."""
    plan = await visible_plan(db, actor, plan_id)
    own = await _names(db, plan_id)
    above = await _names(db, plan.parent_id) if plan.parent_id else {}
    followed: dict[str, list[str]] = defaultdict(list)
    for row in await alignment.links_of(db, plan_id, plan.parent_id) if plan.parent_id else []:
        if row.action_key in own and row.parent_key in above:
            followed[row.action_key].append(row.parent_key)
    open_ones = {key: name for key, name in own.items() if key not in followed} if above else {}
    suggested = [ActionSuggestion(key=key, name=name, suggestions=suggest(name, above)) for key, name in open_ones.items()]
    return Alignment(
        plan_id=plan_id,
        parent_id=plan.parent_id,
        parents_suggested=[] if plan.parent_id else await _parents(db, actor, plan),
        linked=[LinkedAction(key=key, name=own[key], parents=parents) for key, parents in followed.items()],
        suggested=[one for one in suggested if one.suggestions],
    )


async def _parents(db: Db, actor: Actor, plan: Any) -> list[ParentSuggestion]:
    titles = {row.id: row.title for row in await alignment.plans_above(db, actor, plan.region_path, plan.id)}
    likely = list(likely_titles(plan.based_on, titles))[:10]
    return [ParentSuggestion(plan_id=found, title=titles[found], named_as=name, likeness=score) for score, found, name in likely]


async def coverage_of(db: Db, actor: Actor, plan_id: UUID) -> Coverage:
    """How many of the plans below follow each action of a plan; counted in the database, however many plans there are."""
    plan = await visible_plan(db, actor, plan_id)
    followed = {row.parent_key: row.plans for row in await alignment.followers(db, actor, plan)}
    actions = [CoveredAction(key=key, name=name, plans=followed.get(key, 0)) for key, name in (await _names(db, plan_id)).items()]
    return Coverage(
        plan_id=plan_id,
        plans_below=await alignment.count_children(db, actor, plan),
        actions=actions,
        covered_by_none=[action.key for action in actions if action.plans == 0],
    )


async def gaps_of(db: Db, actor: Actor, query: PageQuery, plan_id: UUID) -> tuple[Sequence[Any], list[ChildCoverage]]:
    """A page of the plans below, and what each leaves open."""
    plan = await visible_plan(db, actor, plan_id)
    above = list(await _names(db, plan_id))
    rows = await alignment.children_page(db, query, actor, plan)
    ids = [row.id for row in rows]
    own: dict[UUID, dict[str, None]] = defaultdict(dict)
    links = defaultdict(list)
    for row in await alignment.links_of_actions(db, ids, plan_id):
        own[row.plan_id][row.key] = None
        if row.parent_key is not None:
            links[row.plan_id].append((row.key, row.parent_key))
    return rows, [gaps(above, Child(row.id, row.title, row.region_name, list(own[row.id]), links[row.id])) for row in rows]
