"""Evidence on the wire: files that prove what a submission says."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from shared.schemas.base import Instant, Name, Wire


class ScanState(StrEnum):
    """What is known of a file's bytes. ``failed``: the scanner was asked and did not answer; it is asked again."""

    UNSCANNED = "unscanned"
    CLEAN = "clean"
    INFECTED = "infected"
    FAILED = "failed"


class EvidenceMove(StrEnum):
    """What a caller can do with a file."""

    DOWNLOAD = "download"
    DETACH = "detach"


class AttachedFile(Wire):
    """A file attached to a submission. No ``item_id``: it belongs to the whole form."""

    id: UUID
    item_id: UUID | None = None
    name: Name
    media_type: str = Field(description="by content, whatever was declared")
    size: int = Field(description="bytes")
    sha256: str
    scan: ScanState
    attached_by: Name
    attached_at: Instant


class Evidence(AttachedFile):
    """A file with its history. ``may`` lists what the caller can do now."""

    submission_id: UUID
    detached_by: Name | None = None
    detached_at: Instant | None = None
    may: list[EvidenceMove]
