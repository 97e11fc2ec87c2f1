"""The base of every wire contract: unknown fields refused, values exact, instants aware."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, NewType
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints, WithJsonSchema

RegionId = NewType("RegionId", UUID)
UnitId = NewType("UnitId", UUID)
AccountId = NewType("AccountId", UUID)
PlanId = NewType("PlanId", UUID)


class Wire(BaseModel):
    """A typed value that crosses a room or a wire: frozen, unknown fields refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, ser_json_inf_nan="null")


def _no_binary_float(value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError('write decimals as JSON strings, e.g. "45.0": a JSON number loses its zeros')
    return value


def _plain(value: Decimal) -> str:
    return format(value, "f")


_MOST_DIGITS, _MOST_MAGNITUDE = 38, 30


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("a finite decimal is wanted")
    if len(value.as_tuple().digits) > _MOST_DIGITS or abs(value.adjusted()) > _MOST_MAGNITUDE:
        raise ValueError("at most 38 digits and a magnitude below 1e30")
    return value


Exact = Annotated[
    Decimal,
    BeforeValidator(_no_binary_float),
    AfterValidator(_finite),
    PlainSerializer(_plain, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["45.0"]}),
]
"""A decimal as reported, with its zeros: a JSON string on the wire, never a binary float."""


def _utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("an instant needs its offset, e.g. 2023-05-10T16:00:00Z")
    return value.astimezone(UTC)


Instant = Annotated[datetime, AfterValidator(_utc)]
"""An instant, aware, in UTC."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Note = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9._\-]+$")]
Email = Annotated[str, StringConstraints(max_length=200, pattern=r"^[A-Za-z0-9._%+\-]{1,64}@([A-Za-z0-9\-]{1,63}\.)+[A-Za-z]{2,24}$")]
MOBILE = r"^(\+86)?1[3-9][0-9]{9}$"
Mobile = Annotated[str, StringConstraints(pattern=MOBILE)]
Year = Annotated[int, Field(ge=1949, le=2200)]
