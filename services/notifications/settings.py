"""Settings of the notifications service; environment prefix ``NOTIFICATIONS_``."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, SecretStr, StringConstraints, field_validator, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from services.notifications.rules.addresses import Inside
from shared.kit.settings import Profile, ServiceSettings


class Sending(StrEnum):
    """off: nothing leaves the platform · listed: to the allowed addresses only · all: to everybody (production only)."""

    OFF = "off"
    LISTED = "listed"
    ALL = "all"


class MailSecurity(StrEnum):
    """tls from the first byte · starttls, or nothing is sent · none, for a server on the same host."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


_Entry = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, to_lower=True)]


class NotificationsSettings(ServiceSettings):
    """What only notifications need."""

    model_config = SettingsConfigDict(env_prefix="NOTIFICATIONS_", extra="ignore", frozen=True)

    scan_seconds: float = Field(1.0, gt=0, description="how often due reminders are looked for")
    send_hour: int = Field(9, ge=0, le=23, description="hour of the day in Asia/Shanghai at which reminders go out")
    ask_from_messages: int = Field(
        50_000, ge=1, description="a reminder policy that leads to so many messages is asked about before it is switched on"
    )
    sending: Sending = Field(Sending.OFF, description="off, listed (to `allowed` only) or all (production only): what may leave the platform")
    allowed: Annotated[tuple[_Entry, ...], NoDecode] = Field(
        (), description="with `listed`: addresses, @domains and hosts of webhooks that may be reached, by comma"
    )
    watch_seconds: float = Field(60.0, gt=0, description="how often the watchdog looks for what is due and was not sent")
    dispatch_seconds: float = Field(1.0, gt=0, description="how often deliveries that are due are looked for")
    dispatch_at_once: int = Field(32, ge=1, le=200, description="attempts that run at the same time, per channel and process")
    attempt_seconds: float = Field(20.0, gt=0, description="how long one attempt to deliver may take")
    smtp_host: str = Field("", description="mail server; empty: there is no e-mail")
    smtp_port: int = Field(587, ge=1, le=65535, description="port of the mail server")
    smtp_security: MailSecurity = Field(MailSecurity.STARTTLS, description="tls, starttls or none (a server on the same host)")
    smtp_user: str = Field("", description="name at the mail server; empty: no sign-in")
    smtp_password: SecretStr = Field(SecretStr(""), description="password at the mail server")
    mail_from: str = Field("", pattern=r"^([^@\s<>]+@[^@\s<>]+)?$", description="address that mail comes from; needed with a mail server")
    mail_from_name: str = Field("健行", description="name that mail comes from")
    mail_unsubscribe: str = Field("", description="address (https: or mailto:) for List-Unsubscribe; empty: a mail to `mail_from`")
    webhook_inside: Annotated[tuple[_Entry, ...], NoDecode] = Field(
        (), description="hosts and networks (10.1.0.0/16) in private address space that webhooks may go to, by comma; none unless listed"
    )
    webhook_authorities: str = Field("", description="file of certificate authorities (PEM) that are trusted beside the system's, for webhooks")
    webhook_patience_days: float = Field(5.0, gt=0, description="days of failing after which an endpoint is told nothing more")
    streams_per_account: int = Field(5, ge=1, description="streams of its inbox that an account may have open")
    streams_at_once: int = Field(300, ge=1, description="streams that one server process takes")
    stream_look_seconds: float = Field(0.5, gt=0, description="how often a server looks for messages that its open streams must tell")
    stream_beat_seconds: float = Field(15.0, gt=0, description="after so much silence a stream gives a sign of life and is held against its sign-in")
    public_url: str = Field("http://127.0.0.1:8000", description="where people reach the platform: links in messages begin with it")

    @field_validator("allowed", "webhook_inside", mode="before")
    @classmethod
    def _by_comma(cls, value: object) -> object:
        return tuple(filter(None, (part.strip() for part in value.split(",")))) if isinstance(value, str) else value

    @field_validator("webhook_inside")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        Inside.of(value)
        return value

    @model_validator(mode="after")
    def _can_send_as_asked(self) -> Self:
        if self.sending is Sending.ALL and self.common.profile is not Profile.PRODUCTION:
            raise ValueError("sending=all is for production; elsewhere list who may be reached (sending=listed, allowed=…)")
        if self.smtp_host and not self.mail_from:
            raise ValueError("a mail server needs mail_from, the address that mail comes from")
        return self
