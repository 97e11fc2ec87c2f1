"""The scan: what is due is sent in batches of a fixed number of statements; exact under any number of workers.

After downtime only the latest step of each deadline and audience is sent; earlier ones collapse into it, in whichever batch they come.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.notifications.repository import concerns, digests, policies, scanning
from services.notifications.rules.ladder import latest_steps
from services.notifications.rules.policies import open_slot
from services.notifications.rules.templates.sayings import SHAPES
from services.notifications.rules.wording import Text
from services.notifications.rules.wording import reminder as reminder_text
from services.notifications.service.calendars import workdays_around
from services.notifications.service.delivering import Outside
from services.notifications.service.holding import Whose, holders_at, places_of, told_at
from services.notifications.service.policy_rows import policy_of
from services.notifications.service.speaking import Said, speaker
from services.notifications.service.telling import Circle, Occasion, message_row, put
from shared.kit.clock import today
from shared.kit.db import WriteDb
from shared.kit.service import Service
from shared.rules.workdays import Workdays
from shared.schemas.deadlines import ReminderState
from shared.schemas.policies import Audience

_MOST = 2000


@dataclass(frozen=True, slots=True)
class Moment:
    """When the scan looks: the business instant, and its day in Asia/Shanghai."""

    now: datetime
    day: date


class Scan:
    """Sends what is due, in one transaction per batch."""

    def __init__(self, service: Service, outside: Outside) -> None:
        self._service, self._outside = service, outside

    async def turn(self) -> int:
        """How many reminders were moved on."""
        moment = Moment(self._service.clock.now(), today(self._service.clock))
        if not await scanning.something_due(self._service.database.read, moment.now):
            return 0
        async with self._service.database.write() as db:
            return await send_due(db, moment, self._outside)


async def send_due(db: WriteDb, moment: Moment, outside: Outside, most: int = _MOST) -> int:
    """Send the next batch of what is due, ``most`` reminders; how many were moved on."""
    due = await scanning.due_reminders(db, moment.now, most)
    latest = latest_steps(await scanning.steps_reached(db, [row.deadline_id for row in due], moment.now)) if due else set()
    await scanning.mark(db, [row.id for row in due if row.id not in latest], state=ReminderState.COLLAPSED)
    wanted = [row for row in due if row.id in latest]
    holding = await _holding(db, wanted, moment.day)
    told = await _less_acknowledged(db, wanted, holding)
    await _put_all(db, [row for row in wanted if told[row.id]], told, moment, outside)
    await _mark_sent(db, wanted, holding, told, moment.now)
    return len(due)


async def _put_all(db: WriteDb, rows: Sequence[Row[Any]], told: Mapping[UUID, Sequence[UUID]], moment: Moment, outside: Outside) -> None:
    """Every step to those who hear of it, by the way that it takes."""
    texts = [_text(row, moment) for row in rows]
    speaks = await speaker(db, [(text, row.region_path) for text, row in zip(texts, rows, strict=True)], moment.now)
    slots = await _slots(db, rows, moment)
    by_way: dict[_Way, list[dict[str, Any]]] = defaultdict(list)
    for row, text in zip(rows, texts, strict=True):
        by_way[_way(row, moment, slots.get(row.policy_id))] += _messages(row, text, speaks.say(text, row.region_path), told[row.id], moment)
    await speaks.flag_failures(db)
    for way, some in by_way.items():
        await _put(db, way, some, outside)


@dataclass(frozen=True, slots=True)
class _Way:
    """By which channels messages leave the platform (None: all), when, if with others, and not before when."""

    channels: tuple[str, ...] | None
    digest_at: datetime | None
    not_before: datetime | None


async def _slots(db: WriteDb, rows: Sequence[Row[Any]], moment: Moment) -> Mapping[UUID, datetime]:
    """From when on each policy lets people be disturbed: a scan after downtime may run by night."""
    by_policy = {row.policy_id for row in rows if row.policy_id is not None}
    found = [policy_of(row) for row in await policies.policies_by_id(db, by_policy)] if by_policy else []
    workdays = await workdays_around(db, [moment.day]) if any(policy.workdays_only for policy in found) else Workdays()
    return {policy.id: open_slot(policy, moment.now, workdays) for policy in found if policy.id is not None}


def _way(row: Row[Any], moment: Moment, not_before: datetime | None) -> _Way:
    """What came after the due day, if only for downtime, waits for no digest."""
    channels = None if row.channels is None else tuple(row.channels)
    waits = row.digest_at is not None and channels != () and moment.day <= row.due_on
    return _Way(channels, max(row.digest_at, moment.now) if waits else None, not_before)


async def _put(db: WriteDb, way: _Way, rows: Sequence[dict[str, Any]], outside: Outside) -> None:
    reached = (outside if way.channels is None else outside.only(way.channels)).later(way.not_before)
    if way.digest_at is None:
        await put(db, rows, reached)
    else:
        await put(db, rows, reached.without_people())
        await digests.wait(db, rows, way.digest_at, way.channels)


async def _less_acknowledged(db: WriteDb, wanted: Sequence[Row[Any]], holding: Mapping[UUID, Sequence[UUID]]) -> Mapping[UUID, Sequence[UUID]]:
    """Who is told: those who hold the role, less, where the step is not for them, those who signed for an earlier message."""
    asked = [row.deadline_id for row in wanted if row.unless_acknowledged]
    signed = await scanning.acknowledged(db, asked) if asked else set()
    return {
        row.id: [account for account in holding[row.id] if not row.unless_acknowledged or (row.deadline_id, account) not in signed] for row in wanted
    }


async def _holding(db: WriteDb, wanted: Sequence[Row[Any]], day: date) -> Mapping[UUID, Sequence[UUID]]:
    """Who holds the role that is told, by reminder."""
    by_leads = [row.deadline_id for row in wanted if row.audience == Audience.LEAD_UNIT]
    leads = await concerns.leads_of(db, by_leads) if by_leads else {}
    places = {row.id: places_of(Audience(row.audience), Whose(row.unit_id, row.region_path, leads.get(row.deadline_id, ()))) for row in wanted}
    held = await holders_at(db, (place for some in places.values() for place in some), day)
    return {reminder_id: told_at(held, some) for reminder_id, some in places.items()}


def _text(row: Row[Any], moment: Moment) -> Text:
    days = (moment.day - row.due_on).days  # as it is today: a scan after downtime must not say "7 days left" when it is 5
    return reminder_text(row.title, row.unit_name or str(row.unit_id), row.due_on, days, Audience(row.audience))


def _messages(row: Row[Any], text: Text, said: Said, told: Sequence[UUID], moment: Moment) -> list[dict[str, Any]]:
    occasion = Occasion(f"reminder/{row.id}", SHAPES[text.saying].kind, text, row.deadline_id, row.link)
    circle = Circle(Audience(row.audience), row.unit_id, row.region_path, moment.now)
    return [message_row(occasion, said, account, circle) for account in told]


async def _mark_sent(
    db: WriteDb, wanted: Sequence[Row[Any]], holding: Mapping[UUID, Sequence[UUID]], told: Mapping[UUID, Sequence[UUID]], now: datetime
) -> None:
    """Sent with how many were told; unheard where nobody holds the role; stopped where all who do had signed."""
    outcomes: dict[tuple[ReminderState, int], list[UUID]] = defaultdict(list)
    for row in wanted:
        state = ReminderState.SENT if told[row.id] else ReminderState.STOPPED if holding[row.id] else ReminderState.UNHEARD
        outcomes[state, len(told[row.id])].append(row.id)
    for (state, count), ids in outcomes.items():
        await scanning.mark(db, ids, state=state, sent_at=now if count else None, recipients=count)
