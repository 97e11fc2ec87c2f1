"""Reminder policies: which steps a deadline has, and when each is sent. Pure: the calendar and the instant come from outside."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.rules.workdays import Workdays
from shared.schemas.policies import Audience, Counted, DeadlineKind


@dataclass(frozen=True, slots=True)
class Step:
    """One step: so many days or workdays from the due day, at an hour, to one audience. ``channels``: None for all.

    ``digest``: outside the inbox it waits for others. ``unless_acknowledged``: not to who signed for an earlier message.
    """

    offset: int
    audience: Audience
    hour: int = 9
    counted: Counted = Counted.DAYS
    channels: tuple[str, ...] | None = None
    digest: bool = False
    unless_acknowledged: bool = False

    @property
    def name(self) -> str:
        """D-7, D0, D+3; W-5 in workdays."""
        letter = "D" if self.counted is Counted.DAYS else "W"
        return f"{letter}{self.offset:+d}" if self.offset else f"{letter}0"

    def day(self, due_on: date, workdays: Workdays) -> date:
        """The day it falls on."""
        return due_on + timedelta(days=self.offset) if self.counted is Counted.DAYS else workdays.shift(due_on, self.offset)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing is sent from one hour to another; 20 to 8 goes over midnight."""

    from_hour: int
    until_hour: int

    def holds(self, hour: int) -> bool:
        """Whether ``hour`` lies in it."""
        if self.from_hour < self.until_hour:
            return self.from_hour <= hour < self.until_hour
        return hour >= self.from_hour or hour < self.until_hour


@dataclass(frozen=True, slots=True)
class Policy:
    """The steps of a deadline. ``id`` is None for the one that is shipped."""

    steps: tuple[Step, ...]
    id: UUID | None = None
    zone: str = "Asia/Shanghai"
    quiet: Quiet | None = None
    workdays_only: bool = False
    digest_hours: tuple[int, ...] = ()

    @property
    def asks_calendar(self) -> bool:
        """Whether a calendar changes what it plans."""
        return self.workdays_only or any(step.counted is Counted.WORKDAYS for step in self.steps)

    def about(self, kind: str) -> "Policy":
        """Who is asked for an opinion is reminded and never called in: to say nothing is an answer."""
        if kind != DeadlineKind.CONSULTATION:
            return self
        return replace(self, steps=tuple(step for step in self.steps if step.offset <= 0 and step.audience is Audience.LIAISON))


def shipped(hour: int) -> Policy:
    """D-30, D-7, D-1 and the day to the liaison; the plan office sees gaps from D-3; D+1 liaison and unit leader; D+3 called in; D+7 leading group.

    Domain notes, section 7.
    """
    return Policy(tuple(Step(offset, audience, hour) for offset, told in _SHIPPED for audience in told))


_SHIPPED = (
    (-30, (Audience.LIAISON,)),
    (-7, (Audience.LIAISON,)),
    (-3, (Audience.PLAN_OFFICE,)),
    (-1, (Audience.LIAISON,)),
    (0, (Audience.LIAISON,)),
    (1, (Audience.LIAISON, Audience.UNIT_LEADER)),
    (3, (Audience.LIAISON, Audience.UNIT_LEADER, Audience.PLAN_OFFICE)),
    (7, (Audience.LEADERSHIP,)),
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A step with its instant, and the one at which it goes out with others, if it does."""

    step: Step
    send_at: datetime
    digest_at: datetime | None = None


def plan_steps(policy: Policy, due_on: date, workdays: Workdays, now: datetime) -> Iterator[Planned]:
    """The steps that still lie ahead at ``now``, each in its slot; passed ones are not made up for."""
    for step in policy.steps:
        send_at = slot(policy, step, due_on, workdays)
        if send_at > now:
            yield Planned(step, send_at, digest_slot(policy, send_at, due_on, workdays) if step.digest else None)


def slot(policy: Policy, step: Step, due_on: date, workdays: Workdays) -> datetime:
    """When a step is sent: at its hour on its day, or in the next slot that is neither quiet nor on a day off.

    A step up to the due day must still help: where the next slot lies beyond the due day, the last one before is taken.
    """
    day, hour = step.day(due_on, workdays), step.hour
    if policy.quiet is not None and policy.quiet.holds(hour):
        day += timedelta(days=int(hour >= policy.quiet.until_hour))
        hour = policy.quiet.until_hour
    if policy.workdays_only:
        day = _worked(day, workdays, 1)
    if step.offset <= 0 and day > due_on:
        day = _worked(due_on, workdays, -1) if policy.workdays_only else due_on
    return datetime.combine(day, time(hour), ZoneInfo(policy.zone)).astimezone(UTC)


def open_slot(policy: Policy, now: datetime, workdays: Workdays) -> datetime:
    """The first instant from ``now`` on that is neither quiet nor on a day off: for what is sent later than it was planned."""
    local = now.astimezone(ZoneInfo(policy.zone))
    day = local.date()
    if policy.quiet is not None and policy.quiet.holds(local.hour):
        day += timedelta(days=int(local.hour >= policy.quiet.until_hour))
    if policy.workdays_only:
        day = _worked(day, workdays, 1)
    if policy.quiet is not None and (day > local.date() or policy.quiet.holds(local.hour)):
        return datetime.combine(day, time(policy.quiet.until_hour), ZoneInfo(policy.zone)).astimezone(UTC)
    return now if day == local.date() else datetime.combine(day, time(), ZoneInfo(policy.zone)).astimezone(UTC)


def digest_slot(policy: Policy, send_at: datetime, due_on: date, workdays: Workdays) -> datetime | None:
    """The first digest hour at or after ``send_at``; None where that would be after the due day: then it does not wait."""
    zone = ZoneInfo(policy.zone)
    begins = send_at.astimezone(zone)
    day = begins.date()
    while day <= due_on:
        slots = (datetime.combine(day, time(hour), zone) for hour in sorted(policy.digest_hours))
        found = next((slot for slot in slots if slot >= begins), None)
        if found is not None and (not policy.workdays_only or workdays.is_workday(day)):
            return found.astimezone(UTC)
        day += timedelta(days=1)
    return None


def _worked(day: date, workdays: Workdays, direction: int) -> date:
    """The day itself if it is worked, else the first in the direction that is."""
    while not workdays.is_workday(day):
        day += timedelta(days=direction)
    return day


class Placed(Protocol):
    """A policy that is in force somewhere, for a plan or for all (None), for a kind or for all (None)."""

    @property
    def id(self) -> UUID:
        """The greater, the later it was drafted."""

    @property
    def region_path(self) -> str:
        """Where."""

    @property
    def plan_id(self) -> UUID | None:
        """For the deadlines of which plan."""

    @property
    def kind(self) -> str | None:
        """For which deadlines."""


PlacedPolicy = TypeVar("PlacedPolicy", bound=Placed)


def governing(active: Iterable[PlacedPolicy], region_path: str, kind: str, plan_ids: Collection[UUID] = ()) -> PlacedPolicy | None:
    """The policy of a deadline: the nearest region's; there its plan's before that for all plans, then its kind's before that for all kinds.

    Where several of its plans have one, the one drafted last. None: the shipped one.
    """
    found = [
        one
        for one in active
        if region_path.startswith(one.region_path) and one.kind in {None, kind} and (one.plan_id is None or one.plan_id in plan_ids)
    ]
    return max(found, key=lambda one: (len(one.region_path), one.plan_id is not None, one.kind is not None, one.id), default=None)


def not_said_yet(steps: Iterable[Planned], said: Collection[tuple[str, str]]) -> Sequence[Planned]:
    """Steps less those of the same name that their audience was told already: a change of policy says nothing twice."""
    return [one for one in steps if (one.step.name, one.step.audience.value) not in said]
