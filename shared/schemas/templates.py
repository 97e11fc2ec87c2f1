"""Templates of messages on the wire: what a message says, by channel family and language, and from where to where it counts."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, WithJsonSchema

from shared.schemas.base import Instant, Wire
from shared.schemas.messages import MessageKind


class TemplateState(StrEnum):
    """draft > active > retired. The template that follows an active one of the same place retires it."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class TemplateFamily(StrEnum):
    """Where words are read: in the inbox, in a letter, on a telephone, in a chat group."""

    INBOX = "inbox"
    EMAIL = "email"
    SHORT = "short"
    MARKDOWN = "markdown"


class Saying(StrEnum):
    """What a message says, finer than its kind: each has its own words and places."""

    REMINDER = "reminder"
    GAP = "gap"
    OVERDUE = "overdue"
    OVERDUE_UNIT_LEADER = "overdue_unit_leader"
    OVERDUE_LEAD_UNIT = "overdue_lead_unit"
    OVERDUE_PLAN_OFFICE = "overdue_plan_office"
    OVERDUE_LEADERSHIP = "overdue_leadership"
    DIGEST = "digest"
    POLICY_CHANGED = "policy_changed"
    POLICY_ENDED = "policy_ended"
    ASSIGNED = "assigned"
    WAIVED = "waived"
    EXTENDED = "extended"
    RECTIFICATION = "rectification"
    TAKEN_OVER = "taken_over"
    PASSED_ON = "passed_on"
    ITEMS_CHANGED = "items_changed"
    CONSULTED = "consulted"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    ROUND_OPENED = "round_opened"
    ROUND_CHANGED = "round_changed"
    DEADLINE_MOVED = "deadline_moved"
    ROUND_CLOSED = "round_closed"
    VERDICT_TURNED = "verdict_turned"
    VERDICTS_TURNED = "verdicts_turned"
    TOOK_OVER = "took_over"
    RELIEVED = "relieved"
    ENDPOINT_DISABLED = "endpoint_disabled"
    LATE = "late"


class PlaceSort(StrEnum):
    """What stands in a place: a text, a number, a day (said by ``|day``), texts (``|join(', ')``), or rows to go through with ``for``."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    TEXTS = "texts"
    ROWS = "rows"


_Body = Annotated[str, Field(min_length=1, max_length=4000)]
_EXAMPLE: dict[str, JsonValue] = {
    "title": "填报提醒：{{ title }}",
    "body": "{{ unit }}：请于{{ due_on|day }}24时前报送“{{ title }}”，还有{{ workdays }}个工作日。",
}


class TemplateContent(Wire):
    """What a template says: Jinja with places, ``if`` and ``for``, and the filters ``day`` and ``join``; nothing else."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    title: Annotated[str, Field(min_length=1, max_length=500)]
    body: _Body


class NewTemplate(TemplateContent):
    """A template of a region, for everything below it that has none of its own."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"region_path": "a1.b2.", "saying": "reminder", "family": "inbox", "language": "zh", **_EXAMPLE}}
    )

    region_path: Annotated[str, Field(min_length=1, max_length=200)]
    saying: Annotated[str, Field(min_length=1, max_length=40), WithJsonSchema({"type": "string", "enum": [word.value for word in Saying]})]
    family: TemplateFamily
    language: Literal["zh", "en"]


class Template(TemplateContent):
    """A template as it stands."""

    id: UUID
    version: int
    region_path: str
    saying: str
    family: TemplateFamily
    language: Literal["zh", "en"]
    state: TemplateState
    edition: int | None = Field(default=None, description="counts what was in force at the same place, from 1")
    activated_at: Instant | None = None
    retired_at: Instant | None = None
    failed_at: Instant | None = Field(default=None, description="when it first failed while a message was made; the shipped words were used")
    failure: str | None = None


class TemplatePreview(Wire):
    """What a template says about something real."""

    title: str
    body: str
    places: dict[str, JsonValue] = Field(description="what stood in its places")
    fault: str | None = Field(default=None, description="why the shipped words would be used instead; they are shown then")


class TemplatePlace(Wire):
    """A place of a saying."""

    name: str
    sort: PlaceSort
    needed: bool = Field(description="whether a template must use it")
    example: JsonValue
    fields: list[str] = Field(default=[], description="of each row")


class ShippedWords(TemplateContent):
    """What is said where no template is in force."""

    family: TemplateFamily
    language: Literal["zh", "en"]


class SayingShape(Wire):
    """What can be said, its places, and the words that are shipped for it."""

    saying: Saying
    kind: MessageKind
    places: list[TemplatePlace]
    shipped: list[ShippedWords]


class Sayings(Wire):
    """Everything that messages say."""

    items: list[SayingShape]
