"""One small settings class per service; the common part is here."""

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Profile(StrEnum):
    """development: defaults run · demo: business clock can be moved · production: default secrets refused."""

    DEVELOPMENT = "development"
    DEMO = "demo"
    PRODUCTION = "production"


class CommonSettings(BaseSettings):
    """What all services share; environment prefix ``JIANXING_``."""

    model_config = SettingsConfigDict(env_prefix="JIANXING_", extra="ignore", frozen=True)

    profile: Profile = Field(Profile.DEVELOPMENT, description="development, demo or production")
    data: Path = Field(Path("data"), description="folder for SQLite files, keys and the demo clock")
    log_level: str = Field("info", description="debug, info, warning or error")
    log_format: str = Field("json", description="json for machines, console for people")


class ServiceSettings(BaseSettings):
    """Settings of one service; each service subclasses it with its own prefix (``PLANS_`` …)."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    database_url: str = Field("", description="SQLAlchemy async URL; empty means an SQLite file under JIANXING_DATA")
    signing_key: SecretStr = Field(SecretStr(""), description="Ed25519 private key as JWK JSON; empty means one made once under JIANXING_DATA")
    plans_url: str = Field("http://127.0.0.1:8101", description="where the plans service listens")
    indicators_url: str = Field("http://127.0.0.1:8102", description="where the indicators service listens")
    submissions_url: str = Field("http://127.0.0.1:8103", description="where the submissions service listens")
    notifications_url: str = Field("http://127.0.0.1:8104", description="where the notifications service listens")
    pool_size: int = Field(16, ge=1, description="database connections for writes (PostgreSQL)")
    read_pool_size: int = Field(32, ge=1, description="database connections for reads (PostgreSQL)")
    max_body_bytes: int = Field(8 * 1024 * 1024, ge=1024, description="largest request body taken")
    peer_timeout_seconds: float = Field(5.0, gt=0, description="deadline of one call to another service, retries included")
    relay_poll_seconds: float = Field(0.05, gt=0, description="how often the outbox is looked at when nothing wakes the relay")
    relay_lease_seconds: float = Field(15.0, gt=0, description="how long a claimed outbox row belongs to one relay")
    kept_days: int = Field(30, ge=1, description="days for which first answers (Idempotency-Key) and delivered outbox rows are kept")
    audit_seal_seconds: float = Field(5.0, gt=0, description="how often new entries of the audit trail are sealed into its chain")
    run_loops: bool = Field(False, description="run the worker's loops inside the server process")
    common: CommonSettings = Field(default_factory=CommonSettings)

    @model_validator(mode="after")
    def _production_has_secrets(self) -> Self:
        if self.common.profile is Profile.PRODUCTION and not self.signing_key.get_secret_value():
            raise ValueError("production needs a signing key: set the service's SIGNING_KEY (see docs/operations.md)")
        return self

    def database_or_default(self, service: str) -> str:
        """The configured database, or the service's own SQLite file."""
        return self.database_url or f"sqlite+aiosqlite:///{(self.common.data / service).resolve()}.db"
