"""The ladder of a deadline: who is told on which day (domain notes, section 7)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from shared.rules.access import Role
from shared.rules.workdays import SHANGHAI


class Audience(StrEnum):
    """Who is told: the unit's liaison or leader, the region's plan office or leading group."""

    LIAISON = "liaison"
    UNIT_LEADER = "unit_leader"
    PLAN_OFFICE = "plan_office"
    LEADERSHIP = "leadership"

    @property
    def role(self) -> Role:
        """The role whose holders are told."""
        return Role(self.value)

    @property
    def by_unit(self) -> bool:
        """Whether holders are looked for in the unit (else in its region)."""
        return self in {Audience.LIAISON, Audience.UNIT_LEADER}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: so many days from the due day, to one audience."""

    days: int
    audience: Audience

    @property
    def name(self) -> str:
        """D-7, D0, D+3."""
        return f"D{self.days:+d}" if self.days else "D0"


LADDER = (
    Step(-30, Audience.LIAISON),
    Step(-7, Audience.LIAISON),
    Step(-3, Audience.PLAN_OFFICE),
    Step(-1, Audience.LIAISON),
    Step(0, Audience.LIAISON),
    Step(1, Audience.LIAISON),
    Step(1, Audience.UNIT_LEADER),
    Step(3, Audience.LIAISON),
    Step(3, Audience.UNIT_LEADER),
    Step(3, Audience.PLAN_OFFICE),
    Step(7, Audience.LEADERSHIP),
)
"""D-30, D-7, D-1 and the day to the liaison; the plan office sees gaps from D-3; D+1 liaison and unit leader; D+3 called in; D+7 leading group."""


ASKING = tuple(step for step in LADDER if step.days <= 0 and step.audience is Audience.LIAISON)
"""Who is asked for an opinion is reminded and never called in: to say nothing is an answer."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A step with its instant."""

    step: Step
    send_at: datetime


def plan_reminders(due_on: date, now: datetime, send_hour: int, ladder: Iterable[Step] = LADDER) -> Iterator[Planned]:
    """The steps that still lie ahead at ``now``, each at ``send_hour`` in Asia/Shanghai; passed ones are not made up for."""
    for step in ladder:
        send_at = datetime.combine(due_on + timedelta(days=step.days), time(send_hour), SHANGHAI).astimezone(UTC)
        if send_at > now:
            yield Planned(step, send_at)
