"""Settings of the plans service; environment prefix ``PLANS_``."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.plans.rules.reading.sources import LARGEST
from shared.kit.storage import StorageSettings

DOCUMENTS = "/api/v1/plans/documents"
TABLES = ("/api/v1/plans/directory:preview", "/api/v1/plans/directory:import")
FORM_BYTES = 64 * 1024


class PlansSettings(StorageSettings):
    """What only plans need."""

    model_config = SettingsConfigDict(env_prefix="PLANS_", extra="ignore", frozen=True)

    bootstrap_login: str = Field("admin", description="login of the first administrator, made when there is no account yet")
    bootstrap_secret: str = Field("", description="password of the first administrator; empty: none is made (the loader passes one)")
    hash_memory_kib: int = Field(19456, ge=8192, description="argon2id memory per password check (OWASP: at least 19456)")
    documents: Path | None = Field(
        None, description="folder of uploaded documents, shared by servers and workers; empty means `documents` under JIANXING_DATA"
    )
    max_document_bytes: int = Field(LARGEST, ge=1024, le=LARGEST, description="largest document taken for reading")
    max_table_bytes: int = Field(LARGEST, ge=1024, le=LARGEST, description="largest directory table (CSV, XLSX) taken for import")
    reading_poll_seconds: float = Field(1.0, gt=0, description="how often the worker looks for documents to read")
    reading_lease_seconds: float = Field(30.0, gt=0, description="after how long without a sign of life a document is taken up by another worker")
    reading_seconds: float = Field(120.0, gt=0, description="how long reading one document may take")
    hashes_at_once: int = Field(2, ge=1, description="password checks that may run at the same moment")
    dated_moves_seconds: float = Field(30.0, gt=0, description="how often to look for what begins, ends or moves on a day that has come")
    calendar_refresh_seconds: float = Field(86400, gt=0, description="seconds between looks for what a newer calendar library knows")

    @property
    def documents_folder(self) -> Path:
        """Where uploaded documents lie."""
        return self.documents or self.common.data / "documents"

    @property
    def larger_bodies(self) -> dict[str, int]:
        """Addresses that take more than the usual body: a file with the form around it."""
        return {DOCUMENTS: self.max_document_bytes + FORM_BYTES, **dict.fromkeys(TABLES, self.max_table_bytes + FORM_BYTES)}
