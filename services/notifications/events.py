"""What notifications do on each event they hear."""

from datetime import timedelta
from uuid import UUID

from services.notifications.models import KnownAccount, KnownCalendar, KnownPlan, KnownUnit
from services.notifications.repository import concerns, deadlines, directory, moved
from services.notifications.rules import wording
from services.notifications.rules.policies import Policy
from services.notifications.service import consulting
from services.notifications.service.delivering import Outside, redirect
from services.notifications.service.handing_over import tell_both
from services.notifications.service.reminding import clear_deadline, set_deadline
from services.notifications.service.replanning import follow_calendar
from services.notifications.service.telling import Circle, Occasion, recipients, tell
from services.notifications.service.warning import warn
from shared.kit.clock import SHANGHAI, today
from shared.kit.db import WriteDb
from shared.kit.inbox import Handlers, Received
from shared.kit.service import Service
from shared.rules.workdays import day_ending_at
from shared.schemas.events.directory import AccountChanged, AccountHandedOver, CalendarPublished, RegionMoved, UnitChanged
from shared.schemas.events.measuring import VerdictChanged
from shared.schemas.events.planning import (
    ConsultationAnswered,
    ConsultationClosed,
    ConsultationOpened,
    IssuedPlan,
    LeadsChanged,
    PlanAmended,
    PlanIssued,
)
from shared.schemas.events.reporting import (
    AssignmentItemsChanged,
    AssignmentOpened,
    AssignmentReassigned,
    AssignmentWaived,
    DeadlineCleared,
    DeadlineSet,
    ExtensionGranted,
    RoundChanged,
    RoundClosed,
    RoundOpened,
    SubmissionApproved,
    SubmissionReturned,
    SubmissionSubmitted,
)
from shared.schemas.messages import MessageKind
from shared.schemas.policies import Audience, DeadlineKind


class Teller:
    """Turns one event into messages for an audience."""

    def __init__(self, service: Service, outside: Outside) -> None:
        self._service, self._outside = service, outside

    async def tell(self, db: WriteDb, occasion: Occasion, audience: Audience, unit_id: UUID | None, region_path: str) -> None:
        """Tell everybody who holds the audience's role today."""
        clock = self._service.clock
        told = await recipients(db, audience, unit_id, region_path, today(clock))
        await tell(db, occasion, told, Circle(audience, unit_id, region_path, clock.now()), self._outside)

    async def tell_one(self, db: WriteDb, occasion: Occasion, account_id: UUID, unit_id: UUID | None) -> None:
        """Tell one person, for what they do in a unit."""
        region_path = await directory.unit_region(db, unit_id) if unit_id else ""
        await tell(db, occasion, [account_id], Circle(Audience.LIAISON, unit_id, region_path, self._service.clock.now()), self._outside)

    async def tell_rectification(self, db: WriteDb, data: DeadlineSet) -> None:
        """What was found, or not put right yet, is told to the unit's liaison and leader."""
        text = wording.rectification(data.title, await directory.unit_name(db, data.unit_id), data.due_on)
        occasion = Occasion(f"rectification/{data.deadline_id}/{data.version}", MessageKind.ASSIGNED, text, data.deadline_id, data.link)
        for audience in (Audience.LIAISON, Audience.UNIT_LEADER):
            await self.tell(db, occasion, audience, data.unit_id, data.region_path)


def register(handlers: Handlers, service: Service, shipped: Policy, outside: Outside) -> None:
    """Bind the handlers to the running service."""
    teller = Teller(service, outside)
    _register_directory(handlers, service, teller)
    _register_plans(handlers)
    _register_calendars(handlers, service, shipped)
    _register_deadlines(handlers, service, shipped, teller)
    _register_rounds(handlers, teller)
    _register_assignments(handlers, teller)
    _register_submissions(handlers, teller)
    _register_verdicts(handlers, teller, service)
    _register_consultations(handlers, teller, service, shipped)


def _register_directory(handlers: Handlers, service: Service, teller: Teller) -> None:
    @handlers.on(UnitChanged)
    async def remember_unit(db: WriteDb, event: Received[UnitChanged]) -> None:
        unit = event.data
        await db.keep(KnownUnit, {"id": unit.unit_id, "name": unit.name, "region_path": unit.region_path})

    @handlers.on(AccountChanged)
    async def remember_account(db: WriteDb, event: Received[AccountChanged]) -> None:
        account = event.data
        contact = {"email": account.email, "mobile": account.mobile}
        await db.keep(KnownAccount, {"id": account.account_id, "name": account.name, "active": account.active, **contact})
        await redirect(db, account.account_id, contact, service.clock.now())
        await directory.replace_posts(db, account.account_id, [post.model_dump() for post in account.posts])

    @handlers.on(AccountHandedOver)
    async def follow_hand_over(db: WriteDb, event: Received[AccountHandedOver]) -> None:
        successor = event.data.successor_id
        waiting = await moved.follow_hand_over(db, event.data.account_id, successor)
        await redirect(db, successor, await directory.contacts_of(db, successor), service.clock.now())
        await tell_both(db, event, waiting, teller.tell_one)

    @handlers.on(RegionMoved)
    async def follow_region(db: WriteDb, event: Received[RegionMoved]) -> None:
        await moved.follow_region(db, event.data.old_path, event.data.new_path)


def _register_plans(handlers: Handlers) -> None:
    async def remember(db: WriteDb, plan: IssuedPlan) -> None:
        await db.keep(KnownPlan, {"id": plan.plan_id, "title": plan.title, "region_path": plan.region_path})
        led = {(action.key, unit) for action in plan.actions for unit in action.lead_unit_ids}
        await concerns.replace_leads(db, plan.plan_id, [{"plan_id": plan.plan_id, "action": action, "unit_id": unit} for action, unit in led])

    @handlers.on(PlanIssued)
    async def remember_plan(db: WriteDb, event: Received[PlanIssued]) -> None:
        await remember(db, event.data)

    @handlers.on(PlanAmended)
    async def remember_amended_plan(db: WriteDb, event: Received[PlanAmended]) -> None:
        await remember(db, event.data)

    @handlers.on(LeadsChanged)
    async def follow_leads(db: WriteDb, event: Received[LeadsChanged]) -> None:
        data = event.data
        rows = [{"plan_id": data.plan_id, "action": data.action, "unit_id": unit} for unit in set(data.lead_unit_ids)]
        await concerns.replace_leads(db, data.plan_id, rows, data.action)


def _register_calendars(handlers: Handlers, service: Service, shipped: Policy) -> None:
    @handlers.on(CalendarPublished)
    async def take_calendar(db: WriteDb, event: Received[CalendarPublished]) -> None:
        """Keep the calendar; steps that were counted by the former one are counted anew."""
        data = event.data.model_dump(mode="json")
        await db.keep(KnownCalendar, {name: data[name] for name in ("year", "days_off", "make_up_workdays")})
        await follow_calendar(db, event.data.year, service.clock.now(), shipped)


def _register_deadlines(handlers: Handlers, service: Service, shipped: Policy, teller: Teller) -> None:
    @handlers.on(DeadlineSet)
    async def plan_reminders(db: WriteDb, event: Received[DeadlineSet]) -> None:
        """Whoever still owes it is told of a day that moved; what was returned has its own message."""
        data = event.data
        before = await deadlines.open_day(db, data.deadline_id)
        await set_deadline(db, data, service.clock.now(), shipped)
        if before is None and data.kind == DeadlineKind.RECTIFICATION:
            await teller.tell_rectification(db, data)
        if before is not None and before != data.due_on:
            unit = await directory.unit_name(db, data.unit_id)
            text = wording.deadline_moved(data.title, unit, before, data.due_on)
            occasion = Occasion(f"deadline-moved/{data.deadline_id}/{data.version}", MessageKind.ROUND, text, data.deadline_id, data.link)
            await teller.tell(db, occasion, Audience.LIAISON, data.unit_id, data.region_path)

    @handlers.on(DeadlineCleared)
    async def stop_reminders(db: WriteDb, event: Received[DeadlineCleared]) -> None:
        await clear_deadline(db, event.data, service.clock.now())


def _register_rounds(handlers: Handlers, teller: Teller) -> None:
    @handlers.on(RoundOpened)
    async def tell_round_opened(db: WriteDb, event: Received[RoundOpened]) -> None:
        data = event.data
        due_on = (data.outward_due.astimezone(SHANGHAI) - timedelta(seconds=1)).date()
        occasion = Occasion(f"round-opened/{data.round_id}", MessageKind.ROUND, wording.round_opened(data.name, due_on), data.round_id)
        await teller.tell(db, occasion, Audience.LEADERSHIP, None, data.region_path)

    @handlers.on(RoundChanged)
    async def tell_round_changed(db: WriteDb, event: Received[RoundChanged]) -> None:
        data = event.data
        text = wording.round_changed(data.name, day_ending_at(data.internal_due), day_ending_at(data.outward_due))
        occasion = Occasion(f"round-changed/{event.envelope.id}", MessageKind.ROUND, text, data.round_id)
        await teller.tell(db, occasion, Audience.PLAN_OFFICE, None, data.region_path)

    @handlers.on(RoundClosed)
    async def tell_round_closed(db: WriteDb, event: Received[RoundClosed]) -> None:
        data = event.data
        occasion = Occasion(f"round-closed/{data.round_id}", MessageKind.ROUND, wording.round_closed(data.name), data.round_id)
        await teller.tell(db, occasion, Audience.PLAN_OFFICE, None, data.region_path)

    @handlers.on(AssignmentOpened)
    async def tell_assigned(db: WriteDb, event: Received[AssignmentOpened]) -> None:
        data = event.data
        text = wording.assigned(data.round_name, await directory.unit_name(db, data.unit_id), data.items, data.due_on)
        link = f"/api/v1/submissions/assignments/{data.assignment_id}"
        occasion = Occasion(f"assigned/{data.assignment_id}", MessageKind.ASSIGNED, text, data.assignment_id, link)
        await teller.tell(db, occasion, Audience.LIAISON, data.unit_id, data.region_path)

    @handlers.on(AssignmentWaived)
    async def tell_waived(db: WriteDb, event: Received[AssignmentWaived]) -> None:
        data = event.data
        text = wording.waived(data.round_name, await directory.unit_name(db, data.unit_id))
        occasion = Occasion(f"waived/{data.assignment_id}", MessageKind.WAIVED, text, data.assignment_id)
        await teller.tell(db, occasion, Audience.LIAISON, data.unit_id, data.region_path)


def _register_assignments(handlers: Handlers, teller: Teller) -> None:
    @handlers.on(ExtensionGranted)
    async def tell_extended(db: WriteDb, event: Received[ExtensionGranted]) -> None:
        """Under the key of the deadline that it moves: the unit hears of it once, with the reason."""
        data = event.data
        unit = await directory.unit_name(db, data.unit_id)
        text = wording.extended(data.round_name, unit, data.former_due_on, data.until_on, data.reason)
        link = f"/api/v1/submissions/assignments/{data.assignment_id}"
        occasion = Occasion(f"deadline-moved/{data.assignment_id}/{data.deadline_version}", MessageKind.ROUND, text, data.assignment_id, link)
        await teller.tell(db, occasion, Audience.LIAISON, data.unit_id, data.region_path)

    @handlers.on(AssignmentReassigned)
    async def tell_reassigned(db: WriteDb, event: Received[AssignmentReassigned]) -> None:
        data = event.data
        link = f"/api/v1/submissions/assignments/{data.assignment_id}"
        new, gone = await directory.unit_name(db, data.unit_id), await directory.unit_name(db, data.former_unit_id)
        taken = wording.taken_over(data.round_name, new, gone, data.reason)
        occasion = Occasion(f"taken-over/{event.envelope.id}", MessageKind.ASSIGNED, taken, data.assignment_id, link)
        await teller.tell(db, occasion, Audience.LIAISON, data.unit_id, data.region_path)
        passed = wording.passed_on(data.round_name, new, data.reason)
        occasion = Occasion(f"passed-on/{event.envelope.id}", MessageKind.WAIVED, passed, data.assignment_id)
        await teller.tell(db, occasion, Audience.LIAISON, data.former_unit_id, data.region_path)

    @handlers.on(AssignmentItemsChanged)
    async def tell_items_changed(db: WriteDb, event: Received[AssignmentItemsChanged]) -> None:
        data = event.data
        unit = await directory.unit_name(db, data.unit_id)
        text = wording.items_changed(data.round_name, unit, data.added, data.dropped, data.reason)
        link = f"/api/v1/submissions/assignments/{data.assignment_id}"
        occasion = Occasion(f"items-changed/{event.envelope.id}", MessageKind.ASSIGNED, text, data.assignment_id, link)
        await teller.tell(db, occasion, Audience.LIAISON, data.unit_id, data.region_path)


def _register_submissions(handlers: Handlers, teller: Teller) -> None:
    @handlers.on(SubmissionSubmitted)
    async def tell_submitted(db: WriteDb, event: Received[SubmissionSubmitted]) -> None:
        data = event.data
        text = wording.submitted(data.round_name, await directory.unit_name(db, data.unit_id), data.actor_name)
        await teller.tell(db, _of(event.envelope.id, MessageKind.SUBMITTED, text, data.submission_id), Audience.PLAN_OFFICE, None, data.region_path)

    @handlers.on(SubmissionReturned)
    async def tell_returned(db: WriteDb, event: Received[SubmissionReturned]) -> None:
        data = event.data
        due_on = (data.due.astimezone(SHANGHAI) - timedelta(seconds=1)).date()
        unit = await directory.unit_name(db, data.unit_id)
        text = wording.returned(data.round_name, unit, data.actor_name, due_on, [(i.name, i.reason, i.fix) for i in data.items])
        await teller.tell(
            db, _of(event.envelope.id, MessageKind.RETURNED, text, data.submission_id), Audience.LIAISON, data.unit_id, data.region_path
        )

    @handlers.on(SubmissionApproved)
    async def tell_approved(db: WriteDb, event: Received[SubmissionApproved]) -> None:
        data = event.data
        text = wording.approved(data.round_name, await directory.unit_name(db, data.unit_id), len(data.values))
        await teller.tell(
            db, _of(event.envelope.id, MessageKind.APPROVED, text, data.submission_id), Audience.LIAISON, data.unit_id, data.region_path
        )


def _register_verdicts(handlers: Handlers, teller: Teller, service: Service) -> None:
    @handlers.on(VerdictChanged)
    async def tell_turned(db: WriteDb, event: Received[VerdictChanged]) -> None:
        await warn(db, event.data, today(service.clock), teller.tell)


def _register_consultations(handlers: Handlers, teller: Teller, service: Service, shipped: Policy) -> None:
    @handlers.on(ConsultationOpened)
    async def ask_units(db: WriteDb, event: Received[ConsultationOpened]) -> None:
        opened = event.data
        await consulting.open_deadlines(db, opened, service, shipped)
        for unit_id in opened.unit_ids:
            await teller.tell(db, consulting.asked(opened), Audience.LIAISON, unit_id, opened.region_path)

    @handlers.on(ConsultationAnswered)
    async def stop_asking_unit(db: WriteDb, event: Received[ConsultationAnswered]) -> None:
        await consulting.unit_answered(db, event.data, service.clock.now())

    @handlers.on(ConsultationClosed)
    async def stop_asking(db: WriteDb, event: Received[ConsultationClosed]) -> None:
        await consulting.clear_deadlines(db, event.data, service.clock.now())


def _of(event_id: UUID, kind: MessageKind, text: wording.Text, submission_id: UUID) -> Occasion:
    return Occasion(f"{kind}/{event_id}", kind, text, submission_id, f"/api/v1/submissions/{submission_id}")
