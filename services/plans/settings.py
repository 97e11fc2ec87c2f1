"""Settings of the plans service; environment prefix ``PLANS_``."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.kit.settings import ServiceSettings


class PlansSettings(ServiceSettings):
    """What only plans need."""

    model_config = SettingsConfigDict(env_prefix="PLANS_", extra="ignore", frozen=True)

    bootstrap_login: str = Field("admin", description="login of the first administrator, made when there is no account yet")
    bootstrap_secret: str = Field("", description="password of the first administrator; empty: none is made (the loader passes one)")
    hash_memory_kib: int = Field(19456, ge=8192, description="argon2id memory per password check (OWASP: at least 19456)")
    hashes_at_once: int = Field(2, ge=1, description="password checks that may run at the same moment")
    dated_moves_seconds: float = Field(30.0, gt=0, description="how often to look for plans whose day to come into force or give way has come")
    calendar_refresh_seconds: float = Field(86400, gt=0, description="seconds between looks for what a newer calendar library knows")
