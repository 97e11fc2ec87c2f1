"""The one table of events: type, sender, receivers, payload. ``EVENTS`` is that table; docs/events.md is made from it."""

from shared.schemas.events import directory, duties, measuring, planning, reporting
from shared.schemas.events.base import Event

EVENTS: dict[str, type[Event]] = {
    event.type: event
    for module in (directory, planning, duties, measuring, reporting)
    for event in vars(module).values()
    if isinstance(event, type) and issubclass(event, Event) and "type" in vars(event)
}

__all__ = ["EVENTS", "Event"]
