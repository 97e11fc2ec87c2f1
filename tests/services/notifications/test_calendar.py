"""A calendar of deadlines, read by a parser that did not write it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import vobject
from dateutil.tz import gettz

from services.notifications.rules.calendar import Due, Sheet, calendar

DUE = Due(
    id=UUID("01a207a0-3bb9-71dd-a522-cf23404100f7"),
    version=3,
    kind="report",
    title="2025年度监测数据；含附件, 共3份\n（盖章）",
    unit="县卫生健康局",
    due=datetime(2026, 5, 10, 16, tzinfo=UTC),
    due_on=date(2026, 5, 10),
    is_open=True,
    link="/api/v1/submissions/assignments/1",
)
SHEET = Sheet("县卫生健康局", "zh", "https://jianxing.example.cn", date(2026, 5, 1))


def read(*dues: Due, sheet: Sheet = SHEET) -> Any:
    """The calendar as the other parser understands it."""
    return vobject.readOne(calendar(dues, sheet).decode())


def changed(**values: Any) -> Due:
    """The deadline, but for these."""
    return Due(**{name: values.get(name, getattr(DUE, name)) for name in Due.__slots__})


def test_the_day_ends_at_midnight_in_shanghai_and_is_shown_on_that_day() -> None:
    """ "5月10日前" ends at 24:00 of the tenth (domain notes, section 6)."""
    [event] = read(DUE).vevent_list
    assert event.dtstart.value == datetime(2026, 5, 10, 23, tzinfo=gettz("Asia/Shanghai"))
    assert event.dtend.value == DUE.due and event.dtstart.value.date() == DUE.due_on
    assert b"DTSTART;TZID=Asia/Shanghai:20260510T230000\r\n" in calendar([DUE], SHEET)


def test_texts_come_back_whole() -> None:
    [event] = read(DUE).vevent_list
    assert event.summary.value == "【报送】2025年度监测数据；含附件, 共3份\n（盖章）（县卫生健康局）"
    assert event.url.value == "https://jianxing.example.cn/api/v1/submissions/assignments/1"
    assert read(DUE, sheet=Sheet("x", "en", "", SHEET.today)).vevent.summary.value.startswith("Due: ")


def test_alarms_ring_at_nine_a_week_before_the_day_before_and_on_the_day() -> None:
    [event] = read(DUE).vevent_list
    rung = [event.dtstart.value + alarm.trigger.value for alarm in event.valarm_list]
    assert [at.isoformat() for at in rung] == ["2026-05-03T09:00:00+08:00", "2026-05-09T09:00:00+08:00", "2026-05-10T09:00:00+08:00"]
    assert event.valarm.description.value == f"“{DUE.title}”于2026年5月10日（星期日）24时截止"


def test_a_move_keeps_the_uid_and_raises_the_sequence() -> None:
    before, after = read(DUE).vevent, read(changed(version=4, due=DUE.due + timedelta(days=5), due_on=date(2026, 5, 15))).vevent
    assert before.uid.value == after.uid.value == f"{DUE.id}@jianxing"
    assert (before.sequence.value, after.sequence.value) == ("3", "4") and after.dtstart.value - before.dtstart.value == timedelta(days=5)


def test_what_is_cleared_is_cancelled_without_alarms() -> None:
    event = read(changed(is_open=False, version=4)).vevent
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "4") and not hasattr(event, "valarm")
    assert event.summary.value.startswith("【无需报送】")


def test_the_zone_is_told_and_stands_for_china() -> None:
    made = read(DUE)
    assert made.vtimezone.tzid.value == "Asia/Shanghai" and made.vtimezone.standard.tzoffsetto.value == "+0800"
    assert (made.method.value, made.version.value) == ("PUBLISH", "2.0")


@pytest.mark.parametrize("dues", [(), (DUE,), (DUE, changed(id=UUID(int=2)))])
def test_the_same_deadlines_are_the_same_bytes(dues: tuple[Due, ...]) -> None:
    assert calendar(dues, SHEET) == calendar(dues, SHEET)
    assert all(len(line) <= 75 for line in calendar(dues, SHEET).split(b"\r\n"))  # RFC 5545, 3.1


def test_that_something_was_left_out_is_said() -> None:
    assert read(DUE, sheet=Sheet("x", "zh", "", SHEET.today, cut=1000)).description.value == "仅列出最近的1000项"
