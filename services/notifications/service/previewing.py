"""Preview of a policy: who would be told what, and when, by the same rule that plans."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.notifications.repository import directory, policies
from services.notifications.rules.policies import Policy
from services.notifications.service.holding import Held, holders_at, told_at
from services.notifications.service.replanning import Replan, ahead, chooser
from shared.kit.clock import Clock, today
from shared.kit.db import Db
from shared.schemas.policies import PolicyPreview, PreviewedStep, Recipient


async def preview_policy(db: Db, policy: Row[Any], rows: Sequence[Row[Any]], clock: Clock, otherwise: Policy) -> list[PolicyPreview]:
    """What the policy would say of these deadlines if it were in force now; no steps where a nearer one governs."""
    active = [one for one in await policies.active_around(db, policy.region_path) if not _replaced(one, policy)]
    plans = await ahead(db, rows, await chooser(db, [*active, policy], otherwise, rows), clock.now())
    mine = [one for one in plans if one.policy.id == policy.id]
    held = await holders_at(db, (place for one in mine for places in one.places for place in places), today(clock))
    names = await directory.names_of(db, {account for accounts in held.values() for account in accounts})
    return [_previewed(one, policy.id, held, names) for one in plans]


def _replaced(active: Row[Any], policy: Row[Any]) -> bool:
    """Whether the policy would retire an active one (or is it)."""
    return active.id == policy.id or (active.region_path, active.scope) == (policy.region_path, policy.scope)


def _previewed(plan: Replan, policy_id: UUID, held: Held, names: Mapping[UUID, str]) -> PolicyPreview:
    row, governed = plan.deadline, plan.policy.id == policy_id
    steps = [_step(plan, number, held, names) for number in range(len(plan.steps))] if governed else []
    shown = {"kind": row.kind, "title": row.title, "unit_id": row.unit_id, "unit_name": row.unit_name or str(row.unit_id), "due_on": row.due_on}
    return PolicyPreview(deadline_id=row.id, governed=governed, steps=steps, **shown)


def _step(plan: Replan, number: int, held: Held, names: Mapping[UUID, str]) -> PreviewedStep:
    one, accounts = plan.steps[number], told_at(held, plan.places[number])
    recipients = [Recipient(account_id=account, name=names[account]) for account in accounts]
    return PreviewedStep(
        step=one.step.name,
        audience=one.step.audience,
        send_at=one.send_at,
        digest_at=one.digest_at,
        channels=one.step.channels,
        recipients=recipients,
    )
