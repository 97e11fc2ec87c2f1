"""Statutory calendars and workdays."""

from datetime import date
from typing import Annotated, Any

from fastapi import Path, Query, Response

from services.plans.errors import FaultyCalendar
from services.plans.repository import calendars as repository
from services.plans.service import calendars
from shared.kit.app import InRead, api_router
from shared.kit.etag import RequiredIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, MissingIfMatch, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.calendars import Calendar, CalendarPublication, CalendarVersion, PublishedCalendar, Shift
from shared.schemas.page import Page

router = api_router("/api/v1/plans", "calendars")
_CHANGE = (FaultyCalendar, ConcurrentChange, StaleEtag, MissingIfMatch)
InYear = Annotated[int, Path(ge=1950, le=2100)]


@router.get("/calendars/{year}", operation_id="read_calendar", **guarded(Permission.DIRECTORY_READ))
async def read_calendar(db: InRead, year: InYear, response: Response) -> Calendar:
    """The statutory calendar of a year: days off and make-up workdays (调休); provisional until published."""
    found = await calendars.read_calendar(db, year)
    response.headers["ETag"] = etag(found.version)
    return found


@router.put("/calendars/{year}", operation_id="publish_calendar", **guarded(Permission.CALENDAR_PUBLISH, *_CHANGE))
async def publish_calendar(work: InWork, year: InYear, body: CalendarPublication, if_match: RequiredIfMatch, response: Response) -> PublishedCalendar:
    """Enter a year's calendar from the State Council's notice; every date ahead that depends on it is computed anew."""
    found = await calendars.publish_calendar(work, year, body, if_match)
    response.headers["ETag"] = etag(found.version)
    return found


@router.get("/calendars/{year}/versions", operation_id="list_calendar_versions", **guarded(Permission.DIRECTORY_READ, InvalidCursor))
async def list_calendar_versions(db: InRead, paging: InPaging, year: InYear) -> Page[CalendarVersion]:
    """Every version of a year's calendar that dates were computed with, oldest first."""
    rows = await repository.version_page(db, paging, year)
    return page_of(rows, paging, [_version(row) for row in rows], "version")


def _version(row: Any) -> CalendarVersion:
    return CalendarVersion(**{name: row._mapping[name] for name in CalendarVersion.model_fields})


@router.get("/workdays", operation_id="shift_workdays", **guarded(Permission.DIRECTORY_READ))
async def shift_workdays(
    db: InRead,
    start: Annotated[date, Query(alias="from", ge=date(1950, 1, 1), le=date(2100, 12, 31), description="the day to count from; it is not counted")],
    days: Annotated[int, Query(ge=-250, le=250, description="workdays after it, or (negative) before it")],
) -> Shift:
    """The day that lies some workdays after or before another."""
    return await calendars.shift(db, start, days)
