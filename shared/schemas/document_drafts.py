"""What was read out of a document, what a person decides about it, and how two versions differ: on the wire."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from shared.rules.access import Disclosure
from shared.schemas.base import Exact, PlanId, Wire
from shared.schemas.directory import GbCode
from shared.schemas.plan_document import PlanDocument
from shared.schemas.plans import AssignedResponsibility


class FactConfidence(Wire):
    """How sure a fact is, from 0 to 1, and why. ``key`` is the fact's; ``A01.units`` are the units of an action."""

    key: str
    share: Exact
    reason: str


class WorkListEntry(Wire):
    """What a person must decide or look at. ``start`` and ``end`` are its place in the text; a blocking one must be decided first."""

    id: str
    code: str
    text: str
    blocking: bool
    about: str | None = None
    start: int | None = None
    end: int | None = None


class DocumentDraft(Wire):
    """A document as facts that cite their clauses, as far as it could be read."""

    document_id: UUID
    document: PlanDocument
    confidences: list[FactConfidence]
    work_list: list[WorkListEntry]


class CorrectionKind(StrEnum):
    """Operations of JSON Patch (RFC 6902) that are taken."""

    ADD = "add"
    REPLACE = "replace"
    REMOVE = "remove"


class Correction(Wire):
    """One change of the draft's ``document`` before it becomes a plan; ``path`` is a JSON pointer into it, ``/actions/-`` adds at the end."""

    op: CorrectionKind
    path: Annotated[str, Field(pattern=r"^/", max_length=300)]
    value: JsonValue = None


class DraftConfirmation(Wire):
    """A person's decisions: corrections in their order, entries of the work list that are decided, units where the document names none."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"decided": ["W003"], "corrections": [{"op": "replace", "path": "/head/period", "value": {"start": 2021, "end": 2030}}]}]
        }
    )

    region_code: GbCode | None = Field(default=None, description="as a check: must be the document's region")
    disclosure: Disclosure = Disclosure.PUBLIC
    corrections: list[Correction] = Field(default_factory=list, max_length=2000)
    decided: list[str] = Field(default_factory=list, max_length=2000, description="ids of the work list")
    assigned: list[AssignedResponsibility] = Field(default_factory=list, max_length=1000)


class ClauseChangeKind(StrEnum):
    """What became of a clause: ``moved`` has the same words at another place or number."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    MOVED = "moved"


class TextOperation(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class TextPiece(Wire):
    """A piece of a changed clause; all pieces in a row are both versions woven together."""

    model_config = ConfigDict(str_strip_whitespace=False)

    operation: TextOperation
    text: str


class PlacedClause(Wire):
    """A clause of one version and its place in that version's text."""

    path: str
    title: str
    start: int
    end: int


class ClauseChange(Wire):
    """One clause that differs between two versions."""

    kind: ClauseChangeKind
    before: PlacedClause | None = None
    after: PlacedClause | None = None
    pieces: list[TextPiece]


class DocumentChanges(Wire):
    """Clause by clause, what an uploaded second version changes of the document that a plan was made from: a proposed amendment."""

    plan_id: PlanId
    before_document_id: UUID
    after_document_id: UUID
    unchanged: int
    changes: list[ClauseChange]
