"""Gateways of text messages and work notices: how each is called, and which approved templates it has."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, WithJsonSchema

from shared.schemas.base import Name, Wire
from shared.schemas.templates import Saying


class ProviderChannel(StrEnum):
    """What a gateway sends. Also the word in ``deliveries.channel``."""

    SMS = "sms"
    WORK_NOTICE = "work_notice"


_Word = Annotated[str, Field(max_length=60)]
_SayingWord = Annotated[_Word, WithJsonSchema({"type": "string", "enum": [word.value for word in Saying]})]
_ChannelWord = Annotated[_Word, WithJsonSchema({"type": "string", "enum": [word.value for word in ProviderChannel]})]
_Codes = Annotated[list[_Word], Field(max_length=50)]


class Variable(Wire):
    """A variable of an approved template, and the place of the saying that fills it."""

    name: _Word
    place: _Word


class ApprovedTemplate(Wire):
    """What the gateway's operator approved for one saying: its id and its variables, in their order."""

    saying: _SayingWord
    template_id: _Word
    variables: Annotated[list[Variable], Field(max_length=20)] = Field(default_factory=list)


class AnswerRule(Wire):
    """How an answer is read: the code at ``field`` (JSON pointer). Codes that are not named are tried again."""

    field: Annotated[str, Field(min_length=2, max_length=200, pattern=r"^/")]
    accepted: Annotated[_Codes, Field(min_length=1)]
    too_many: _Codes = Field(default_factory=list, description="called too often: waits a minute, no attempt charged")
    unknown_number: _Codes = Field(default_factory=list, description="nothing more goes to this number")
    refused: _Codes = Field(default_factory=list, description="this message is not taken, and will not be")


_TEMPLATES: JsonValue = [
    {
        "saying": "reminder",
        "template_id": "SMS_1001",
        "variables": [{"name": "unit", "place": "unit"}, {"name": "what", "place": "title"}, {"name": "day", "place": "due_on"}],
    }
]
_EXAMPLE: dict[str, JsonValue] = {
    "name": "县政务短信平台",
    "url": "https://sms.example.cn/api/send",
    "headers": {"Authorization": "Bearer {secret}"},
    "body": {"phone": "{mobile}", "template": "{template_id}", "params": "{variables}", "serial": "{delivery_id}"},
    "secret": "0a1b2c3d",
    "templates": _TEMPLATES,
    "answer": {"field": "/code", "accepted": ["0"], "too_many": ["429"], "unknown_number": ["1002"], "refused": ["1003"]},
    "per_minute": 60,
}


class ProviderContent(Wire):
    """How a gateway is called: a POST whose headers and JSON body hold places.

    ``{mobile}``, ``{template_id}``, ``{delivery_id}`` (the same at every attempt), ``{secret}``; ``{variables}`` (an object) or ``{values}`` (a list)
    as the whole of a text, ``{variables_json}`` where the gateway wants the object as a text. There is no place for free text.
    """

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    name: Name
    url: Annotated[str, Field(min_length=1, max_length=300, description="https, without user or fragment, not inside a private network")]
    headers: Annotated[dict[_Word, Annotated[str, Field(max_length=500)]], Field(max_length=20)] = Field(default_factory=dict)
    body: dict[str, JsonValue]
    secret: Annotated[str, Field(max_length=500)] | None = Field(default=None, description="kept sealed and never shown; null keeps the former one")
    templates: Annotated[list[ApprovedTemplate], Field(min_length=1, max_length=60)]
    answer: AnswerRule | None = Field(default=None, description="null: any 2xx takes the message over")
    per_minute: Annotated[int, Field(ge=1, le=600)] = 60
    language: Literal["zh", "en"] = "zh"


class NewProvider(ProviderContent):
    """The gateway of a region for one channel, for everything below it that has none of its own."""

    model_config = ConfigDict(json_schema_extra={"example": {"region_path": "a1.b2.", "channel": "sms", **_EXAMPLE}})

    region_path: Annotated[str, Field(min_length=1, max_length=200)]
    channel: _ChannelWord


class Provider(Wire):
    """A gateway as it stands; its secret is not shown."""

    id: UUID
    version: int
    region_path: str
    channel: ProviderChannel
    name: Name
    url: str
    headers: dict[str, str]
    body: dict[str, JsonValue]
    templates: list[ApprovedTemplate]
    answer: AnswerRule | None
    per_minute: int
    language: Literal["zh", "en"]
