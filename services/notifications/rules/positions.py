"""Places in the stream of messages: all that arrived before is known to whoever holds one."""

import re
from dataclasses import dataclass
from uuid import UUID

_NONE = UUID(int=0)
_LARGEST = 2**63 - 1
_WRITTEN = re.compile(r"(0|[1-9][0-9]{0,18})-([0-9a-f]{32})")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Behind the message ``message_id`` of those that arrived under one number."""

    arrival: int
    message_id: UUID = _NONE

    def __str__(self) -> str:
        return f"{self.arrival}-{self.message_id.hex}"

    @classmethod
    def read(cls, text: str) -> "Position":
        """The position that ``text`` is; ValueError for anything that none of ours looks like."""
        found = _WRITTEN.fullmatch(text)
        if found is None or int(found[1]) > _LARGEST:
            raise ValueError("not a position of a stream")
        return cls(int(found[1]), UUID(hex=found[2]))
