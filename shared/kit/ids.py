"""Ids are time-ordered (UUID version 7, RFC 9562): rows made together lie together in an index."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A new time-ordered id."""
    return uuid7()


def parsed_id(text: str) -> UUID | None:
    """The id that ``text`` is in its common form; None for anything else, also for what Python alone would take (braces, no dashes)."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text.lower() else None
