"""Deadlines as a calendar (RFC 5545, RFC 7986): the same deadlines on the same day, the same bytes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from uuid import UUID

from icalendar import Alarm, Calendar, Event, Timezone, vDuration, vText

from services.notifications.rules.templates.rendering import day_zh
from shared.kit.language import Words
from shared.rules.workdays import SHANGHAI

PRODUCT = "-//Jianxing//Deadlines//ZH"
_LASTS = timedelta(hours=1)
"""The last hour before it is due: "before 10 May" ends at 24:00, which a calendar would show on the 11th."""
_ALARM_AT, _ALARM_DAYS = time(9), (7, 1, 0)
_ZONE_SINCE = date(2000, 1, 1)
_REFRESH = timedelta(hours=1)
_NAME = Words("健行报送时限：{whose}", "Jianxing deadlines: {whose}")
_TITLE = Words("【报送】{title}（{unit}）", "Due: {title} ({unit})")
_OVER = Words("【无需报送】{title}（{unit}）", "Nothing owed: {title} ({unit})")
_ALARM = Words("“{title}”于{day_zh}24时截止", "{title} is due by the end of {day}")
_CUT = Words("仅列出最近的{most}项", "only the nearest {most} are listed")


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline. ``version`` grows with whatever happens to it."""

    id: UUID
    version: int
    kind: str
    title: str
    unit: str
    due: datetime
    due_on: date
    is_open: bool
    link: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands above the deadlines: whose they are, in which language, where links lead, the day of the calendar; ``cut`` if there were more."""

    whose: str
    language: Literal["zh", "en"]
    public_url: str
    today: date
    cut: int | None = None


def calendar(dues: Iterable[Due], sheet: Sheet) -> bytes:
    """The feed: one event per deadline, in the order given."""
    made = Calendar()
    name = _NAME.say(sheet.language, whose=sheet.whose)
    for key, value in (
        ("prodid", PRODUCT),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("name", name),
        ("x-wr-calname", name),
    ):
        made.add(key, value)
    made.add("x-wr-timezone", SHANGHAI.key)
    made.add("refresh-interval", vDuration(_REFRESH), parameters={"value": "DURATION"})
    made.add("x-published-ttl", vDuration(_REFRESH))
    if sheet.cut is not None:
        made.add("description", _CUT.say(sheet.language, most=sheet.cut))
    made.add_component(Timezone.from_tzid(SHANGHAI.key, first_date=_ZONE_SINCE))
    for due in dues:
        made.add_component(_event(due, sheet))
    content: bytes = made.to_ical()
    return content


def _event(due: Due, sheet: Sheet) -> Event:
    words = _TITLE if due.is_open else _OVER
    ends = due.due.astimezone(SHANGHAI)
    made = Event()
    made.add("uid", f"{due.id}@jianxing")
    made.add("dtstamp", datetime.combine(sheet.today, time(), SHANGHAI))
    made.add("sequence", due.version)
    made.add("dtstart", ends - _LASTS)
    made.add("dtend", ends)
    made.add("summary", words.say(sheet.language, title=due.title, unit=due.unit))
    made.add("status", "CONFIRMED" if due.is_open else "CANCELLED")
    made.add("transp", "TRANSPARENT")
    made.add("categories", [vText(due.kind)])
    made.add("url", f"{sheet.public_url}{due.link}")
    for alarm in _alarms(due, ends - _LASTS, sheet) if due.is_open else ():
        made.add_component(alarm)
    return made


def _alarms(due: Due, starts: datetime, sheet: Sheet) -> Sequence[Alarm]:
    """At nine in the morning a week before, the day before and on the day; told as a distance, which moves with the event."""
    said = _ALARM.say(sheet.language, title=due.title, day_zh=day_zh(due.due_on.isoformat()), day=due.due_on.isoformat())
    return [_alarm(said, datetime.combine(due.due_on - timedelta(days=days), _ALARM_AT, SHANGHAI) - starts) for days in _ALARM_DAYS]


def _alarm(said: str, distance: timedelta) -> Alarm:
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", said)
    made.add("trigger", distance)
    return made
