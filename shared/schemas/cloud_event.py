"""The envelope of every event between services: CloudEvents 1.0, JSON, batched (github.com/cloudevents/spec)."""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.schemas.base import Instant, Wire

BATCH_MEDIA_TYPE = "application/cloudevents-batch+json"


class CloudEvent(BaseModel):
    """One event. ``subjectversion`` and ``requestid`` are extension attributes; ``data`` is typed by ``type``."""

    model_config = ConfigDict(frozen=True)

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: str
    type: str
    subject: str
    time: Instant
    datacontenttype: Literal["application/json"] = "application/json"
    subjectversion: int
    requestid: str = ""
    data: dict[str, Any]


class EventOutcome(Wire):
    """What the receiver did with one event: applied, seen before, outdated, or refused (with the reason)."""

    id: UUID
    outcome: Literal["applied", "repeated", "outdated", "refused"]
    why: str | None = Field(default=None, max_length=500)


class EventOutcomes(Wire):
    """The receiver's answer to a batch, one outcome per event, in its order."""

    outcomes: list[EventOutcome]
