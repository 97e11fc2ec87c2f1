"""What every event says of itself."""

from typing import ClassVar

from shared.schemas.base import Wire
from shared.schemas.services import ServiceName

PLANS, INDICATORS, SUBMISSIONS, NOTIFICATIONS = ServiceName


class Event(Wire):
    """Something that became true in one service and that others must know.

    A *state* carries the whole of its subject: an older version is dropped. A *fact* (``is_state`` false) counts once, whenever it arrives.
    """

    type: ClassVar[str]
    sender: ClassVar[ServiceName]
    receivers: ClassVar[tuple[ServiceName, ...]] = ()
    is_state: ClassVar[bool] = True

    version: int

    @property
    def subject(self) -> str:
        """The id (or key) of what the event is about: its first field after the version."""
        first = next(name for name in type(self).model_fields if name != "version")
        return str(getattr(self, first))

    @classmethod
    def topic(cls) -> str:
        """The noun: events of one noun share the version count of their subject."""
        return cls.type.partition(".")[0]
