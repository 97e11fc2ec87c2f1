"""Moving the days of open rounds when the plan's own day moves, or the calendar that their internal day was counted by."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from services.submissions.models import AssignmentMoveRecord, AssignmentRecord, RoundRecord
from services.submissions.repository import known, rounds
from services.submissions.rules.days import Days, Follows, moved
from services.submissions.service.calendars import workdays_told
from services.submissions.service.recording import assignment_row, round_move
from services.submissions.service.telling import assignment_event, deadlines_set, round_event
from services.submissions.settings import SubmissionsSettings
from shared.kit.clock import today
from shared.kit.db import Db, WriteDb
from shared.kit.service import Service
from shared.rules.workdays import day_ending_at, end_of_day
from shared.schemas.events import Event
from shared.schemas.events.reporting import AssignmentChanged, RoundChanged
from shared.schemas.rounds import AssignmentState


class Rescheduling:
    """Bound to the running service; every act is part of the event's transaction."""

    def __init__(self, service: Service, settings: SubmissionsSettings) -> None:
        self._service, self._settings = service, settings

    async def follow_plan(self, db: WriteDb, plan_id: UUID, subject_year: int) -> None:
        """Open rounds about this year of the plan take its day as it now is."""
        await self._follow(db, await rounds.open_rounds_about(db, plan_id, subject_year))

    async def follow_duty(self, db: WriteDb, plan_id: UUID, region_path: str) -> None:
        """Open rounds of the plan take the day of what is now its monitoring, whatever year they are about."""
        await self._follow(db, await rounds.open_rounds_of_plan(db, region_path, plan_id))

    async def follow_calendar(self, db: WriteDb, year: int) -> None:
        """Open rounds whose internal day may have been counted by this year's calendar count anew."""
        first, last = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 12, 31, tzinfo=UTC)
        await self._follow(db, await rounds.open_rounds_due_between(db, first, last))

    async def _follow(self, db: WriteDb, records: Sequence[RoundRecord]) -> None:
        if not records:
            return
        days = await self._days(db, records)
        changed = [record for record in records if days[record.id] != _days_of(record)]
        before = {record.id: record.internal_due for record in changed}
        for record in changed:
            _set(record, days[record.id])
        waiting = [one for one in await rounds.unanswered_assignments(db, list(before)) if one.due == before[one.round_id]]
        by_id = {record.id: record for record in changed}
        moving = [one for one in waiting if one.due != by_id[one.round_id].internal_due]
        for assignment in moving:
            assignment.due, assignment.due_on = by_id[assignment.round_id].internal_due, days[assignment.round_id].internal
        await db.flush()
        now = self._service.clock.now()
        db.add(*(round_move(record, "rescheduled", now) for record in changed))
        await db.insert(AssignmentMoveRecord, [assignment_row(one, "rescheduled", now) for one in moving])
        await self._service.outbox.record(db, *await _events(db, changed, moving), at=now)

    async def _days(self, db: WriteDb, records: Sequence[RoundRecord]) -> dict[UUID, Days]:
        """The days that the rounds should have now."""
        outward = await self._outward(db, records)
        reach = timedelta(days=3 * self._settings.internal_lead_workdays)
        ends = [day for record in records for day in (day_ending_at(record.outward_due), outward.get(record.id)) if day is not None]
        workdays = await workdays_told(db, [*ends, *(day - reach for day in ends)])
        lead, closes_after, now = self._settings.internal_lead_workdays, self._settings.closes_after_days, today(self._service.clock)
        return {
            record.id: moved(_days_of(record), _follows(record), outward.get(record.id), workdays, lead=lead, closes_after=closes_after, today=now)
            for record in records
        }

    async def _outward(self, db: WriteDb, records: Sequence[RoundRecord]) -> dict[UUID, date]:
        """The outward day by the plans' own monitoring duties, of the rounds that follow them."""
        following = [record for record in records if record.outward_follows]
        plans = await known.plans_by_id(db, {UUID(plan_id) for record in following for plan_id in record.plan_ids})
        days = await known.monitoring_days_by_plan(db, plans.values())
        found = {
            record.id: [day for plan_id in record.plan_ids for day in days.get((UUID(plan_id), record.subject_year), [])] for record in following
        }
        return {round_id: min(own) for round_id, own in found.items() if own}


def _days_of(record: RoundRecord) -> Days:
    return Days(
        day_ending_at(record.opens + timedelta(days=1)),
        day_ending_at(record.internal_due),
        day_ending_at(record.outward_due),
        day_ending_at(record.closes),
    )


def _follows(record: RoundRecord) -> Follows:
    return Follows(outward=record.outward_follows, internal=record.internal_follows, closes=record.closes_follows)


def _set(record: RoundRecord, days: Days) -> None:
    record.internal_due, record.outward_due, record.closes = (end_of_day(day) for day in (days.internal, days.outward, days.closes))


async def _events(db: Db, changed: Sequence[RoundRecord], moving: Sequence[AssignmentRecord]) -> list[Event]:
    names = {record.id: record.name for record in changed}
    named = [(assignment, names[assignment.round_id]) for assignment in moving]
    told: list[Event] = [round_event(RoundChanged, record) for record in changed]
    told += [assignment_event(AssignmentChanged, assignment, name) for assignment, name in named]
    return [*told, *await deadlines_set(db, [(assignment, name) for assignment, name in named if assignment.state == AssignmentState.OPEN])]
