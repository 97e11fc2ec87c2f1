"""Settings of the notifications service; environment prefix ``NOTIFICATIONS_``."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.kit.settings import ServiceSettings


class NotificationsSettings(ServiceSettings):
    """What only notifications need."""

    model_config = SettingsConfigDict(env_prefix="NOTIFICATIONS_", extra="ignore", frozen=True)

    scan_seconds: float = Field(1.0, gt=0, description="how often due reminders are looked for")
    send_hour: int = Field(9, ge=0, le=23, description="hour of the day in Asia/Shanghai at which reminders go out")
