"""Amendments of a plan in force, its versions, and what differs between two of them."""

from datetime import date
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, model_validator

from shared.schemas.base import Exact, Instant, Key, Name, Note, PlanId, Wire
from shared.schemas.plan_document import PlanDocument
from shared.schemas.verdicts import Said


class FactKind(StrEnum):
    """What in a plan can change."""

    HEAD = "head"
    SECTION = "section"
    ACTION = "action"
    RESPONSIBILITY = "responsibility"
    INDICATOR = "indicator"
    DUTY = "duty"


class ChangeKind(StrEnum):
    """新增, 修改, 删除."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


class FieldChange(Wire):
    """One field that differs; ``path`` names it from the fact inwards, e.g. ``statements/0/raw``. Null: not there."""

    path: str
    before: JsonValue = None
    after: JsonValue = None


class FactChange(Wire):
    """One fact that is new, changed or gone, with every field that differs and the clauses on both sides."""

    kind: FactKind
    how: ChangeKind
    key: str
    name: str
    fields: list[FieldChange] = Field(default_factory=list)
    clause_before: str | None = None
    clause_after: str | None = None


class FactEdit(Wire):
    """One change said by hand: the whole fact as it shall be, or null: it is taken out."""

    kind: FactKind
    key: Key
    fact: dict[str, JsonValue] | None = None

    @model_validator(mode="after")
    def _only_facts_with_keys(self) -> Self:
        if self.kind in {FactKind.HEAD, FactKind.RESPONSIBILITY}:
            raise ValueError("only sections, actions, indicators and duties are edited one by one; give the whole document instead")
        return self


_EXAMPLE: dict[str, JsonValue] = {
    "reason": "根据中期评估结果调整",
    "document_number": "北区政发〔2026〕12号",
    "dated": "2026-03-01",
    "edits": [{"kind": "duty", "key": "D09", "fact": None}],
}


class AmendmentDraft(Wire):
    """A change of an issued plan by a document of its own: the whole new text as facts, or single facts."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    reason: Note
    document_number: Name | None = None
    dated: date = Field(description="成文日期 of the amending document; unit entries change from this day")
    document: PlanDocument | None = None
    edits: list[FactEdit] | None = Field(default=None, min_length=1, max_length=500)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.document is None) == (self.edits is None):
            raise ValueError("give either the whole document or single edits")
        return self


class AmendmentState(StrEnum):
    """drafted > adopted, or discarded."""

    DRAFTED = "drafted"
    ADOPTED = "adopted"
    DISCARDED = "discarded"


class ConflictSide(StrEnum):
    """Whose word counts: the plan's, as a person edited it, or the later document's."""

    PLAN = "plan"
    DOCUMENT = "document"


class AmendmentConflict(Wire):
    """A place that a person edited in the plan and the later document changes too: the plan's word stands until somebody decides.

    ``path`` names the field, null the whole fact. ``before`` is what the former document said; null: nothing.
    """

    id: str
    kind: FactKind
    key: str
    name: str
    path: str | None = None
    before: JsonValue = None
    plan: JsonValue = None
    document: JsonValue = None
    taken: ConflictSide | None = None


class AmendmentDoubt(Wire):
    """A fact that was taken for one of the plan's because their names are alike, not equal; ``matches`` of a new proposal says otherwise."""

    kind: FactKind
    read: Key
    key: Key
    before: Name
    after: Name
    share: Exact
    text: Said


class Amendment(Wire):
    """An amendment with what it changes, against the plan's version ``against``; 0: a plan that is not issued yet."""

    id: UUID
    version: int
    plan_id: PlanId
    state: AmendmentState
    reason: Note
    document_number: Name | None = None
    dated: date
    against: int
    changes: list[FactChange]
    by: Name
    at: Instant
    number: int | None = Field(default=None, description="the plan's version that it made or went into, once adopted")
    document_id: UUID | None = Field(default=None, description="the later document that proposes it")
    conflicts: list[AmendmentConflict] = Field(default_factory=list, description="each must be decided before it is adopted")
    doubts: list[AmendmentDoubt] = Field(default_factory=list)


class PlanVersion(Wire):
    """A plan as it stood: version 1 is the issue, each adopted amendment makes the next."""

    plan_id: PlanId
    number: int
    reason: Note | None = None
    document_number: Name | None = None
    dated: date | None = None
    by: Name
    at: Instant
    changes: int


class FullPlanVersion(PlanVersion):
    """A version with the whole plan as facts."""

    document: dict[str, Any]


class VersionDiff(Wire):
    """What differs between two versions of a plan, read from ``against`` to ``number``."""

    plan_id: PlanId
    number: int
    against: int
    changes: list[FactChange]
