"""The ladder as a table of cases."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.notifications.rules.ladder import latest_steps
from services.notifications.rules.policies import Step, plan_steps, shipped
from shared.rules.access import Role
from shared.rules.workdays import Workdays
from shared.schemas.policies import Audience

DUE = date(2023, 5, 10)

TABLE = [
    ("D-30", "liaison", "2023-04-10"),
    ("D-7", "liaison", "2023-05-03"),
    ("D-3", "plan_office", "2023-05-07"),
    ("D-1", "liaison", "2023-05-09"),
    ("D0", "liaison", "2023-05-10"),
    ("D+1", "liaison", "2023-05-11"),
    ("D+1", "unit_leader", "2023-05-11"),
    ("D+3", "liaison", "2023-05-13"),
    ("D+3", "unit_leader", "2023-05-13"),
    ("D+3", "plan_office", "2023-05-13"),
    ("D+7", "leadership", "2023-05-17"),
]
"""Step, who is told, and on which day, of a deadline on 10 May 2023."""


def planned(now: datetime, hour: int = 9) -> list[tuple[str, str, str]]:
    """The steps that lie ahead at ``now``."""
    found = plan_steps(shipped(hour), DUE, Workdays(), now)
    return [(one.step.name, one.step.audience.value, (one.send_at + timedelta(hours=8)).date().isoformat()) for one in found]


def test_the_whole_ladder_lies_ahead_in_good_time() -> None:
    assert planned(datetime(2023, 3, 1, tzinfo=UTC)) == TABLE


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (datetime(2023, 4, 10, 0, 59, tzinfo=UTC), 11),
        (datetime(2023, 4, 10, 1, 0, tzinfo=UTC), 10),  # 9:00 in Shanghai: what is due now is not made up for
        (datetime(2023, 5, 9, 12, 0, tzinfo=UTC), 7),
        (datetime(2023, 5, 10, 15, 0, tzinfo=UTC), 6),
        (datetime(2023, 5, 17, 0, 59, tzinfo=UTC), 1),
        (datetime(2023, 5, 17, 1, 0, tzinfo=UTC), 0),
    ],
)
def test_steps_that_are_past_are_not_made_up_for(now: datetime, left: int) -> None:
    assert planned(now) == TABLE[len(TABLE) - left :]


@pytest.mark.parametrize(("hour", "utc"), [(9, "2023-05-10T01:00:00+00:00"), (0, "2023-05-09T16:00:00+00:00"), (23, "2023-05-10T15:00:00+00:00")])
def test_the_hour_is_meant_in_shanghai(hour: int, utc: str) -> None:
    [due_day] = [one for one in plan_steps(shipped(hour), DUE, Workdays(), datetime(2023, 1, 1, tzinfo=UTC)) if one.step.offset == 0]
    assert due_day.send_at.isoformat() == utc


def test_every_audience_is_a_role_looked_for_in_the_unit_or_the_region() -> None:
    assert {audience: (audience.role, audience.by_unit) for audience in Audience} == {
        Audience.LIAISON: (Role.LIAISON, True),
        Audience.UNIT_LEADER: (Role.UNIT_LEADER, True),
        Audience.LEAD_UNIT: (Role.LIAISON, True),
        Audience.PLAN_OFFICE: (Role.PLAN_OFFICE, False),
        Audience.LEADERSHIP: (Role.LEADERSHIP, False),
    }


def test_steps_rise_and_are_named_by_their_days() -> None:
    ladder = shipped(9).steps
    assert [step.offset for step in ladder] == sorted(step.offset for step in ladder)
    assert len(set(ladder)) == len(ladder)
    assert [Step(days, Audience.LIAISON).name for days in (-30, 0, 7)] == ["D-30", "D0", "D+7"]


FIRST = UUID(int=1)


@dataclass(frozen=True)
class Reached:
    """A step that is due."""

    id: UUID
    send_at: datetime
    audience: str = "liaison"
    deadline_version: int = 1
    deadline_id: UUID = FIRST


def due(number: int, day: int, **more: Any) -> Reached:
    """Reminder ``number``, due on a day of May."""
    return Reached(UUID(int=number), datetime(2023, 5, day, 1, tzinfo=UTC), **more)


@pytest.mark.parametrize(
    ("reached", "sent"),
    [
        ([], set()),
        ([due(1, 3)], {1}),
        ([due(3, 10), due(1, 3), due(2, 9)], {3}),
        ([due(1, 11), due(2, 11)], {2}),
        ([due(1, 11), due(2, 11, audience="unit_leader")], {1, 2}),
        ([due(1, 3), due(2, 9, deadline_id=UUID(int=2))], {1, 2}),
        ([due(1, 9), due(2, 3, deadline_version=2)], {1, 2}),
    ],
)
def test_after_downtime_each_audience_is_told_once_of_each_deadline(reached: list[Reached], sent: set[int]) -> None:
    assert {one.int for one in latest_steps(reached)} == sent
