"""Definitions (口径): which one a plan and a value follow, and what a named person accepts as comparable."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.indicators.errors import AlreadyAccepted, AlreadyRevoked, RefusedAcceptance
from services.indicators.models import AcceptanceRecord
from services.indicators.repository import catalogue
from services.indicators.repository import definitions as repository
from services.indicators.rules.comparability import PRINTED_BASELINE
from services.indicators.rules.definitions import in_force, plan_day
from services.indicators.service.managing import judge_again, thing, visible_plan_indicator
from shared.kit.db import Db, WriteDb
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import NotFound
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Permission
from shared.rules.periods import parse_period
from shared.schemas.definitions import NewAcceptance, Revocation
from shared.schemas.plan_document import BaselineKind


async def definition_of_plan(db: Db, indicator_id: UUID, plan_id: UUID) -> int:
    """The number of the definition of an entry that a plan's targets follow: the one valid on the plan's day."""
    plan = await catalogue.plan(db, plan_id)
    assert plan is not None, plan_id
    history = (await repository.histories(db, [indicator_id])).get(indicator_id, [])
    return in_force(history, plan_day(plan.issued_on, plan.period_start))


async def number_anew(db: WriteDb, indicator_id: UUID, owners: Sequence[Any], values: Sequence[dict[str, Any]]) -> Sequence[Any]:
    """After plan indicators and values came to an entry: each follows that entry's definition of its day. The plan indicators as they now are."""
    history = (await repository.histories(db, [indicator_id])).get(indicator_id, [])
    numbers = {value["id"]: in_force(history, parse_period(value["period"]).last) for value in values}
    await repository.number_values(db, {value["id"]: numbers[value["id"]] for value in values if value["definition"] != numbers[value["id"]]})
    for value in values:
        value["definition"] = numbers[value["id"]]
    if not history:
        return owners
    plans: dict[UUID, Any] = {plan_id: await catalogue.plan(db, plan_id) for plan_id in {owner.plan_id for owner in owners}}
    days = {owner.id: plan_day(plans[owner.plan_id].issued_on, plans[owner.plan_id].period_start) for owner in owners}
    return await repository.number_owners(db, {owner: in_force(history, day) for owner, day in days.items()})


async def accept(work: Work, plan_indicator_id: UUID, body: NewAcceptance, on_track_from: Decimal) -> AcceptanceRecord:
    """Accept, by name and with a reason, that values of another definition, or a qualified baseline, are comparable; verdicts follow."""
    owner = await visible_plan_indicator(work.db, work.actor, plan_indicator_id)
    require(work.actor, Permission.PLAN_INDICATOR_MANAGE, thing(owner))
    await _refuse_idle(work.db, owner, body.definition)
    definition = PRINTED_BASELINE if body.definition is None else body.definition
    if await repository.standing(work.db, owner.id, definition):
        raise AlreadyAccepted()
    record = AcceptanceRecord(
        plan_indicator_id=owner.id, definition=definition, reason=body.reason, accepted_at=work.now(), accepted_by=work.actor.name
    )
    work.db.add(record)
    await work.db.flush()
    await judge_again(work, [owner], on_track_from)
    await work.audit("accept_definition", plan_indicator_id, definition=definition, reason=body.reason)
    return record


async def _refuse_idle(db: Db, owner: Any, definition: int | None) -> None:
    """Refuse what could make nothing comparable: the plan's own definition, one that is not there, a baseline without a qualifier."""
    if definition is None:
        if owner.baseline is None or owner.baseline.get("kind") != BaselineKind.QUALIFIED:
            raise RefusedAcceptance(definition="null", why="the baseline is printed without a qualifier", why_zh="基期值未附加限定说明")
        return
    if definition == owner.definition:
        raise RefusedAcceptance(definition=definition, why="the targets follow it themselves", why_zh="目标本身即按该口径设定")
    history = (await repository.histories(db, [owner.indicator_id])).get(owner.indicator_id, [])
    if definition not in {1, *(since.number for since in history)}:
        raise RefusedAcceptance(definition=definition, why="the indicator has no such definition", why_zh="该指标没有这一版口径")


async def revoke(work: Work, acceptance_id: UUID, body: Revocation, if_match: IfMatch, on_track_from: Decimal) -> AcceptanceRecord:
    """Take an acceptance back, with a reason; it stays in the list, verdicts follow."""
    record = await repository.acceptance(work.db, acceptance_id)
    if record is None:
        raise NotFound(what="acceptance", what_zh="口径可比确认")
    owner = await visible_plan_indicator(work.db, work.actor, record.plan_indicator_id)
    require(work.actor, Permission.PLAN_INDICATOR_MANAGE, thing(owner))
    if_match.check(record.version)
    if record.revoked_at is not None:
        raise AlreadyRevoked()
    record.revoked_at, record.revoked_by, record.revoked_because = work.now(), work.actor.name, body.reason
    await work.db.flush()
    await judge_again(work, [owner], on_track_from)
    await work.audit("revoke_definition_acceptance", acceptance_id, definition=record.definition, reason=body.reason)
    return record
