"""Proof: for any day and unit what was due, told, delivered, read, and whether the counts agree."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from services.notifications.repository import proof
from services.notifications.repository.proof import Span
from shared.kit.clock import SHANGHAI
from shared.kit.db import Db
from shared.rules.access import Actor
from shared.schemas.base import PlanId, UnitId
from shared.schemas.deadlines import ReminderState
from shared.schemas.proof import ChannelProved, ChannelState, Difference, MessagesProved, Proof, RemindersProved

GRACE = timedelta(minutes=15)
"""What is due and was not sent for so long is an alarm."""


async def prove(db: Db, day: date, now: datetime, *, unit_id: UUID | None = None, plan_id: UUID | None = None, actor: Actor | None = None) -> Proof:
    """The proof of a day in Asia/Shanghai; without an actor (the command line) of everything."""
    begin = datetime.combine(day, time(), SHANGHAI)
    span = Span(begin, begin + timedelta(days=1), unit_id, plan_id, actor)
    reminders = await _reminders(db, span, now)
    told = await proof.message_counts(db, span)
    recipients, laid = await proof.told_by_reminders(db, span)
    differences = [
        Difference(what="recipients of sent reminders - messages", over=recipients - laid),
        Difference(what="delivered - delivered attempts", over=await proof.unproved(db, span)),
        Difference(what="waiting for deadlines that are cleared", over=await proof.waiting_in_vain(db, span)),
        Difference(what="waiting for a digest whose hour has passed", over=await proof.waiting_for_digests(db, span, now - GRACE)),
    ]
    return Proof(
        day=day,
        unit_id=UnitId(unit_id) if unit_id else None,
        plan_id=PlanId(plan_id) if plan_id else None,
        reminders=reminders,
        messages=MessagesProved(told=told.told, read=told.read, acknowledged=told.acknowledged),
        channels=[ChannelProved(**row._mapping) for row in await proof.delivery_counts(db, span)],
        differences=differences,
        balanced=reminders.late == 0 and not any(difference.over for difference in differences),
    )


async def _reminders(db: Db, span: Span, now: datetime) -> RemindersProved:
    counted = await proof.reminders_by_state(db, span, now - GRACE)
    rows = {state: counted.get(state, (0, 0))[0] for state in ReminderState}
    return RemindersProved(
        due=sum(all_of_it for state, (all_of_it, _) in counted.items() if state != ReminderState.VOID),
        waiting=rows[ReminderState.PLANNED],
        sent=rows[ReminderState.SENT],
        collapsed=rows[ReminderState.COLLAPSED],
        unheard=rows[ReminderState.UNHEARD],
        stopped=rows[ReminderState.STOPPED],
        void=rows[ReminderState.VOID],
        late=counted.get(ReminderState.PLANNED, (0, 0))[1],
    )


async def channel_states(db: Db, message_ids: Sequence[UUID]) -> dict[UUID, list[ChannelState]]:
    """How each message fares on each channel."""
    found: dict[UUID, list[ChannelState]] = defaultdict(list)
    for row in await proof.channels_of(db, message_ids):
        found[row.message_id].append(ChannelState(channel=row.channel, state=row.state, why=row.why))
    return found
