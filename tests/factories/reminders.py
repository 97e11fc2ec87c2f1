"""Deadlines with planned reminders, put into the notifications service's own tables: more than any world opens rounds for."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from services.notifications.models import DeadlineRecord, KnownAccount, KnownPost, KnownUnit, ReminderRecord
from shared.kit.db import WriteDb
from shared.kit.ids import new_id

PATH = "z9."
DUE_ON = date(2023, 5, 10)


def instant(day: int) -> datetime:
    """Nine o'clock in Shanghai on a day of May 2023."""
    return datetime(2023, 5, day, 1, tzinfo=UTC)


async def unit_with_liaison(db: WriteDb) -> UUID:
    """A unit and its liaison."""
    unit_id, account_id = uuid4(), uuid4()
    await db.insert(KnownUnit, [{"id": unit_id, "name": "某局", "region_path": PATH}])
    await db.insert(KnownAccount, [{"id": account_id, "name": "某联络员", "active": True, "email": None, "mobile": None}])
    post = {"role": "liaison", "region_path": PATH, "unit_id": unit_id, "valid_from": date(2020, 1, 1), "valid_until": None}
    await db.insert(KnownPost, [{"id": uuid4(), "account_id": account_id, **post}])
    return unit_id


async def deadline_with(db: WriteDb, unit_id: UUID, steps: dict[str, int], audience: str = "liaison") -> UUID:
    """A deadline of the unit whose reminders, by step, are planned for these days of May."""
    deadline_id = uuid4()
    shown = {"kind": "report", "title": "年度监测填报", "region_path": PATH, "link": "/api/v1/submissions/assignments/1"}
    due = {"due": datetime(2023, 5, 10, 16, tzinfo=UTC), "due_on": DUE_ON}
    await db.insert(
        DeadlineRecord,
        [{"id": deadline_id, "version": 1, "unit_id": unit_id, "state": "open", "cleared_because": None, "since": instant(1), **shown, **due}],
    )
    planned = {"deadline_id": deadline_id, "deadline_version": 1, "audience": audience, "state": "planned", "sent_at": None, "recipients": 0}
    await db.insert(ReminderRecord, [{"id": new_id(), "step": step, "send_at": instant(day), **planned} for step, day in steps.items()])
    return deadline_id
