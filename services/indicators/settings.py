"""Settings of the indicators service; environment prefix ``INDICATORS_``."""

from decimal import Decimal

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.kit.settings import ServiceSettings

INTAKE = "/api/v1/indicators/observations:intake"


class IndicatorsSettings(ServiceSettings):
    """What only indicators need."""

    model_config = SettingsConfigDict(env_prefix="INDICATORS_", extra="ignore", frozen=True)

    on_track_from: Decimal = Field(Decimal("0.95"), description="pace at or above which a value is on track")
    refresh_seconds: float = Field(30.0, gt=0, description="how often verdicts of a day gone by are looked for")
    derive_seconds: float = Field(1.0, gt=0, description="how often values that follow by a formula are looked for")
    max_intake_bytes: int = Field(64 * 1024 * 1024, ge=1024, description="largest body of a bulk intake of values")
    max_export_values: int = Field(5_000_000, ge=1, description="most official values in one export as CSV, SDMX-CSV or SDMX-JSON")
    max_workbook_values: int = Field(200_000, ge=1, le=1_048_575, description="most official values in one export as XLSX")
    agency: str = Field(
        "JIANXING", pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", description="who maintains the SDMX structures: the agency id in their names"
    )
    publisher: str = Field("健康办", min_length=1, description="who publishes the official values, in the data catalogue")
    licence: str = Field("", description="address of the licence of the official values, in the data catalogue; empty: none is stated")
    public_url: str = Field("http://127.0.0.1:8000", description="where people reach the platform: addresses in the data catalogue begin with it")

    @property
    def larger_bodies(self) -> dict[str, int]:
        """Addresses that take more than the usual body."""
        return {INTAKE: self.max_intake_bytes}
