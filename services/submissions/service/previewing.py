"""What a round would be before it is opened, and the next one like an earlier one."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.submissions.repository import kinds, known, rounds
from services.submissions.rules.cloning import Earlier, moved_on
from services.submissions.service.preparing import owing, prepare, refuse_twice
from services.submissions.service.rounds import open_round
from services.submissions.settings import SubmissionsSettings
from shared.clients.plans import PlansClient
from shared.kit.db import Db
from shared.kit.rights import see
from shared.kit.work import Work
from shared.rules.access import Actor, Permission, Thing
from shared.rules.workdays import day_ending_at
from shared.schemas.base import PlanId, UnitId
from shared.schemas.rounds import PreviewedUnit, RoundClone, RoundOpening, RoundPreview, UnfilledIndicator


async def preview_round(read: Db, actor: Actor, plans: PlansClient, settings: SubmissionsSettings, body: RoundOpening) -> RoundPreview:
    """Who would get what by when, and what nobody would be asked for; refused as the opening would be. Stores nothing."""
    prepared = await prepare(read, actor, plans, settings, body)
    await refuse_twice(read, body, prepared)
    by_unit = await owing(read, body, prepared)
    names = await known.unit_names(read, by_unit)
    missing = await known.indicators_nobody_fills(read, body.plan_ids) if prepared.kind.has_items else []
    days = prepared.days
    return RoundPreview(
        opens_on=days.opens,
        internal_due_on=days.internal,
        outward_due_on=days.outward,
        closes_on=days.closes,
        units=[
            PreviewedUnit(unit_id=UnitId(unit), unit_name=names.get(unit, "?"), items=list(dict.fromkeys(one.name for one in own)))
            for unit, own in by_unit.items()
        ],
        unfilled=[UnfilledIndicator(plan_indicator_id=one.id, plan_id=PlanId(one.plan_id), key=one.key, name=one.name) for one in missing],
    )


async def clone_round(work: Work, plans: PlansClient, settings: SubmissionsSettings, round_id: UUID, body: RoundClone) -> UUID:
    """Open the next round like an earlier one: its kind, its plans, and its days as far as somebody gave them, moved by as many years."""
    row = await rounds.round_(work.read, round_id)
    see(work.actor, Permission.ROUND_READ, Thing(region_path=row.region_path) if row else None, what="round", what_zh="填报轮次")
    assert row is not None
    return await open_round(work, plans, settings, await _opening(work.read, row, body))


async def _opening(read: Db, row: Any, body: RoundClone) -> RoundOpening:
    years = 1 if body.subject_year is None else body.subject_year - row.subject_year
    following = moved_on(_earlier(row), years)
    kind = await kinds.kind(read, row.kind_id)
    assert kind is not None
    return RoundOpening(
        kind=row.kind_code,
        plan_ids=body.plan_ids or row.plan_ids,
        unit_ids=None if kind.has_items else await rounds.units_asked(read, row.id),
        subject_year=following.subject_year,
        name=body.name or following.name,
        opens_on=body.opens_on or following.opens_on,
        internal_due_on=body.internal_due_on or following.internal_due_on,
        outward_due_on=body.outward_due_on or following.outward_due_on,
        closes_on=body.closes_on or following.closes_on,
    )


def _earlier(row: Any) -> Earlier:
    return Earlier(
        row.name,
        row.subject_year,
        day_ending_at(row.opens + timedelta(days=1)),
        _given(row.internal_due, row.internal_follows),
        _given(row.outward_due, row.outward_follows),
        _given(row.closes, row.closes_follows),
    )


def _given(instant: datetime, follows: bool) -> date | None:
    return None if follows else day_ending_at(instant)
