"""Settings of the submissions service; environment prefix ``SUBMISSIONS_``."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.kit.settings import ServiceSettings

LARGEST_TABLE = 7 * 1024 * 1024
"""The usual body, less the form around the file."""


class SubmissionsSettings(ServiceSettings):
    """What only submissions need."""

    model_config = SettingsConfigDict(env_prefix="SUBMISSIONS_", extra="ignore", frozen=True)

    internal_lead_workdays: int = Field(10, ge=0, description="workdays between the internal and the outward due day")
    max_table_bytes: int = Field(LARGEST_TABLE, ge=1024, le=LARGEST_TABLE, description="largest table (CSV, XLSX) taken for import")
    lapse_seconds: float = Field(60.0, gt=0, description="time between two looks for extensions whose day has passed")
    closes_after_days: int = Field(30, ge=0, description="days after the outward due day on which a round still takes answers")
