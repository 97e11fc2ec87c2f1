"""What can be wrong with a calendar that somebody enters from a notice: every fault at once."""

from collections.abc import Iterator
from datetime import date

from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.rules.workdays.calendars import SATURDAY
from shared.schemas.calendars import CalendarPublication
from shared.schemas.verdicts import Said

OTHER_YEAR = Words("{day} 不在 {year} 年内；请录入到它所在的年份", "{day} is not in {year}; enter it with its own year")
TWICE = Words("{day} 重复；请删去一个", "{day} stands here twice; remove one")
BOTH = Words("{day} 既列为放假又列为上班；请删去其一", "{day} is both off and worked; remove one of the two")
NO_WEEKEND = Words("{day} 是星期一至星期五，本来就上班；调休上班日只能是周末", "{day} is a weekday; a make-up workday is a weekend day")


def faults_of(year: int, body: CalendarPublication) -> list[FaultWords]:
    """Every fault, by its place in the body; empty if the calendar can be taken."""
    return [*_faults_in("days_off", year, body.days_off), *_faults_in("make_up_workdays", year, body.make_up_workdays), *_contradictions(body)]


def _faults_in(name: str, year: int, days: list[date]) -> Iterator[FaultWords]:
    for place, day in enumerate(days):
        pointer = f"/{name}/{place}"
        if day.year != year:
            yield FaultWords("other-year", OTHER_YEAR, pointer=pointer, day=day, year=year)
        if day in days[:place]:
            yield FaultWords("twice", TWICE, pointer=pointer, day=day)


def _contradictions(body: CalendarPublication) -> Iterator[FaultWords]:
    off = set(body.days_off)
    for place, day in enumerate(body.make_up_workdays):
        pointer = f"/make_up_workdays/{place}"
        if day in off:
            yield FaultWords("off-and-worked", BOTH, pointer=pointer, day=day)
        if day.weekday() < SATURDAY:
            yield FaultWords("not-a-weekend-day", NO_WEEKEND, pointer=pointer, day=day)


def weekend_days(body: CalendarPublication) -> tuple[frozenset[date], list[Said]]:
    """Days off that fall on a weekend, which is off anyway: left out of the calendar, each with a remark."""
    found = sorted({day for day in body.days_off if day.weekday() >= SATURDAY})
    remarks = [Said(zh=f"{day} 本为周末，无需列为放假日，已略去", en=f"{day} is a weekend day and off anyway; it was left out") for day in found]
    return frozenset(found), remarks
