"""Where a day begins and ends."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def end_of_day(day: date) -> datetime:
    """24:00 of ``day`` in Asia/Shanghai, in UTC: "5月10日前" ends there."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """0:00 of ``day`` in Asia/Shanghai, in UTC."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def day_ending_at(instant: datetime) -> date:
    """The day in Asia/Shanghai that ends at ``instant`` (or runs at it): a due instant as a day again."""
    return (instant.astimezone(SHANGHAI) - timedelta(seconds=1)).date()
