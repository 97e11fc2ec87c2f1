"""The submissions service on the wire."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from shared.schemas.base import Exact, Instant, Name, Note, PlanId, RegionId, UnitId, Wire, Year
from shared.schemas.targets import Polarity


class RoundState(StrEnum):
    """A round is open until somebody closes it."""

    OPEN = "open"
    CLOSED = "closed"


class RoundOpening(Wire):
    """A new yearly round: one exercise for one or several plans of a region.

    ``outward_due_on`` may be left out where a plan's own monitoring duty names the day; ``internal_due_on`` defaults to ten
    workdays earlier. Days end at 24:00 in Asia/Shanghai.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "plan_ids": ["01a203ef-2e36-720a-8f11-3b984351fa2c"],
                    "subject_year": 2022,
                    "name": "健康江北行动2022年度监测",
                    "opens_on": "2023-04-10",
                    "outward_due_on": "2023-05-10",
                }
            ]
        }
    )

    plan_ids: list[PlanId] = Field(min_length=1, max_length=20)
    subject_year: Year
    name: Name
    opens_on: date
    internal_due_on: date | None = None
    outward_due_on: date | None = None
    closes_on: date | None = Field(default=None, description="last day on which anything is taken; 30 days after the outward due day when left out")


class Round(Wire):
    """One reporting exercise."""

    id: UUID
    version: int
    name: Name
    plan_ids: list[PlanId]
    region_path: str
    subject_year: Year
    state: RoundState
    opens: Instant
    internal_due: Instant
    outward_due: Instant
    closes: Instant
    assignments: int


class AssignmentState(StrEnum):
    """open until a complete answer comes in; reopened by a return; closed by approval; waived by the office."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    REOPENED = "reopened"
    CLOSED = "closed"
    WAIVED = "waived"


class Item(Wire):
    """One value that is asked for, with what helps to fill it."""

    id: UUID
    indicator_id: UUID
    plan_indicator_ids: list[UUID]
    name: Name
    unit_of_measure: Name | None = None
    polarity: Polarity
    region_id: RegionId
    year: Year
    targets: list[str] = Field(description="targets in force as printed, with their years")
    last_value: Exact | None = None
    last_state: Name | None = None
    last_year: Year | None = None


class Assignment(Wire):
    """What one unit owes in a round."""

    id: UUID
    version: int
    round_id: UUID
    round_name: Name
    unit_id: UnitId
    unit_name: Name
    region_path: str
    state: AssignmentState
    due: Instant
    due_on: date
    submission_id: UUID | None = None
    items: int


class FullAssignment(Assignment):
    """An assignment with everything it asks for."""

    asked: list[Item]


class Waiver(Wire):
    """Why a unit owes nothing."""

    reason: Note


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


class SubmissionStart(Wire):
    """Begin to answer an assignment."""

    assignment_id: UUID


class AnswerRow(Wire):
    """The answer to one item of the submission."""

    item_id: UUID
    answer: Answer


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


class Weight(StrEnum):
    """A hard finding blocks; a soft one wants an explanation."""

    HARD = "hard"
    SOFT = "soft"


class Finding(Wire):
    """What a check says of one item."""

    item_id: UUID
    weight: Weight
    code: str
    message: str


class ReturnedItemRow(Wire):
    """One item to send back."""

    item_id: UUID
    reason: Note
    fix: Note | None = None


class SubmissionReturn(Wire):
    """Items to send back, each with its reason; the reporter has ``workdays`` from today."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {"item_id": "01a203ef-2e36-7b64-a0d5-8d0e9c1f5a77", "reason": "居民健康素养水平与抽样调查结果不符", "fix": "请按调查报告更正"}
                    ],
                    "workdays": 5,
                }
            ]
        }
    )

    items: list[ReturnedItemRow] = Field(min_length=1, max_length=500)
    workdays: Annotated[int, Field(ge=1, le=60)] = 5


class ReviewOpinion(Wire):
    """Words that go with an approval."""

    comment: Note | None = None


class ReturnNote(Wire):
    """Why an item came back."""

    reason: Note
    fix: Note | None = None
    by: Name


class AnsweredItem(Wire):
    """An item with its answer so far."""

    item: Item
    answer: Answer | None = None
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
    """A submission with its items, findings and possible moves."""

    content: list[AnsweredItem]
    findings: list[Finding]
    may: list[str]


class SubmissionVersion(Wire):
    """A submission as it stood after a move."""

    number: int
    move: Name
    state: SubmissionState
    at: Instant
    by: Name
    answers: dict[str, Answer]
