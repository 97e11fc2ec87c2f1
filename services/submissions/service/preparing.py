"""What a round would be: its days, its kind, and who owes it what. Nothing is stored here."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.submissions.errors import (
    DatesOutOfOrder,
    KindNotKnown,
    NobodyToAsk,
    NoDueDay,
    PlanNoLongerAsked,
    PlanNotKnown,
    PlansOfSeveralRegions,
    RoundTwice,
    UnitNotAsked,
    UnitsNotNamed,
)
from services.submissions.repository import kinds, known, rounds
from services.submissions.rules.days import Days, internal_day
from services.submissions.rules.ended_plans import is_asked
from services.submissions.rules.twice import asks_twice
from services.submissions.service.calendars import workdays_around
from services.submissions.settings import SubmissionsSettings
from shared.clients.plans import PlansClient
from shared.kit.db import Db
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import require
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.plan_document import DutyKind
from shared.schemas.rounds import RoundOpening

_NOT_ASKED = Words("单位 {unit_id} 不能列入本轮填报", "unit {unit_id} cannot be asked in this round")


@dataclass(frozen=True, slots=True)
class Prepared:
    """The days, the region and the kind of a round that could be opened."""

    days: Days
    region_path: str
    kind: Any


async def prepare(read: Db, actor: Actor, plans: PlansClient, settings: SubmissionsSettings, body: RoundOpening) -> Prepared:
    """What ``body`` asks for, refused as opening it would be; the calendar is a remote read."""
    found = await known.plans_by_id(read, body.plan_ids)
    for plan_id in body.plan_ids:
        if plan_id not in found:
            raise PlanNotKnown(plan_id=plan_id)
        if not is_asked(found[plan_id].asked_until, body.subject_year):
            raise PlanNoLongerAsked(plan_id=plan_id, year=body.subject_year)
    paths = {row.region_path for row in found.values()}
    for path in paths:
        require(actor, Permission.ROUND_RUN, Thing(region_path=path))
    if len(paths) > 1:
        raise PlansOfSeveralRegions()
    region_path = paths.pop()
    kind = await kinds.kind_in(read, body.kind, region_path)
    if kind is None:
        raise KindNotKnown(code=body.kind)
    days = await _days(read, plans, settings, body, list(found.values()) if DutyKind.MONITORING in kind.fulfils else [])
    return Prepared(days, region_path, kind)


async def _days(read: Db, plans: PlansClient, settings: SubmissionsSettings, body: RoundOpening, found: Sequence[Any]) -> Days:
    """The days of the round; ``found``: the plans whose printed day of monitoring counts where none is given."""
    outward = body.outward_due_on or min(await known.monitoring_days(read, found, body.subject_year), default=None)
    if outward is None:
        raise NoDueDay(year=body.subject_year)
    internal = body.internal_due_on
    if internal is None:
        earliest = outward - timedelta(days=3 * settings.internal_lead_workdays)
        workdays = await workdays_around(read, plans, [earliest, outward])
        internal = internal_day(body.opens_on, outward, workdays, settings.internal_lead_workdays)
    closes = body.closes_on or outward + timedelta(days=settings.closes_after_days)
    if not body.opens_on <= internal <= outward <= closes:
        raise DatesOutOfOrder()
    return Days(body.opens_on, internal, outward, closes)


async def refuse_twice(db: Db, body: RoundOpening, prepared: Prepared) -> None:
    """Raise RoundTwice where an open round asks for the same."""
    asked = [str(plan_id) for plan_id in body.plan_ids]
    for row in await rounds.open_rounds(db, prepared.region_path, body.subject_year):
        if asks_twice(row, prepared.kind, body.name, asked):
            raise RoundTwice(year=body.subject_year, round_id=row.id)


async def owing(db: Db, body: RoundOpening, prepared: Prepared) -> dict[UUID, list[Any]]:
    """Who owes the round, with the plan indicators each is to fill (none where the kind asks for a form alone)."""
    kind = prepared.kind
    if not kind.has_items:
        if body.unit_ids is None:
            raise UnitsNotNamed(kind=Words(kind.name, kind.name_en))
        there = {row.id for row in await known.units_by_id(db, body.unit_ids) if row.region_path.startswith(prepared.region_path)}
        _refuse_units(body.unit_ids, there)
        return {unit_id: [] for unit_id in body.unit_ids}
    by_unit: dict[UUID, list[Any]] = {}
    for row in await known.indicators_to_fill(db, body.plan_ids):
        by_unit.setdefault(row.filling_unit_id, []).append(row)
    if not by_unit:
        raise NobodyToAsk()
    if body.unit_ids is None:
        return by_unit
    _refuse_units(body.unit_ids, by_unit)
    return {unit_id: by_unit[unit_id] for unit_id in body.unit_ids}


def _refuse_units(wanted: Sequence[UUID], there: Container[UUID]) -> None:
    missing = [n for n, unit_id in enumerate(wanted) if unit_id not in there]
    if missing:
        faults = [FaultWords("unit-not-asked", _NOT_ASKED, pointer=f"/unit_ids/{n}", unit_id=wanted[n]) for n in missing]
        raise UnitNotAsked(faults=faults, count=len(faults))
