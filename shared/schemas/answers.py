"""Answers to items, and what the checks say of them, on the wire."""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, model_validator

from shared.schemas.base import Exact, Name, Note, Wire


class AnswerKind(StrEnum):
    """How an item may be answered."""

    VALUE = "value"
    STATE = "state"
    NOT_SURVEY_YEAR = "not_survey_year"
    NOT_YET_PUBLISHED = "not_yet_published"
    NOTHING_TO_REPORT = "nothing_to_report"


class Answer(Wire):
    """The answer to one item. ``explanation`` answers soft checks (a jump, a value off its numerator ÷ denominator)."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"kind": "value", "value": "32.6"}, {"kind": "not_survey_year"}]})

    kind: AnswerKind
    value: Exact | None = None
    state: Name | None = None
    numerator: Exact | None = None
    denominator: Exact | None = None
    provisional: bool = False
    expected_on: date | None = None
    reason: Note | None = None
    explanation: Note | None = None

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Self:
        needed = {
            AnswerKind.VALUE: self.value,
            AnswerKind.STATE: self.state,
            AnswerKind.NOT_YET_PUBLISHED: self.expected_on,
            AnswerKind.NOTHING_TO_REPORT: self.reason,
        }
        if self.kind in needed and needed[self.kind] is None:
            raise ValueError(f"an answer of kind {self.kind} says more: value, state, expected_on or reason")
        return self


class AnswerRow(Wire):
    """The answer to one item of the submission."""

    item_id: UUID
    answer: Answer


class Weight(StrEnum):
    """A hard finding blocks; a soft one wants an explanation."""

    HARD = "hard"
    SOFT = "soft"


class Finding(Wire):
    """What a check says of one item, or of one ``field`` of the form (JSON pointer into it)."""

    item_id: UUID | None = None
    field: str | None = None
    weight: Weight
    code: str
    message: str
