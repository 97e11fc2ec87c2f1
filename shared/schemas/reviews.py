"""What a reviewer sends."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from shared.schemas.base import Key, Name, Note, Wire
from shared.schemas.verdicts import Said


class ReturnedItemRow(Wire):
    """One item to send back."""

    item_id: UUID
    reason: Note
    fix: Note | None = None


class ReturnedFieldRow(Wire):
    """One field of the form to send back."""

    field: Key
    reason: Note
    fix: Note | None = None


class SubmissionReturn(Wire):
    """Items and fields to send back, at least one, each with its reason; the reporter has ``workdays`` from today."""

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

    items: list[ReturnedItemRow] = Field(default_factory=list, max_length=500)
    fields: list[ReturnedFieldRow] = Field(default_factory=list, max_length=100)
    workdays: Annotated[int, Field(ge=1, le=60)] = 5

    @model_validator(mode="after")
    def _returns_something(self) -> Self:
        if not self.items and not self.fields:
            raise ValueError("name at least one item or field")
        return self


class ReviewOpinion(Wire):
    """Words that go with an approval."""

    comment: Note | None = None


class ReturnNote(Wire):
    """Why an item came back."""

    reason: Note
    fix: Note | None = None
    by: Name


class ApprovalRow(Wire):
    """A submission to approve; ``version`` is what the reviewer saw (its ETag without quotes and v)."""

    id: UUID
    version: int


class Approvals(Wire):
    """Submissions to approve together, each on its own merits; words that go with all of them."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"submissions": [{"id": "01a203ef-2e36-7b64-a0d5-8d0e9c1f5a77", "version": 3}], "comment": "数据齐全"}]}
    )

    submissions: list[ApprovalRow] = Field(min_length=1, max_length=1000)
    comment: Note | None = None

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        if len({row.id for row in self.submissions}) < len(self.submissions):
            raise ValueError("name each submission once")
        return self


class ApprovalOutcome(Wire):
    """What became of one of them; the refused ones carry the problem's code and words."""

    id: UUID
    approved: bool
    code: str | None = None
    said: Said | None = None


class ApprovalReport(Wire):
    """Every outcome in the order of the request."""

    approved: int
    refused: int
    outcomes: list[ApprovalOutcome]
