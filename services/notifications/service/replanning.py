"""Planning anew: what a policy or a calendar that changed means for open deadlines, found and written by thousands."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row

from services.notifications.models import ReminderRecord
from services.notifications.repository import concerns, policies, replanning
from services.notifications.rules.policies import Planned, Policy, governing, not_said_yet, plan_steps
from services.notifications.service.calendars import workdays_around
from services.notifications.service.holding import Place, Whose, holders_at, places_of, told_at
from services.notifications.service.policy_rows import policy_of
from services.notifications.service.reminding import reminder_rows
from shared.kit.db import Db, WriteDb
from shared.rules.workdays import Workdays
from shared.schemas.policies import Audience

_AT_ONCE = 1000

_One = TypeVar("_One")
Chosen = Callable[[Row[Any]], Policy]


@dataclass(frozen=True, slots=True)
class Replan:
    """An open deadline, the policy that governs it, and the steps that lie ahead by it."""

    deadline: Row[Any]
    policy: Policy
    steps: Sequence[Planned]
    whose: Whose

    @property
    def places(self) -> list[list[Place]]:
        """Where the holders of each step's role are looked for, step by step."""
        return [places_of(one.step.audience, self.whose) for one in self.steps]


async def chooser(db: Db, active: Sequence[Row[Any]], otherwise: Policy, rows: Sequence[Row[Any]]) -> Chosen:
    """Which policy governs a deadline of ``rows``, of those active around it."""
    read = {row.id: policy_of(row) for row in active}
    plans = await _by_thousands(db, rows, concerns.plans_of) if any(row.plan_id is not None for row in active) else {}

    def chosen(deadline: Row[Any]) -> Policy:
        found = governing(active, deadline.region_path, deadline.kind, plans.get(deadline.id, ()))
        return otherwise if found is None else read[found.id]

    return chosen


async def _by_thousands(db: Db, rows: Sequence[Row[Any]], ask: Callable[[Db, list[UUID]], Awaitable[concerns.Units]]) -> concerns.Units:
    """What ``ask`` knows of these deadlines."""
    found: dict[UUID, frozenset[UUID]] = {}
    for some in _thousands(rows):
        found |= await ask(db, [row.id for row in some])
    return found


async def ahead(db: Db, rows: Sequence[Row[Any]], chosen: Chosen, now: datetime) -> list[Replan]:
    """What lies ahead of these deadlines; what was said of them already is not planned again."""
    said: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    for some in _thousands(rows):
        for one in await replanning.said(db, [row.id for row in some]):
            said[one.deadline_id].add((one.step, one.audience))
    workdays = await workdays_around(db, {row.due_on for row in rows})
    plan = _by_day(workdays, now)
    found = [(row, chosen(row)) for row in rows]
    asks_leads = any(step.audience is Audience.LEAD_UNIT for _, policy in found for step in policy.steps)
    leads = await _by_thousands(db, rows, concerns.leads_of) if asks_leads else {}
    return [
        Replan(
            row,
            policy,
            not_said_yet(plan(policy, row.kind, row.due_on), said[row.id]),
            Whose(row.unit_id, row.region_path, leads.get(row.id, ())),
        )
        for row, policy in found
    ]


def _thousands(many: Sequence[_One]) -> Iterator[Sequence[_One]]:
    """As much at a time as one statement takes."""
    return (many[first : first + _AT_ONCE] for first in range(0, len(many), _AT_ONCE))


def _by_day(workdays: Workdays, now: datetime) -> Callable[[Policy, str, date], Sequence[Planned]]:
    """The planner, asked once for all deadlines of one day, kind and policy."""
    known: dict[tuple[UUID | None, str, date], Sequence[Planned]] = {}

    def plan(policy: Policy, kind: str, due_on: date) -> Sequence[Planned]:
        key = policy.id, kind, due_on
        if key not in known:
            known[key] = list(plan_steps(policy.about(kind), due_on, workdays, now))
        return known[key]

    return plan


async def count_messages(db: Db, plans: Sequence[Replan], day: date) -> int:
    """How many messages the steps lead to, with those who hold the roles on ``day``."""
    count = 0
    for some in _thousands(plans):
        held = await holders_at(db, (place for one in some for places in one.places for place in places), day)
        count += sum(len(told_at(held, places)) for one in some for places in one.places)
    return count


async def write(db: WriteDb, plans: Sequence[Replan]) -> None:
    """Void what was planned for these deadlines and plan them anew."""
    by_policy: dict[UUID | None, list[UUID]] = defaultdict(list)
    for one in plans:
        by_policy[one.policy.id].append(one.deadline.id)
    for policy_id, ids in by_policy.items():
        for some in _thousands(ids):
            await replanning.void_and_count(db, some, policy_id)
    for some_plans in _thousands(plans):
        rows = [[row[name] for name in replanning.COLUMNS] for one in some_plans for row in _rows(one)]
        await db.pour(ReminderRecord, replanning.COLUMNS, rows)


def _rows(plan: Replan) -> Iterator[Mapping[str, Any]]:
    row = plan.deadline
    yield from reminder_rows({"deadline_id": row.id, "deadline_version": row.version, "planning": row.planning + 1}, plan.steps)


async def follow_calendar(db: WriteDb, year: int, now: datetime, otherwise: Policy) -> None:
    """A calendar changed: open deadlines whose steps may be counted by it are planned anew."""
    rows = await replanning.open_by_policy(db, date(year - 1, 1, 1), date(year + 1, 12, 31))
    if rows:
        chosen = await chooser(db, await policies.active_everywhere(db), otherwise, rows)
        await write(db, await ahead(db, [row for row in rows if chosen(row).asks_calendar], chosen, now))
