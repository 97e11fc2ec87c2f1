"""What indicators do on each event they hear."""

from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.indicators.models import ExpectedReport, KnownRegion, KnownUnit
from services.indicators.repository import catalogue, merging, moved
from services.indicators.service.amending import follow_amendment
from services.indicators.service.evidencing import count_late, count_return
from services.indicators.service.judging import rejudge
from services.indicators.service.observing import Incoming, observe, pairs_of
from services.indicators.service.taking_over import indicator_changed, take_over
from shared.kit.clock import today
from shared.kit.db import WriteDb
from shared.kit.inbox import Handlers, Received
from shared.kit.service import Service
from shared.schemas.events.directory import RegionMoved, RegionNamed, UnitChanged, UnitSucceeded
from shared.schemas.events.duties import OccurrenceEvent, OccurrenceMoved, OccurrenceScheduled, OccurrenceVoided
from shared.schemas.events.planning import (
    LeadsChanged,
    PlanAmended,
    PlanBroughtIntoForce,
    PlanConcluded,
    PlanIssued,
    PlanMoved,
    PlanSuperseded,
    PlanWithdrawn,
)
from shared.schemas.events.reporting import ApprovedValue, SubmissionApproved, SubmissionReturned, SubmissionSubmitted
from shared.schemas.lifecycle import PlanState


def register(handlers: Handlers, service: Service, on_track_from: Decimal) -> None:
    """Bind the handlers to the running service."""

    async def judge_again(db: WriteDb, owners: Any) -> None:
        day = today(service.clock)
        await rejudge(db, service.outbox, owners, day=day, at=service.clock.now(), on_track_from=on_track_from)

    @handlers.on(UnitSucceeded)
    async def follow_unit(db: WriteDb, event: Received[UnitSucceeded]) -> None:
        rows = await moved.follow_unit(db, event.data.unit_id, event.data.successor_id)
        await service.outbox.record(db, *(indicator_changed(dict(row._mapping)) for row in rows), at=service.clock.now())

    @handlers.on(PlanIssued)
    async def take_over_plan(db: WriteDb, event: Received[PlanIssued]) -> None:
        await take_over(db, service.outbox, event.data, service.clock.now())
        await judge_again(db, await catalogue.plan_indicators_of(db, event.data.plan_id))

    @handlers.on(PlanAmended)
    async def follow_amended_plan(db: WriteDb, event: Received[PlanAmended]) -> None:
        await follow_amendment(db, service.outbox, event.data, service.clock.now())
        await judge_again(db, await catalogue.plan_indicators_of(db, event.data.plan_id))

    @handlers.on(LeadsChanged)
    async def follow_leads(db: WriteDb, event: Received[LeadsChanged]) -> None:
        data = event.data
        if await catalogue.plan(db, data.plan_id) is None:
            raise LookupError("the plan itself is not here yet; this comes again")
        rows = await catalogue.set_leads(db, data.plan_id, data.action, [str(unit) for unit in data.lead_unit_ids])
        await service.outbox.record(db, *(indicator_changed(dict(row._mapping)) for row in rows), at=service.clock.now())

    _register_directory(handlers)
    _register_due_days(handlers, judge_again)
    _register_moves(handlers)

    @handlers.on(SubmissionApproved)
    async def publish_values(db: WriteDb, event: Received[SubmissionApproved]) -> None:
        meant = await merging.now_meant(db, [value.indicator_id for value in event.data.values])
        incoming = [_incoming(value, event.data, meant) for value in event.data.values]
        await observe(db, service.outbox, incoming, service.clock.now())
        await judge_again(db, await catalogue.plan_indicators_measuring(db, pairs_of(incoming)))

    @handlers.on(SubmissionSubmitted)
    async def count_lateness(db: WriteDb, event: Received[SubmissionSubmitted]) -> None:
        await count_late(db, event)

    @handlers.on(SubmissionReturned)
    async def count_returned(db: WriteDb, event: Received[SubmissionReturned]) -> None:
        await count_return(db, event)


def _register_directory(handlers: Handlers) -> None:
    @handlers.on(UnitChanged)
    async def remember_unit(db: WriteDb, event: Received[UnitChanged]) -> None:
        unit = event.data
        await db.keep(KnownUnit, {"id": unit.unit_id, "name": unit.name, "region_path": unit.region_path})

    @handlers.on(RegionNamed)
    async def remember_region(db: WriteDb, event: Received[RegionNamed]) -> None:
        told = event.data
        place = {"id": told.region_id, "valid_from": told.valid_from, "path": told.region_path}
        await db.keep(KnownRegion, {**place, "level": told.level, "code": told.code, "name": told.name})

    @handlers.on(RegionMoved)
    async def follow_region(db: WriteDb, event: Received[RegionMoved]) -> None:
        await moved.follow_region(db, event.data.old_path, event.data.new_path, event.data.on)


def _register_due_days(handlers: Handlers, judge_again: Callable[[WriteDb, Any], Awaitable[None]]) -> None:
    @handlers.on(OccurrenceScheduled)
    async def remember_expected_report(db: WriteDb, event: Received[OccurrenceScheduled]) -> None:
        await _keep_expected(db, event.data)

    @handlers.on(OccurrenceMoved)
    async def move_expected_report(db: WriteDb, event: Received[OccurrenceMoved]) -> None:
        """A value that was due is not due any more, or the other way round; only monitoring says so, other duties change no verdict."""
        await _keep_expected(db, event.data)
        if await catalogue.is_monitoring(db, event.data.plan_id, event.data.duty_key):
            await judge_again(db, await catalogue.plan_indicators_of(db, event.data.plan_id))

    @handlers.on(OccurrenceVoided)
    async def forget_expected_report(db: WriteDb, event: Received[OccurrenceVoided]) -> None:
        await catalogue.forget_expected_report(db, event.data.occurrence_id)


def _register_moves(handlers: Handlers) -> None:
    """A plan that was withdrawn or gave way is judged no longer; its verdicts stay as they were on that day."""

    async def remember(db: WriteDb, event: Received[Any], state: PlanState) -> None:
        told: PlanMoved = event.data
        if not await catalogue.set_plan_state(db, told.plan_id, state):
            raise LookupError(f"plan {told.plan_id} was not heard of yet; told again later")

    @handlers.on(PlanBroughtIntoForce)
    async def plan_in_force(db: WriteDb, event: Received[PlanBroughtIntoForce]) -> None:
        await remember(db, event, PlanState.IN_FORCE)

    @handlers.on(PlanConcluded)
    async def plan_concluded(db: WriteDb, event: Received[PlanConcluded]) -> None:
        await remember(db, event, PlanState.CONCLUDED)

    @handlers.on(PlanWithdrawn)
    async def plan_withdrawn(db: WriteDb, event: Received[PlanWithdrawn]) -> None:
        await remember(db, event, PlanState.WITHDRAWN)

    @handlers.on(PlanSuperseded)
    async def plan_superseded(db: WriteDb, event: Received[PlanSuperseded]) -> None:
        await remember(db, event, PlanState.SUPERSEDED)


async def _keep_expected(db: WriteDb, data: OccurrenceEvent) -> None:
    row = {"id": data.occurrence_id, "plan_id": data.plan_id, "duty_key": data.duty_key}
    await db.keep(ExpectedReport, {**row, "subject_year": data.subject_year, "due_on": data.due_on})


def _incoming(value: ApprovedValue, submission: SubmissionApproved, meant: Mapping[UUID, UUID]) -> Incoming:
    return Incoming(
        indicator_id=meant.get(value.indicator_id, value.indicator_id),
        region_id=value.region_id,
        region_path=value.region_path,
        unit_id=submission.unit_id,
        period=str(value.year),
        year=value.year,
        disaggregation="",
        value=value.value,
        state=value.state,
        numerator=value.numerator,
        denominator=value.denominator,
        standing=value.standing,
        disclosure=value.disclosure,
        source="submission",
        source_id=submission.submission_id,
        by=submission.actor_name,
    )
