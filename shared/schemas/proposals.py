"""A later document of a plan proposes an amendment: what a person says to it, and the decisions on what people edited meanwhile."""

from datetime import date
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from shared.schemas.amendments import ConflictSide, FactKind
from shared.schemas.base import Key, Name, Note, Wire
from shared.schemas.document_drafts import Correction

MATCHED = frozenset({FactKind.SECTION, FactKind.ACTION, FactKind.INDICATOR, FactKind.DUTY})


class FactMatch(Wire):
    """A person's word on which fact of the plan a fact of the later document is; ``plan`` null: it is a new one."""

    kind: FactKind
    read: Key = Field(description="its key in what was read, see /draft")
    plan: Key | None = Field(default=None, description="its key in the plan as it stands")

    @model_validator(mode="after")
    def _of_facts_with_keys(self) -> Self:
        if self.kind not in MATCHED:
            raise ValueError("only sections, actions, indicators and duties are matched")
        return self


class AmendmentProposal(Wire):
    """What a person says to a read document before it becomes an amendment."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "正式印发稿", "decided": ["W003"], "matches": [{"kind": "action", "read": "A03", "plan": None}]}]}
    )

    reason: Note
    document_number: Name | None = Field(default=None, description="absent: as the document prints it")
    dated: date | None = Field(default=None, description="成文日期; absent: as the document prints it")
    corrections: list[Correction] = Field(default_factory=list, max_length=2000, description="of what was read, see /draft")
    decided: list[str] = Field(default_factory=list, max_length=2000, description="ids of the document's work list")
    matches: list[FactMatch] = Field(default_factory=list, max_length=2000)


class ConflictDecision(Wire):
    """Whose word counts in one conflict."""

    conflict: Annotated[str, Field(min_length=1, max_length=20)]
    take: ConflictSide


class ConflictDecisions(Wire):
    """Decisions on conflicts of an amendment; each may be changed until it is adopted."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"decisions": [{"conflict": "C01", "take": "document"}]}]})

    decisions: list[ConflictDecision] = Field(min_length=1, max_length=2000)
