"""Preferences on the wire: how a reader wants to be reached outside of the inbox."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, JsonValue

from shared.schemas.base import AccountId, Wire
from shared.schemas.policies import QuietHours


class OwnChannel(StrEnum):
    """What reaches a reader alone; robots tell a whole group."""

    EMAIL = "email"
    SMS = "sms"
    WORK_NOTICE = "work_notice"


class MessageFamily(StrEnum):
    """Kinds of messages that belong together for their readers."""

    TASKS = "tasks"
    REMINDERS = "reminders"
    ESCALATIONS = "escalations"
    REVIEWS = "reviews"
    ROUNDS = "rounds"
    WARNINGS = "warnings"


_EXAMPLE: dict[str, JsonValue] = {
    "language": "zh",
    "channels": {"reminders": ["email"], "rounds": []},
    "quiet": {"from_hour": 20, "until_hour": 8},
}


class PreferenceContent(Wire):
    """What a reader wants. Every message is in the inbox whatever is said here."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    language: Literal["zh", "en"] | None = Field(default=None, description="of letters and text messages; null: both, Chinese first")
    channels: Annotated[
        dict[Annotated[str, Field(max_length=40)], Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=10)]],
        Field(max_length=20),
    ] = Field(
        default={},
        description="by family of messages (tasks, reminders with their digests, reviews, rounds, warnings) the channels wanted, [] for none; "
        "what is not named comes by every channel, and so do escalations always",
    )
    quiet: QuietHours | None = Field(
        default=None, description="in these hours of Asia/Shanghai what only tells (digests, rounds, reviews, warnings) waits"
    )


class Preferences(PreferenceContent):
    """The preferences of an account as they stand; version 0 was never set."""

    account_id: AccountId
    version: int
    always: list[MessageFamily] = Field(description="what cannot be silenced")
