"""Use cases of reminder policies: entered as a draft, rewritten, activated, retired, previewed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.notifications.errors import InvalidPolicy, PolicyMoved, PolicyToConfirm
from services.notifications.models import PolicyRecord
from services.notifications.repository import concerns, policies, replanning
from services.notifications.rules import wording
from services.notifications.rules.policies import Policy
from services.notifications.rules.policy_faults import plan_faults, policy_faults
from services.notifications.service.delivering import Outside
from services.notifications.service.holding import holders_at, places_of
from services.notifications.service.policy_rows import stored
from services.notifications.service.replanning import Replan, ahead, chooser, count_messages, write
from services.notifications.service.telling import Circle, Occasion, tell
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import NotFound
from shared.kit.ids import new_id
from shared.kit.problems import FaultWords
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.messages import MessageKind
from shared.schemas.policies import Audience, DeadlineKind, NewPolicy, PolicyContent, PolicyState


@dataclass(frozen=True, slots=True)
class Terms:
    """``shipped``: the policy of deadlines that have no other. ``ask_from``: a switch that leads to so many messages is asked about."""

    shipped: Policy
    ask_from: int
    outside: Outside


@dataclass(frozen=True, slots=True)
class Effect:
    """What a switch changed."""

    deadlines: int
    reminders: int
    messages: int


MOVES: Mapping[PolicyState, frozenset[PolicyState]] = {
    PolicyState.DRAFT: frozenset({PolicyState.ACTIVE, PolicyState.RETIRED}),
    PolicyState.ACTIVE: frozenset({PolicyState.RETIRED}),
    PolicyState.RETIRED: frozenset(),
}
"""From where to where; each move needs ``policy.keep``."""


async def visible_policy(db: Db, actor: Actor, policy_id: UUID) -> Any:
    """The policy if the actor may know of it; NotFound otherwise."""
    row = await policies.policy(db, policy_id)
    see(actor, Permission.POLICY_READ, Thing(region_path=row.region_path) if row else None, what="policy", what_zh="提醒策略")
    return row


async def draft_policy(work: Work, body: NewPolicy) -> PolicyRecord:
    """Enter a policy; it governs nothing until it is activated."""
    require(work.actor, Permission.POLICY_KEEP, Thing(region_path=body.region_path))
    await _refuse_faults(work.db, body, body)
    place = {"region_path": body.region_path, "plan_id": body.plan_id, "kind": body.kind, "state": PolicyState.DRAFT}
    place["scope"] = f"{body.plan_id or '*'}/{body.kind or '*'}"
    record = PolicyRecord(id=new_id(), **place, **stored(body))
    work.db.add(record)
    await work.db.flush()
    await work.audit("draft_policy", record.id, name=body.name, plan=body.plan_id and str(body.plan_id), kind=body.kind)
    return record


async def rewrite_policy(work: Work, policy_id: UUID, body: PolicyContent, if_match: IfMatch) -> None:
    """Replace what a draft says. What was active is never edited: the next draft follows it."""
    await _kept(work, policy_id)
    record = await _to_change(work, policy_id, if_match)
    if record.state != PolicyState.DRAFT:
        raise PolicyMoved(state=record.state)
    await _refuse_faults(work.db, body, record)
    for name, value in stored(body).items():
        setattr(record, name, value)
    await work.db.flush()
    await work.audit("rewrite_policy", policy_id, name=body.name)


async def activate_policy(work: Work, policy_id: UUID, confirmed: int | None, if_match: IfMatch, terms: Terms) -> Effect:
    """Put a draft in force: it retires the one before, and open deadlines are planned anew."""
    record = await _moved(work, policy_id, PolicyState.ACTIVE, if_match)
    former = await policies.active_to_change(work.db, record.region_path, record.scope)
    now = work.service.clock.now()
    if former is not None:
        former.state, former.retired_at = PolicyState.RETIRED, now
        await work.db.flush()
    record.state, record.activated_at = PolicyState.ACTIVE, now
    await work.db.flush()
    return await _switch(work, record, confirmed, terms)


async def retire_policy(work: Work, policy_id: UUID, confirmed: int | None, if_match: IfMatch, terms: Terms) -> Effect:
    """Take a policy out of force, or a draft off the table; open deadlines follow the next that governs them."""
    record = await _moved(work, policy_id, PolicyState.RETIRED, if_match)
    record.state, record.retired_at = PolicyState.RETIRED, work.service.clock.now()
    await work.db.flush()
    return await _switch(work, record, confirmed, terms)


async def _switch(work: Work, record: PolicyRecord, confirmed: int | None, terms: Terms) -> Effect:
    db, clock = work.db, work.service.clock
    rows = await replanning.open_below(db, record.region_path, record.plan_id, record.kind)
    chosen = await chooser(db, await policies.active_around(db, record.region_path), terms.shipped, rows)
    plans = await ahead(db, [row for row in rows if chosen(row).id != row.policy_id], chosen, clock.now())
    messages = await count_messages(db, plans, today(clock))
    if messages >= terms.ask_from and (confirmed is None or messages > confirmed):
        raise PolicyToConfirm(count=messages, deadlines=len(plans))
    await write(db, plans)
    await _tell_concerned(work, record, plans, terms.outside)
    effect = Effect(len(plans), sum(len(one.steps) for one in plans), messages)
    seen = {"deadlines": effect.deadlines, "reminders": effect.reminders, "messages": messages}
    await work.audit(_ACTS[PolicyState(record.state)], record.id, name=record.name, **seen)
    return effect


_ACTS = {PolicyState.ACTIVE: "activate_policy", PolicyState.RETIRED: "retire_policy"}


async def _tell_concerned(work: Work, record: PolicyRecord, plans: list[Replan], outside: Outside) -> None:
    """Liaisons of the units whose reminders change, and the offices of their regions, hear of it once each."""
    if not plans:
        return
    day, now = today(work.service.clock), work.service.clock.now()
    text = wording.policy_changed(record.name, in_force=record.state == PolicyState.ACTIVE)
    occasion = Occasion(f"policy/{record.id}/{record.version}", MessageKind.ROUND, text, record.id, f"/api/v1/notifications/policies/{record.id}")
    told: set[UUID] = set()
    for audience in (Audience.PLAN_OFFICE, Audience.LIAISON):
        places = {place for one in plans for place in places_of(audience, one.whose)}
        held = await holders_at(work.db, places, day)
        accounts = {account for accounts in held.values() for account in accounts} - told
        await tell(work.db, occasion, sorted(accounts), Circle(audience, None, record.region_path, now), outside)
        told |= accounts


async def _refuse_faults(db: Db, content: PolicyContent, policy: NewPolicy | PolicyRecord) -> None:
    kinds: set[str] = {*DeadlineKind}
    if policy.kind is not None and policy.kind not in kinds and await policies.kind_is_known(db, policy.kind):
        kinds |= {policy.kind}
    faults = [*await _plan_faults(db, policy), *policy_faults(content, policy.kind, kinds)]
    if faults:
        raise InvalidPolicy(faults=faults, count=len(faults))


async def _plan_faults(db: Db, policy: NewPolicy | PolicyRecord) -> list[FaultWords]:
    if policy.plan_id is None:
        return []
    plan = await concerns.plan(db, policy.plan_id)
    return plan_faults(policy.plan_id, plan is not None and plan.region_path.startswith(policy.region_path))


async def _moved(work: Work, policy_id: UUID, to: PolicyState, if_match: IfMatch) -> PolicyRecord:
    await _kept(work, policy_id)
    await replanning.hold_still(work.db)
    record = await _to_change(work, policy_id, if_match)
    if to not in MOVES[PolicyState(record.state)]:
        raise PolicyMoved(state=record.state)
    return record


async def _kept(work: Work, policy_id: UUID) -> None:
    row = await visible_policy(work.db, work.actor, policy_id)
    require(work.actor, Permission.POLICY_KEEP, Thing(region_path=row.region_path))


async def _to_change(work: Work, policy_id: UUID, if_match: IfMatch) -> PolicyRecord:
    record = await policies.policy_to_change(work.db, policy_id)
    if record is None:
        raise NotFound(what="policy", what_zh="提醒策略")
    if_match.check(record.version)
    return record
