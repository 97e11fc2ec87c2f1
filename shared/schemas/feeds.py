"""Calendar feeds on the wire: deadlines in a person's own calendar program."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from shared.schemas.base import Instant, UnitId, Wire


class NewFeed(Wire):
    """What a feed is to hold."""

    model_config = ConfigDict(json_schema_extra={"example": {"language": "zh"}})

    unit_id: UnitId | None = Field(default=None, description="deadlines of this unit alone; left out: all that the owner may see")
    language: Annotated[Literal["zh", "en"], Field(description="of titles and alarms")] = "zh"


class Feed(Wire):
    """A feed of the caller."""

    id: UUID
    version: int
    unit_id: UnitId | None = None
    language: Literal["zh", "en"]
    made_at: Instant
    revoked_at: Instant | None = None


class FeedWithAddress(Feed):
    """A feed and its address, which is its secret: shown in this answer alone, not when the request is repeated."""

    url: str | None = Field(description="to be subscribed to in a calendar program; null in the answer to a repeated request")
