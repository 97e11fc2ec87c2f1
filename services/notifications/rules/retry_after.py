"""What Retry-After asks for (RFC 9110, 10.2.3): seconds, or an instant."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime


def asked_wait(header: str | None, now: datetime) -> timedelta | None:
    """How long the other side asks us to wait; None where it says nothing that can be read."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=int(text[:9]))
    with suppress(ValueError, TypeError):
        until = parsedate_to_datetime(text)
        return max(until.replace(tzinfo=until.tzinfo or UTC) - now, timedelta(0))
    return None
