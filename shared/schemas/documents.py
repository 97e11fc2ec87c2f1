"""Uploaded documents on the wire: files that are read into draft plans."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from shared.schemas.base import AccountId, Exact, Instant, Name, PlanId, RegionId, Wire
from shared.schemas.plan_document import Sha256


class DocumentState(StrEnum):
    """waiting > reading > read, or refused with a reason."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    REFUSED = "refused"


class ReadingStage(StrEnum):
    """The stages of reading, in their order."""

    BYTES = "bytes"
    TEXT = "text"
    CLAUSES = "clauses"
    FACTS = "facts"
    DRAFT = "draft"


class Document(Wire):
    """An uploaded document and how far its reading is."""

    id: UUID
    version: int
    name: Name
    sha256: Sha256
    size: int = Field(description="bytes")
    media_type: Name = Field(description="by content, not by name")
    region_id: RegionId
    region_path: str
    state: DocumentState
    stage: ReadingStage = Field(description="what is being done, or was done last")
    progress: Exact = Field(description="from 0 to 1", examples=["0.4"])
    reason: str | None = Field(default=None, description="why it was refused: a stable code")
    reason_text: str | None = Field(default=None, description="the same in words, with what to do")
    pages: int | None = None
    lines: int | None = None
    textless_pages: list[int] = Field(default_factory=list, description="pages without any text, such as scans: nothing of them was read")
    uploaded_by: AccountId
    uploaded_at: Instant
    amends_plan_id: PlanId | None = Field(default=None, description="the plan of which this is a second version")
    plan_id: PlanId | None = Field(default=None, description="the plan that was drafted from it")


class DocumentLine(Wire):
    """One line of a document's text. ``start`` counts characters of the whole text, lines parted by line feeds; a table row has tabs."""

    position: int
    page: int
    start: int
    text: str
