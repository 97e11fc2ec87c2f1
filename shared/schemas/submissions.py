"""Submissions on the wire."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from shared.schemas.answers import Answer, AnswerRow, Finding
from shared.schemas.base import Exact, Instant, Name, UnitId, Wire
from shared.schemas.evidence import AttachedFile
from shared.schemas.forms import FormField
from shared.schemas.kinds import KindName
from shared.schemas.reviews import ReturnNote
from shared.schemas.rounds import Item
from shared.schemas.verdicts import Said


class SubmissionStart(Wire):
    """Begin to answer an assignment."""

    assignment_id: UUID


class SubmissionEdit(Wire):
    """Answers to keep; items that are not named stay as they are."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"answers": [{"item_id": "01a203ef-2e36-7b64-a0d5-8d0e9c1f5a77", "answer": {"kind": "value", "value": "32.6"}}]}]
        }
    )

    answers: list[AnswerRow] = Field(min_length=1, max_length=500)


class SubmissionState(StrEnum):
    """draft > submitted > in_review > approved, with returned, withdrawn and corrected (domain notes, section 5)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"


class AnsweredItem(Wire):
    """An item with its answer so far. ``version`` is the answer's own ETag ("v3"; "v0" while there is none)."""

    item: Item
    answer: Answer | None = None
    version: int = 0
    answered_by: Name | None = None
    answered_at: Instant | None = None
    returned: ReturnNote | None = Field(default=None, description="set while the item waits for a correction")


class Submission(Wire):
    """The answer to an assignment. ``may`` lists what the caller can do now."""

    id: UUID
    version: int
    assignment_id: UUID
    round_id: UUID
    round_name: Name
    unit_id: UnitId
    unit_name: Name
    region_path: str
    state: SubmissionState
    submitted_at: Instant | None = None
    submitted_by: Name | None = None
    answered: int
    items: int


class FullSubmission(Submission):
    """A submission with its items, the fields of its form, the files attached to them, findings and possible moves."""

    kind: KindName
    content: list[AnsweredItem]
    form: list[FormField]
    evidence: list[AttachedFile]
    findings: list[Finding]
    may: list[str]


class SavedItem(AnsweredItem):
    """An item after its answer was kept, with what the checks say of it."""

    findings: list[Finding]


class SubmissionVersion(Wire):
    """A submission as it stood after a move."""

    number: int
    move: Name
    state: SubmissionState
    at: Instant
    by: Name
    answers: dict[str, Answer]
    form: dict[str, Any]
    evidence: list[UUID] = Field(description="files that belonged to it, whether they are still attached or not")


class Compared(StrEnum):
    """What the present content of a submission is held against."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    LAST_YEAR = "last_year"


class ItemDifference(Wire):
    """An item whose answer differs; ``change`` and ``change_percent`` where both are numbers (per cent of what it was)."""

    item_id: UUID
    name: Name
    unit_of_measure: Name | None = None
    before: Answer | None = None
    after: Answer | None = None
    change: Exact | None = None
    change_percent: Exact | None = None


class FieldDifference(Wire):
    """A field of the form that differs."""

    field: str
    title: Said
    before: Any = None
    after: Any = None


class Differences(Wire):
    """A submission beside an earlier state of it, only what differs. ``number`` null: there was no such state, so everything is new."""

    against: Compared
    number: int | None = Field(description="of the version it is held against; null for last year's values too")
    at: Instant | None = None
    items: list[ItemDifference]
    form: list[FieldDifference]
    unchanged: int = Field(description="items that say the same")
