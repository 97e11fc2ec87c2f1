"""Units with liaisons who are reached by mail, deadlines with planned reminders, and a program that hears of a tenth of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.notifications.models import DeadlineRecord, EndpointRecord, KnownAccount, KnownPost, KnownUnit, ReminderRecord
from shared.kit.clock import SHANGHAI
from shared.kit.db import Database, WriteDb
from shared.kit.ids import new_id

HEARD, UNHEARD = "z9.heard.", "z9.other."
"""Regions: the program hears of the first."""
_MOST_UNITS, _TENTH = 500, 10
URGENT = "urgent@drill.example.cn"


@dataclass(frozen=True, slots=True)
class Steps:
    """When each step of a ladder is sent, and the last day of the deadlines that it belongs to."""

    send_at: Sequence[datetime]
    due_on: date


async def owe(database: Database, deadlines: int, steps: Steps, url: str) -> None:
    """So many open deadlines, spread over up to 500 units, with a reminder for each step."""
    async with database.write() as db:
        regions = [HEARD if number % _TENTH == 0 else UNHEARD for number in range(_MOST_UNITS)]
        units = await _units(db, [(region, f"unit{number}@drill.example.cn") for number, region in enumerate(regions)])
        await _deadlines(db, [units[number % _MOST_UNITS] for number in range(deadlines)], steps)
        await db.insert(EndpointRecord, [_endpoint(url)])


async def owe_urgently(database: Database, now: datetime) -> None:
    """One more deadline, of a unit of its own, that ended yesterday: its step is an escalation."""
    async with database.write() as db:
        units = await _units(db, [(UNHEARD, URGENT)])
        await _deadlines(db, units, Steps([now], now.astimezone(SHANGHAI).date() - timedelta(days=1)))


async def _units(db: WriteDb, of: Sequence[tuple[str, str]]) -> list[tuple[UUID, str]]:
    """Units in these regions, each with a liaison who is reached at that address."""
    units = [{"id": uuid4(), "name": "某局", "region_path": region} for region, _ in of]
    accounts = [{"id": uuid4(), "name": "某联络员", "active": True, "email": email, "mobile": None} for _, email in of]
    held = {"role": "liaison", "valid_from": date(2020, 1, 1), "valid_until": None}
    posts = [
        {"id": uuid4(), "account_id": account["id"], "unit_id": unit["id"], "region_path": unit["region_path"], **held}
        for unit, account in zip(units, accounts, strict=True)
    ]
    await db.insert(KnownUnit, units)
    await db.insert(KnownAccount, accounts)
    await db.insert(KnownPost, posts)
    return [(UUID(str(unit["id"])), str(unit["region_path"])) for unit in units]


async def _deadlines(db: WriteDb, units: Sequence[tuple[UUID, str]], steps: Steps) -> None:
    due = datetime.combine(steps.due_on + timedelta(days=1), datetime.min.time(), SHANGHAI)
    shown = {
        "version": 1,
        "kind": "report",
        "title": "年度监测填报",
        "link": "/api/v1/submissions/assignments/1",
        "state": "open",
        "cleared_because": None,
    }
    about = {"due": due, "due_on": steps.due_on, "since": due - timedelta(days=60), "planning": 1, "policy_id": None}
    owed = [{"id": uuid4(), "unit_id": unit_id, "region_path": region, **shown, **about} for unit_id, region in units]
    await _pour(db, DeadlineRecord, owed)
    told = {"deadline_version": 1, "planning": 1, "audience": "liaison", "state": "planned", "recipients": 0, "unless_acknowledged": False}
    steps_of = [{"deadline_id": one["id"], "step": f"S{n}", "send_at": at, **told} for one in owed for n, at in enumerate(steps.send_at)]
    await _pour(db, ReminderRecord, [{"id": new_id(), **row} for row in steps_of])


async def _pour(db: WriteDb, record: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    await db.pour(record, list(rows[0]), [list(row.values()) for row in rows])


def _endpoint(url: str) -> dict[str, Any]:
    fares = {"failures": 0, "failing_since": None, "resting_until": None, "tested_at": None, "why": None, "former_secret_until": None}
    told = {"name": "协同平台", "url": url, "events": ["reminder"], "state": "active", "secret_number": 1}
    return {"id": uuid4(), "version": 1, "region_path": HEARD, **told, **fares}
