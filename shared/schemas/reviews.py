"""What a reviewer sends."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from shared.schemas.base import Name, Note, Wire


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
