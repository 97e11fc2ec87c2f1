"""Consultations on a draft 征求意见: who is asked until when, comments per clause, and what became of each (采纳情况)."""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from shared.schemas.base import Instant, Key, Name, Note, PlanId, UnitId, Wire


class ConsultationOpening(Wire):
    """Asking for comments until a day: units, unit groups (as they are today), or anybody who may read the draft."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"closes_on": "2026-12-20", "public": True}]})

    closes_on: date = Field(description="last day, until 24:00 in Asia/Shanghai")
    public: bool = Field(default=False, description="anybody may comment; comments by letter are entered by the plan office")
    units: list[UnitId] = Field(default_factory=list, max_length=1000)
    groups: list[UUID] = Field(default_factory=list, max_length=100)

    @model_validator(mode="after")
    def _somebody_is_asked(self) -> Self:
        if not (self.public or self.units or self.groups):
            raise ValueError("ask somebody: units, groups, or the public")
        return self


class ConsultationClosing(Wire):
    """Closing a consultation, with a summary for those who were asked."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"summary": "共收到意见12条，采纳8条，部分采纳3条，未采纳1条"}]})

    summary: Note | None = None


class Consultation(Wire):
    """One round of asking for comments on a draft."""

    id: UUID
    version: int
    plan_id: PlanId
    number: int
    public: bool
    unit_ids: list[UnitId] = Field(description="units asked, those of groups among them")
    opened_at: Instant
    closes_on: date
    closes: Instant
    closed_at: Instant | None = None
    summary: Note | None = None
    comments: int


class CommentAbout(StrEnum):
    """What in a draft a comment is about."""

    PLAN = "plan"
    SECTION = "section"
    ACTION = "action"
    INDICATOR = "indicator"
    DUTY = "duty"


class CommentDraft(Wire):
    """A comment on a draft: on one of its facts (by key), on a clause (by path), or on the whole."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"about": "indicator", "key": "T01", "text": "2030年目标建议由40%调整为42%，与省级方案一致"}]}
    )

    about: CommentAbout = CommentAbout.PLAN
    key: Key | None = Field(default=None, description="key of the fact")
    clause_path: str | None = Field(default=None, min_length=1, max_length=200, description="taken from the fact where a key is given")
    text: Note
    unit_id: UnitId | None = Field(default=None, description="the unit that speaks; absent: the caller's")
    on_behalf_of: Name | None = Field(default=None, description="who said it by letter, mail or meeting; for the plan office")

    @model_validator(mode="after")
    def _a_fact_has_a_key(self) -> Self:
        if (self.key is None) != (self.about is CommentAbout.PLAN):
            raise ValueError("a comment on a fact names its key, a comment on the plan names none")
        return self


class ReplyKind(StrEnum):
    """采纳, 部分采纳, 未采纳."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT_ADOPTED = "not_adopted"


class CommentReply(Wire):
    """What became of a comment; a reason wherever it was not adopted whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reply": "not_adopted", "reason": "省级方案目标为40%，不宜单独提高"}]})

    reply: ReplyKind
    reason: Note | None = None

    @model_validator(mode="after")
    def _a_refusal_has_a_reason(self) -> Self:
        if self.reason is None and self.reply is not ReplyKind.ADOPTED:
            raise ValueError("say why the comment was not adopted whole")
        return self


class Comment(Wire):
    """A comment with its clause, its unit and its reply."""

    id: UUID
    version: int
    plan_id: PlanId
    consultation_id: UUID
    number: int
    about: CommentAbout
    key: Key | None = None
    clause_path: str | None = None
    quote: str | None = None
    text: Note
    unit_id: UnitId | None = None
    unit_name: Name | None = None
    by: Name
    on_behalf_of: Name | None = None
    at: Instant
    reply: ReplyKind | None = None
    reason: Note | None = None
    replied_by: Name | None = None
    replied_at: Instant | None = None


class ReplyCounts(Wire):
    """How many comments met which fate."""

    adopted: int
    partly: int
    not_adopted: int
    unanswered: int


class ClauseReplies(Wire):
    """The comments on one place of the draft."""

    clause_path: str | None = None
    quote: str | None = None
    comments: list[Comment]


class ReplyList(Wire):
    """意见采纳情况汇总: every comment that the caller may read, by clause in document order, with its reply."""

    plan_id: PlanId
    title: Name
    counts: ReplyCounts
    clauses: list[ClauseReplies]
