"""The planner of reminders as a table that a health officer can check, and what is refused in a policy."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.rules.policies import Policy, Quiet, Step, governing, not_said_yet, open_slot, plan_steps, shipped, slot
from services.notifications.rules.policy_faults import policy_faults
from shared.rules.workdays import SHANGHAI, Workdays, statutory_calendar
from shared.schemas.policies import Audience, Counted, DeadlineKind, PolicyContent

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
NIGHT = Quiet(20, 8)
YEARS = [statutory_calendar(year) for year in range(2022, 2028)]
WORKDAYS = Workdays.joined(Workdays(one.days_off, one.make_up) for one in YEARS)
D, W = Counted.DAYS, Counted.WORKDAYS


@pytest.mark.parametrize(
    ("due_on", "offset", "counted", "hour", "quiet", "workdays_only", "sent"),
    [
        # Sunday 10 May 2026; Saturday 9 May is worked for the holiday of 1-5 May.
        ("2026-05-10", -1, D, 9, None, False, "2026-05-09 09:00"),
        ("2026-05-10", -1, W, 9, None, False, "2026-05-09 09:00"),
        ("2026-05-10", -3, W, 9, None, False, "2026-05-07 09:00"),
        ("2026-05-10", -5, W, 9, None, False, "2026-04-30 09:00"),
        ("2026-05-10", 1, W, 9, None, False, "2026-05-11 09:00"),
        # The day itself is a Sunday: the last workday before, for the next one would be too late.
        ("2026-05-10", 0, D, 9, None, True, "2026-05-09 09:00"),
        ("2025-05-10", 0, D, 9, None, True, "2025-05-09 09:00"),
        # After the due day the next workday will do.
        ("2026-05-08", 2, D, 9, None, True, "2026-05-11 09:00"),
        ("2025-09-30", 1, D, 9, None, True, "2025-10-09 09:00"),
        # Quiet from 20 to 8: late in the evening becomes the next morning, early in the morning the same one.
        ("2026-05-13", -2, D, 21, NIGHT, False, "2026-05-12 08:00"),
        ("2026-05-13", -2, D, 20, NIGHT, False, "2026-05-12 08:00"),
        ("2026-05-13", -2, D, 7, NIGHT, False, "2026-05-11 08:00"),
        ("2026-05-13", -2, D, 8, NIGHT, False, "2026-05-11 08:00"),
        ("2026-05-13", -2, D, 19, NIGHT, False, "2026-05-11 19:00"),
        ("2026-05-13", -2, D, 12, Quiet(12, 14), False, "2026-05-11 14:00"),
        # On the last evening the next morning is too late: the morning of the day.
        ("2026-05-13", 0, D, 21, NIGHT, False, "2026-05-13 08:00"),
        # Friday evening, quiet, days off after it: Monday morning.
        ("2026-05-13", -5, D, 21, NIGHT, True, "2026-05-09 08:00"),
        ("2026-05-27", -5, D, 21, NIGHT, True, "2026-05-25 08:00"),
        # Month ends and the leap day.
        ("2024-03-31", -31, D, 9, None, False, "2024-02-29 09:00"),
        ("2024-03-01", -1, D, 9, None, False, "2024-02-29 09:00"),
        ("2023-03-01", -1, D, 9, None, False, "2023-02-28 09:00"),
        ("2026-01-01", -1, W, 9, None, False, "2025-12-31 09:00"),
        # Ten workdays before, over the May holiday and the worked Sunday of 27 April.
        ("2025-05-10", -10, W, 9, None, False, "2025-04-24 09:00"),
    ],
)
def test_a_step_is_sent_in_its_slot(
    due_on: str, offset: int, counted: Counted, hour: int, quiet: Quiet | None, workdays_only: bool, sent: str
) -> None:
    step = Step(offset, Audience.LIAISON, hour, counted)
    found = slot(Policy((step,), quiet=quiet, workdays_only=workdays_only), step, date.fromisoformat(due_on), WORKDAYS)
    assert f"{found.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == sent


days = st.dates(date(2023, 1, 1), date(2026, 12, 31))
hours = st.integers(0, 23)
quiets = st.none() | st.builds(Quiet, hours, hours).filter(lambda quiet: quiet.from_hour != quiet.until_hour)


@given(days, st.integers(-60, 60), st.sampled_from(Counted), hours, quiets, st.booleans())
def test_no_slot_is_quiet_off_work_or_too_late(
    due_on: date, offset: int, counted: Counted, hour: int, quiet: Quiet | None, workdays_only: bool
) -> None:
    step = Step(offset, Audience.LIAISON, hour, counted)
    found = slot(Policy((step,), quiet=quiet, workdays_only=workdays_only), step, due_on, WORKDAYS).astimezone(SHANGHAI)
    assert quiet is None or not quiet.holds(found.hour)
    assert not workdays_only or WORKDAYS.is_workday(found.date())
    assert offset > 0 or found.date() <= due_on
    assert offset <= 0 or found.date() > due_on
    if quiet is None and not workdays_only:
        assert (found.date(), found.hour) == (step.day(due_on, WORKDAYS), hour)


@given(quiets.filter(bool), hours)
def test_quiet_hours_end_when_they_say(quiet: Quiet, hour: int) -> None:
    assert not quiet.holds(quiet.until_hour)
    assert quiet.holds(quiet.from_hour)
    assert quiet.holds(hour) != Quiet(quiet.until_hour, quiet.from_hour).holds(hour)


def test_hours_are_meant_in_the_zone_of_the_policy() -> None:
    step = Step(0, Audience.LIAISON, 9)
    found = slot(Policy((step,), zone="Asia/Urumqi"), step, date(2026, 5, 11), WORKDAYS)
    assert found == datetime(2026, 5, 11, 9, tzinfo=ZoneInfo("Asia/Urumqi")) == datetime(2026, 5, 11, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "quiet", "workdays_only", "sent"),
    [
        ("2026-05-13 10:17", NIGHT, True, "2026-05-13 10:17"),
        ("2026-05-13 21:05", NIGHT, False, "2026-05-14 08:00"),
        ("2026-05-13 03:00", NIGHT, False, "2026-05-13 08:00"),
        ("2026-05-13 12:30", Quiet(12, 14), False, "2026-05-13 14:00"),
        # Friday night before a worked Saturday; a Sunday; the night before the May holiday.
        ("2026-05-08 23:00", NIGHT, True, "2026-05-09 08:00"),
        ("2026-05-10 10:00", NIGHT, True, "2026-05-11 08:00"),
        ("2026-04-30 22:00", NIGHT, True, "2026-05-06 08:00"),
        ("2026-05-10 10:00", None, True, "2026-05-11 00:00"),
        ("2026-05-10 10:00", None, False, "2026-05-10 10:00"),
    ],
)
def test_what_is_late_waits_for_an_open_slot(now: str, quiet: Quiet | None, workdays_only: bool, sent: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)
    found = open_slot(Policy((), quiet=quiet, workdays_only=workdays_only), at, WORKDAYS)
    assert found == datetime.fromisoformat(sent).replace(tzinfo=SHANGHAI)


def test_who_is_asked_for_an_opinion_is_never_called_in() -> None:
    asked = shipped(9).about(DeadlineKind.CONSULTATION)
    assert [(step.name, step.audience) for step in asked.steps] == [(name, Audience.LIAISON) for name in ("D-30", "D-7", "D-1", "D0")]
    assert shipped(9).about("progress_report") == shipped(9)


def test_what_was_said_is_not_said_again() -> None:
    planned = list(plan_steps(shipped(9), date(2026, 5, 10), WORKDAYS, LONG_AGO))
    left = not_said_yet(planned, {("D-30", "liaison"), ("D+1", "unit_leader")})
    assert len(left) == len(planned) - 2 and {(one.step.name, one.step.audience.value) for one in left}.isdisjoint({("D-30", "liaison")})


@dataclass(frozen=True)
class Active:
    """A policy in force."""

    region_path: str
    kind: str | None
    plan_id: UUID | None = None
    id: UUID = field(default_factory=lambda: UUID(int=0))


A, B, ELSEWHERE = (UUID(int=number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("active", "chosen"),
    [
        ([], None),
        ([Active("a.", None)], 0),
        ([Active("a.", "report"), Active("a.", None)], 0),
        ([Active("a.", None), Active("a.", "report")], 1),
        ([Active("a.", "report"), Active("a.b.", None)], 1),
        ([Active("a.", "case")], None),
        ([Active("a.c.", None), Active("a.b.c.", "report")], None),
        # The plan's own goes before the kind's, and the nearer region before both.
        ([Active("a.", "report"), Active("a.", None, A)], 1),
        ([Active("a.", None, A), Active("a.", "report", A)], 1),
        ([Active("a.b.", None), Active("a.", "report", A)], 0),
        ([Active("a.", None, ELSEWHERE)], None),
        ([Active("a.", "case", A), Active("a.", None)], 1),
        # Of two plans' policies, the one drafted last.
        ([Active("a.", None, A, UUID(int=8)), Active("a.", None, B, UUID(int=9))], 1),
        ([Active("a.", None, A, UUID(int=9)), Active("a.", None, B, UUID(int=8))], 0),
    ],
)
def test_the_nearest_policy_governs_and_its_own_plan_and_kind_before_all(active: list[Active], chosen: int | None) -> None:
    assert governing(active, "a.b.", "report", {A, B}) is (None if chosen is None else active[chosen])


GOOD: dict[str, Any] = {
    "name": "提醒",
    "steps": [
        {"offset": -10, "counted": "workdays", "to": ["liaison"]},
        {"offset": -3, "to": ["plan_office"], "channels": []},
        {"offset": 1, "to": ["liaison", "unit_leader"], "channels": ["sms"]},
    ],
}


def faults(kind: str | None = None, **change: Any) -> list[tuple[str, str | None]]:
    """What is wrong with the good policy once it is changed."""
    return [(fault.code, fault.pointer) for fault in policy_faults(PolicyContent(**(GOOD | change)), kind, {"report"})]


def test_a_good_policy_has_no_fault() -> None:
    assert faults() == faults("report") == []


def steps(*offsets: int, **more: Any) -> list[dict[str, Any]]:
    """Steps to the liaison."""
    return [{"offset": offset, "to": ["liaison"], **more} for offset in offsets]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"zone": "Asia/Wenling"}, [("unknown-zone", "/zone")]),
        ({"zone": "../etc/passwd"}, [("unknown-zone", "/zone")]),
        ({"kind": "rapport"}, [("unknown-kind", "/kind")]),
        ({"quiet": {"from_hour": 25, "until_hour": -1}}, [("unknown-hour", "/quiet/from_hour"), ("unknown-hour", "/quiet/until_hour")]),
        ({"quiet": {"from_hour": 8, "until_hour": 8}}, [("quiet-without-end", "/quiet")]),
        ({"steps": steps(-1, hour=25)}, [("unknown-hour", "/steps/0/hour")]),
        ({"steps": steps(-1, counted="weeks")}, [("unknown-word", "/steps/0/counted")]),
        ({"steps": steps(-1, to=["mayor"])}, [("unknown-word", "/steps/0/to")]),
        ({"steps": steps(-1, to=["liaison", "liaison"])}, [("twice", "/steps/0/to/1")]),
        ({"steps": steps(-1, channels=["fax"])}, [("unknown-word", "/steps/0/channels")]),
        ({"steps": steps(-1, -7)}, [("out-of-order", "/steps/1/offset")]),
        ({"steps": steps(-7, -7)}, [("same-step", "/steps/1")]),
        ({"steps": [*steps(-7), *steps(-7, counted="workdays")]}, []),
        ({"steps": steps(-1, digest=True)}, [("digest-without-hours", "/steps/0/digest")]),
        ({"steps": steps(-1, digest=True), "digest_hours": [16]}, []),
        ({"steps": steps(1, digest=True), "digest_hours": [16]}, [("must-be-sent", "/steps/0")]),
        ({"steps": steps(1, unless_acknowledged=True)}, [("must-be-sent", "/steps/0")]),
        ({"steps": steps(0, unless_acknowledged=True)}, []),
        ({"digest_hours": [24, 9, 9]}, [("unknown-hour", "/digest_hours/0"), ("twice", "/digest_hours/2")]),
        ({"digest_hours": [21], "quiet": {"from_hour": 20, "until_hour": 8}}, [("digest-in-quiet-hours", "/digest_hours/0")]),
        (
            {"zone": "X", "kind": "y", "steps": steps(0, -1, hour=24)},
            [
                ("unknown-zone", "/zone"),
                ("unknown-kind", "/kind"),
                ("unknown-hour", "/steps/0/hour"),
                ("unknown-hour", "/steps/1/hour"),
                ("out-of-order", "/steps/1/offset"),
            ],
        ),
    ],
)
def test_every_fault_is_named_at_its_place(change: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert faults(**change) == found


def test_an_offset_of_days_is_counted_from_the_due_day() -> None:
    assert [one.send_at - timedelta(hours=1) for one in plan_steps(Policy((Step(-1, Audience.LIAISON),)), date(2026, 5, 10), WORKDAYS, LONG_AGO)] == [
        datetime(2026, 5, 9, tzinfo=UTC)
    ]
