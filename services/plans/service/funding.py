"""Use cases on the money of actions: record it, revise it, add it up."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from services.plans.errors import FundingTwice, UnknownAction
from services.plans.models import FundingRecord
from services.plans.repository import funding as repository
from services.plans.repository import plans
from services.plans.repository import responsibilities as entries
from services.plans.rules.funding import KINDS, Amounts, added, warnings_of
from services.plans.rules.matrix import holds
from services.plans.rules.resolving import leads_of
from services.plans.service.keeping import plan_to_keep, refuse_when_over, remember, want_reason
from services.plans.service.seeing import thing, visible_plan
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import NotFound
from shared.kit.ids import new_id
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Actor, Permission
from shared.schemas.base import PlanId
from shared.schemas.funding import ActionFunding, Funding, FundingEdit, FundingSum, FundingTotals, NewFunding, YearFunding
from shared.schemas.responsibilities import HistoryKind


async def plan_with_money(db: Db, actor: Actor, plan_id: UUID) -> Any:
    """The plan's row, if the actor may know of it (404) and of its money (403)."""
    row = await visible_plan(db, actor, plan_id)
    require(actor, Permission.FUNDING_READ, thing(row))
    return row


async def visible_funding(db: Db, actor: Actor, funding_id: UUID) -> Any:
    """The entry's row if the actor may know of its plan and of the money in it."""
    row = await repository.funding_entry(db, funding_id)
    if row is None:
        raise NotFound(what="funding entry", what_zh="资金记录")
    await plan_with_money(db, actor, row.plan_id)
    return row


async def record_funding(work: Work, body: NewFunding) -> UUID:
    """Record the money of one action and year from one source; the plan office or the action's lead unit does."""
    plan = await plan_to_keep(work, body.plan_id, Permission.FUNDING_ENTER, lead_unit_ids=await _leads(work, body.plan_id, body.action))
    refuse_when_over(plan)
    want_reason(plan, body.reason)
    if await entries.action(work.db, plan.id, body.action) is None:
        raise UnknownAction(action=body.action)
    same = await repository.same_funding(work.db, plan.id, body.action, body.year, body.source)
    if same is not None:
        raise FundingTwice(funding_id=same)
    amounts = {kind: getattr(body, kind) for kind in KINDS}
    record = FundingRecord(id=new_id(), plan_id=plan.id, action_key=body.action, year=body.year, source=body.source, note=body.note, **amounts)
    work.db.add(record)
    await _keep(work, record, "record_funding", body.reason)
    return record.id


async def revise_funding(work: Work, funding_id: UUID, body: FundingEdit, if_match: IfMatch) -> None:
    """Change amounts or the note; absent fields stay, null clears. Every version stays in the history."""
    row = await visible_funding(work.db, work.actor, funding_id)
    leads = await _leads(work, row.plan_id, row.action_key)
    plan = await plan_to_keep(work, row.plan_id, Permission.FUNDING_ENTER, lead_unit_ids=leads)
    record = await repository.funding_to_change(work.db, funding_id)
    if_match.check(record.version)
    refuse_when_over(plan)
    want_reason(plan, body.reason)
    for name, value in body.model_dump(exclude_unset=True, exclude={"reason"}).items():
        setattr(record, name, value)
    await _keep(work, record, "revise_funding", body.reason)


async def _leads(work: Work, plan_id: UUID, action: str) -> frozenset[UUID]:
    """The units that lead the action today."""
    day = today(work.service.clock)
    held = [row for row in await plans.responsibilities_of(work.db, plan_id) if holds(row.valid_from, row.valid_until, day)]
    return frozenset(leads_of((row.action_key, row.role, row.unit_id) for row in held).get(action, []))


async def _keep(work: Work, record: FundingRecord, act: str, reason: str | None) -> None:
    await work.db.flush()
    amounts = {kind: f"{amount:f}" if (amount := getattr(record, kind)) is not None else None for kind in KINDS}
    state = {"action": record.action_key, "year": record.year, "source": record.source, "note": record.note, **amounts}
    await remember(work, HistoryKind.FUNDING, record, act, reason, state)


def told(row: Any) -> Funding:
    """An entry with what is odd about it."""
    amounts = {kind: getattr(row, kind) for kind in KINDS}
    about = f"{row.action_key} {row.year} {row.source}"
    place = {"plan_id": row.plan_id, "action": row.action_key, "year": row.year, "source": row.source, "note": row.note}
    return Funding(id=row.id, version=row.version, **place, **amounts, warnings=warnings_of(Amounts(**amounts), about))


async def totals_of(db: Db, actor: Actor, plan_id: UUID) -> FundingTotals:
    """Sums by action, by year and as a whole, with every odd entry."""
    await plan_with_money(db, actor, plan_id)
    rows = await repository.funding_of(db, plan_id)
    by_action = {key: [row for row in rows if row.action_key == key] for key in dict.fromkeys(row.action_key for row in rows)}
    by_year = {year: [row for row in rows if row.year == year] for year in sorted({row.year for row in rows})}
    return FundingTotals(
        plan_id=PlanId(plan_id),
        actions=[ActionFunding(action=key, **_sum(some)) for key, some in by_action.items()],
        years=[YearFunding(year=year, **_sum(some)) for year, some in by_year.items()],
        whole=FundingSum(**_sum(rows)),
        warnings=[warning for row in rows for warning in told(row).warnings],
    )


def _sum(rows: Sequence[Any]) -> dict[str, Any]:
    total = added(_amounts(rows))
    return {"entries": len(rows), **{kind: getattr(total, kind) for kind in KINDS}}


def _amounts(rows: Iterable[Any]) -> Iterable[Amounts]:
    return (Amounts(**{kind: getattr(row, kind) for kind in KINDS}) for row in rows)
