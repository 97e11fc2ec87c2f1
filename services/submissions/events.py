"""What submissions do on each event they hear: keep the copies a round is made of."""

from typing import Any

from services.submissions.models import (
    KnownCalendar,
    KnownIndicator,
    KnownOccurrence,
    KnownPlan,
    KnownRegion,
    KnownScheme,
    KnownTarget,
    KnownUnit,
    KnownValue,
)
from services.submissions.repository import known, moved
from services.submissions.rules.days import is_monitoring
from services.submissions.service.ended_plans import end_plan
from services.submissions.service.rectifying import follow_verdict
from services.submissions.service.rescheduling import Rescheduling
from services.submissions.service.succeeding import succeed_unit
from shared.kit.db import WriteDb
from shared.kit.inbox import Handlers, Received
from shared.kit.service import Service
from shared.schemas.events.directory import AccountHandedOver, CalendarPublished, RegionMoved, RegionNamed, UnitChanged, UnitSucceeded
from shared.schemas.events.duties import DutyChanged, OccurrenceEvent, OccurrenceMoved, OccurrenceScheduled, OccurrenceVoided
from shared.schemas.events.measuring import (
    IndicatorChanged,
    ObservationPublished,
    ObservationsTold,
    ObservationVerified,
    PublishedValue,
    SchemeChanged,
    TargetInForceChanged,
    VerdictChanged,
)
from shared.schemas.events.planning import IssuedPlan, PlanAmended, PlanIssued, PlanSuperseded, PlanWithdrawn

handlers = Handlers()
"""Those that keep copies; ``register`` adds those that act."""


def register(handlers: Handlers, service: Service, rescheduling: Rescheduling) -> None:
    """Bind the handlers that tell others in turn to the running service."""
    _register_days(handlers, rescheduling)

    @handlers.on(PlanWithdrawn)
    async def end_withdrawn_plan(db: WriteDb, event: Received[PlanWithdrawn]) -> None:
        await end_plan(db, service.outbox, event.data, withdrawn=True, at=service.clock.now())

    @handlers.on(UnitSucceeded)
    async def follow_unit(db: WriteDb, event: Received[UnitSucceeded]) -> None:
        await succeed_unit(db, service.outbox, event.data, service.clock.now())

    @handlers.on(VerdictChanged)
    async def rectify(db: WriteDb, event: Received[VerdictChanged]) -> None:
        """A bad verdict proposes a rectification, a good one closes the one under way."""
        await follow_verdict(db, service.outbox, event.data, service.clock.now())

    @handlers.on(PlanSuperseded)
    async def end_superseded_plan(db: WriteDb, event: Received[PlanSuperseded]) -> None:
        await end_plan(db, service.outbox, event.data, withdrawn=False, at=service.clock.now())


def _register_days(handlers: Handlers, rescheduling: Rescheduling) -> None:
    @handlers.on(OccurrenceScheduled)
    async def remember_occurrence(db: WriteDb, event: Received[OccurrenceScheduled]) -> None:
        """Keep when something is due."""
        await _keep_occurrence(db, event.data)

    @handlers.on(OccurrenceMoved)
    async def move_occurrence(db: WriteDb, event: Received[OccurrenceMoved]) -> None:
        """Keep the new day; open rounds that follow it move along."""
        await _keep_occurrence(db, event.data)
        await rescheduling.follow_plan(db, event.data.plan_id, event.data.subject_year)

    @handlers.on(DutyChanged)
    async def follow_duty(db: WriteDb, event: Received[DutyChanged]) -> None:
        """Keep whether the duty is the plan's monitoring; open rounds that follow its day move along."""
        told = event.data
        asks = is_monitoring(told.duty) and not told.gone
        plan = await known.set_monitoring(db, told.plan_id, told.duty.key, asks)
        if plan is None:
            raise LookupError("the plan itself is not here yet; this comes again")
        await rescheduling.follow_duty(db, told.plan_id, plan.region_path)

    @handlers.on(OccurrenceVoided)
    async def forget_occurrence(db: WriteDb, event: Received[OccurrenceVoided]) -> None:
        """Forget what will not take place; a round that was opened for it is the plan office's to close."""
        await known.forget_occurrence(db, event.data.occurrence_id)

    @handlers.on(CalendarPublished)
    async def take_calendar(db: WriteDb, event: Received[CalendarPublished]) -> None:
        """Keep the calendar; internal days that were counted by the former one are counted anew."""
        data = event.data.model_dump(mode="json")
        await db.keep(KnownCalendar, {name: data[name] for name in ("year", "days_off", "make_up_workdays")})
        await rescheduling.follow_calendar(db, event.data.year)


async def _keep_occurrence(db: WriteDb, data: OccurrenceEvent) -> None:
    row = {"id": data.occurrence_id, "plan_id": data.plan_id, "duty_key": data.duty_key}
    await db.keep(KnownOccurrence, {**row, "subject_year": data.subject_year, "due_on": data.due_on})


@handlers.on(UnitChanged)
async def remember_unit(db: WriteDb, event: Received[UnitChanged]) -> None:
    """Keep the unit's name and place."""
    unit = event.data
    await db.keep(KnownUnit, {"id": unit.unit_id, "name": unit.name, "region_path": unit.region_path})


@handlers.on(RegionNamed)
async def remember_region(db: WriteDb, event: Received[RegionNamed]) -> None:
    """Keep what a region is called from a day on."""
    told = event.data
    place = {"id": told.region_id, "valid_from": told.valid_from, "path": told.region_path}
    await db.keep(KnownRegion, {**place, "code": told.code, "name": told.name})


@handlers.on(PlanIssued)
async def remember_plan(db: WriteDb, event: Received[PlanIssued]) -> None:
    """Keep the plan's head and which of its duties is the yearly monitoring."""
    await _keep_plan(db, event.data)


async def _keep_plan(db: WriteDb, plan: IssuedPlan) -> None:
    monitoring = [duty.key for duty in plan.duties if is_monitoring(duty)]
    row = {"id": plan.plan_id, "title": plan.title, "region_id": plan.region_id, "region_path": plan.region_path}
    await db.keep(KnownPlan, {**row, "monitoring_duties": monitoring})


@handlers.on(PlanAmended)
async def remember_amended_plan(db: WriteDb, event: Received[PlanAmended]) -> None:
    """Keep the head as it now is."""
    await _keep_plan(db, event.data)


@handlers.on(IndicatorChanged)
async def remember_indicator(db: WriteDb, event: Received[IndicatorChanged]) -> None:
    """Keep what is asked of whom."""
    data = event.data
    row = data.model_dump(exclude={"version", "plan_indicator_id", "lead_unit_ids"})
    leads = [str(unit) for unit in data.lead_unit_ids]
    changed = await known.leads_differ(db, data.plan_indicator_id, leads, data.action)
    await db.keep(KnownIndicator, {**row, "id": data.plan_indicator_id, "lead_unit_ids": leads})
    if changed:
        await known.renew_leads(db, data.indicator_id)


@handlers.on(SchemeChanged)
async def remember_scheme(db: WriteDb, event: Received[SchemeChanged]) -> None:
    """Keep what a round for the scheme would ask."""
    row = event.data.model_dump(exclude={"version", "scheme_id", "items"})
    items = [item.model_dump(mode="json") for item in event.data.items]
    await db.keep(KnownScheme, {"id": event.data.scheme_id, **row, "items": items})


@handlers.on(TargetInForceChanged)
async def remember_target(db: WriteDb, event: Received[TargetInForceChanged]) -> None:
    """Keep what the form shows as the target; a choice replaces what was in force for its slot."""
    data = event.data
    if data.chosen:
        await known.forget_target_slot(db, data.plan_indicator_id, data.year, data.population)
    if not data.in_force:
        await known.forget_target(db, data.target_id)
        return
    row = data.model_dump(include={"plan_indicator_id", "year", "population", "raw"})
    await db.keep(KnownTarget, {**row, "id": data.target_id})


async def remember_values(db: WriteDb, event: Received[Any]) -> None:
    """Keep totals of whole years for prefill and for the check against last year; what is told of parts and shorter periods is not asked for."""
    told: ObservationsTold = event.data
    rows = [_known_value(value) for value in told.values if len(value.period) == _YEAR_DIGITS and not value.disaggregation]
    await db.keep_newer(KnownValue, rows)


handlers.on(ObservationPublished)(remember_values)
handlers.on(ObservationVerified)(remember_values)
_YEAR_DIGITS = len("2025")


def _known_value(told: PublishedValue) -> dict[str, Any]:
    slot = {"indicator_id": told.indicator_id, "region_id": told.region_id, "year": int(told.period)}
    return {"id": told.observation_id, "version": told.version, **slot, "value": told.value, "state": told.state}


@handlers.on(RegionMoved)
async def follow_region(db: WriteDb, event: Received[RegionMoved]) -> None:
    """Rights on what is still open follow the region; what is over stays where it was."""
    await moved.follow_region(db, event.data.old_path, event.data.new_path, event.data.on)


@handlers.on(AccountHandedOver)
async def follow_hand_over(db: WriteDb, event: Received[AccountHandedOver]) -> None:
    """Drafts of the units belong to the successor; what was handed in keeps the name of who did."""
    await moved.follow_hand_over(db, event.data.account_id, event.data.successor_id, event.data.unit_ids)
