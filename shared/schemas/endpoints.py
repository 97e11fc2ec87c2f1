"""Programs and group robots outside that are told of messages: their endpoints on the wire."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, WithJsonSchema

from shared.schemas.base import Instant, Name, Wire
from shared.schemas.messages import MessageKind


class EndpointKind(StrEnum):
    """A program that takes signed CloudEvents, or the robot of a group in DingTalk or WeCom. Also the word in ``deliveries.channel``."""

    WEBHOOK = "webhook"
    DINGTALK = "dingtalk"
    WECOM = "wecom"


class Mention(StrEnum):
    """Whom a robot calls by name: nobody · those of the group who are told the same by the platform (readers) · listed numbers · everybody."""

    NOBODY = "nobody"
    READERS = "readers"
    LISTED = "listed"
    EVERYBODY = "everybody"


class EndpointState(StrEnum):
    """unproven: entered, has not answered a test · active: is told · paused by a person · disabled: failed for too long, or said that it is gone.

    A test that is answered makes it active, whatever it was.
    """

    UNPROVEN = "unproven"
    ACTIVE = "active"
    PAUSED = "paused"
    DISABLED = "disabled"


Url = Annotated[str, Field(min_length=1, max_length=300, description="https, without user or fragment, not inside a private network")]
Event = Annotated[str, Field(max_length=40), WithJsonSchema({"type": "string", "enum": [kind.value for kind in MessageKind]})]
Events = Annotated[list[Event], Field(min_length=1, max_length=len(MessageKind), description="the kinds of messages it is told of")]
RegionPathText = Annotated[str, Field(min_length=1, max_length=200, description="the region whose messages it is told of")]
KindWord = Annotated[str, Field(max_length=20), WithJsonSchema({"type": "string", "enum": [kind.value for kind in EndpointKind]})]
RobotSecret = Annotated[str, Field(max_length=200, description="what DingTalk signs with (加签); kept sealed and never shown")]
MentionWord = Annotated[str, Field(max_length=20), WithJsonSchema({"type": "string", "enum": [word.value for word in Mention]})]
Mobiles = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=50, description="with `listed`: whom the robot mentions")]
_EXAMPLE: dict[str, JsonValue] = {
    "region_path": "a1.b2.",
    "name": "县政务协同平台",
    "url": "https://hooks.example.cn/jianxing",
    "events": ["reminder", "escalation", "submitted"],
}


class NewEndpoint(Wire):
    """A program or group robot that wants to be told."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    region_path: RegionPathText
    kind: KindWord = EndpointKind.WEBHOOK.value
    name: Name
    url: Url
    events: Events
    secret: RobotSecret | None = None
    mention: MentionWord = Mention.NOBODY.value
    mobiles: Mobiles = Field(default_factory=list)


class EndpointEdit(Wire):
    """What is to change; another address has to answer a test first."""

    model_config = ConfigDict(json_schema_extra={"example": {"events": ["escalation"]}})

    name: Name | None = None
    url: Url | None = None
    events: Events | None = None
    secret: RobotSecret | None = Field(default=None, description="of a DingTalk robot; empty: it signs no more")
    mention: MentionWord | None = None
    mobiles: Mobiles | None = None


class SecretRotation(Wire):
    """For how long the former secret still signs beside the new one; 0 where it has become known to others."""

    model_config = ConfigDict(json_schema_extra={"example": {"overlap_hours": 24}})

    overlap_hours: Annotated[int, Field(ge=0, le=168)] = 24


class Endpoint(Wire):
    """A program or robot outside, and how it fares."""

    id: UUID
    version: int
    region_path: str
    kind: EndpointKind
    name: Name
    url: str = Field(description="of a robot without its query: the key in it is kept sealed and never shown")
    events: list[MessageKind]
    mention: Mention
    mobiles: list[str]
    state: EndpointState
    why: str | None = Field(default=None, description="why it is not active, or what it answered last", examples=["410"])
    failures: int = Field(description="failed attempts in a row")
    failing_since: Instant | None = None
    resting_until: Instant | None = Field(default=None, description="nothing is tried before: it failed several times in a row")
    tested_at: Instant | None = None
    former_secret_until: Instant | None = Field(default=None, description="until when what is sent is signed with the former secret too")


class EndpointWithSecret(Endpoint):
    """An endpoint and what its messages are signed with: shown in this answer alone, not when the request is repeated."""

    secret: str | None = Field(
        description="Standard Webhooks: whsec_ and 32 bytes in base64; null for robots, and in the answer to a repeated request"
    )


class EndpointTest(Endpoint):
    """An endpoint after a test, and what it answered."""

    reached: bool
    code: str = Field(description="the status it answered, or our word for what went wrong", examples=["204", "private-address", "timeout"])
    took_ms: int
