"""Settings of the submissions service; environment prefix ``SUBMISSIONS_``."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.kit.storage import StorageSettings

LARGEST_TABLE = 7 * 1024 * 1024
"""The usual body, less the form around the file."""


EVIDENCE = "/api/v1/submissions/{submission_id}/evidence/{sha256}"
"""The address that takes files; other bodies are smaller."""
_BEYOND = 2 * 1024 * 1024
LARGEST_EVIDENCE = 200 * 1024 * 1024


class SubmissionsSettings(StorageSettings):
    """What only submissions need."""

    model_config = SettingsConfigDict(env_prefix="SUBMISSIONS_", extra="ignore", frozen=True)

    internal_lead_workdays: int = Field(10, ge=0, description="workdays between the internal and the outward due day")
    max_table_bytes: int = Field(LARGEST_TABLE, ge=1024, le=LARGEST_TABLE, description="largest table (CSV, XLSX) taken for import")
    lapse_seconds: float = Field(60.0, gt=0, description="time between two looks for extensions whose day has passed")
    closes_after_days: int = Field(30, ge=0, description="days after the outward due day on which a round still takes answers")
    evidence: Path | None = Field(None, description="folder of evidence, shared by servers and workers; empty means `evidence` under JIANXING_DATA")
    max_evidence_bytes: int = Field(50 * 1024 * 1024, ge=1024, le=LARGEST_EVIDENCE, description="largest file taken as evidence")
    max_evidence_files: int = Field(100, ge=1, le=500, description="files that may be attached to one submission at a time")
    max_evidence_total: int = Field(500 * 1024 * 1024, ge=1024, description="bytes that may be attached to one submission at a time")
    evidence_orphan_hours: float = Field(24.0, gt=0, description="after how many hours bytes that nothing needs are dropped")
    evidence_sweep_seconds: float = Field(3600.0, gt=0, description="time between two looks for such bytes")
    scanner: str = Field("", description="virus scanner that speaks clamd: `host:port` or the path of its socket; empty means files are not scanned")
    scanner_seconds: float = Field(30.0, gt=0, description="how long the scanner may take for one file")
    scan_seconds: float = Field(10.0, gt=0, description="time between two looks for files that the scanner has not told about")

    @property
    def evidence_folder(self) -> Path:
        """Where evidence lies unless a bucket is named."""
        return self.evidence or self.common.data / "evidence"

    @property
    def larger_bodies(self) -> dict[str, int]:
        """Addresses that take more than the usual body; a little more than may be, so that the upload itself tells what is too large."""
        return {EVIDENCE: self.max_evidence_bytes + _BEYOND}
