"""What happens to units, on the wire: edited, named, renamed, merged, moved, closed; their leaders and contacts."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from shared.schemas.base import AccountId, Name, Note, RegionId, UnitId, Wire
from shared.schemas.borders import Basis
from shared.schemas.directory import UnitKind


def _example(**fields: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [fields]})


class UnitEdit(Wire):
    """What is changed; a field that is left out stays, null empties it."""

    model_config = _example(uscc="91350100M000100Y43", seated_at_id=None)

    kind: UnitKind | None = None
    superior_id: UnitId | None = Field(default=None, description="the unit above; it may sit in another region")
    seated_at_id: UnitId | None = Field(default=None, description="the unit in whose house it works: 区文明办 in 宣传部")
    uscc: Annotated[str, Field(max_length=40)] | None = Field(default=None, description="统一社会信用代码 (GB 32100-2015), check digit verified")


class UnitNaming(Wire):
    """A name that the unit answers to in its region, or no longer answers to."""

    model_config = _example(name="区卫健局")

    name: Name


class UnitRename(Wire):
    """A new official name from a day on; the old one stays as an alias, for documents keep using it."""

    model_config = _example(name="区数据局", on="2024-01-01", basis={"title": "机构改革方案"}, reason="机构改革")

    name: Name
    on: date
    basis: Basis | None = None
    reason: Note | None = None


class UnitMerge(Wire):
    """From a day on another unit stands where this one stood; the old one keeps its history."""

    model_config = _example(into_id="01a2043b-b5f9-732b-b2e4-a8fd4ad7e475", on="2024-01-01", reason="机构改革")

    into_id: UnitId
    on: date
    basis: Basis | None = None
    reason: Note | None = None


class UnitMove(Wire):
    """From a day on the unit serves another region, with its people."""

    model_config = _example(region_id="01a2043b-b5f9-732b-b2e4-a8fd4ad7e475", on="2021-04-09", reason="区划调整")

    region_id: RegionId
    on: date
    basis: Basis | None = None
    reason: Note | None = None


class UnitClosing(Wire):
    """From a day on there is no such unit and nobody in its place; its posts end."""

    model_config = _example(on="2024-01-01", reason="撤销")

    on: date
    basis: Basis | None = None
    reason: Note | None = None


class UnitPersonKind(StrEnum):
    """单位领导, 联系人."""

    LEADER = "leader"
    CONTACT = "contact"


class UnitPersonEntry(Wire):
    """A leader or contact of a unit, from a day on."""

    model_config = _example(kind="contact", name="张某", title="爱卫科科长", phone="0571-00000000", valid_from="2024-01-01")

    kind: UnitPersonKind
    name: Name
    title: Name | None = Field(default=None, description="职务")
    phone: Annotated[str, Field(pattern=r"^[0-9+\-() 转]{3,40}$")] | None = None
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=200)] | None = None
    account_id: AccountId | None = None
    valid_from: date
    valid_until: date | None = None


class UnitPersonRecord(UnitPersonEntry):
    """A leader or contact as kept."""

    model_config = ConfigDict(json_schema_extra={})

    id: UUID
    unit_id: UnitId


class Ending(Wire):
    """The first day on which it no longer holds."""

    model_config = _example(on="2024-01-01", reason="工作调动")

    on: date
    reason: Note | None = None
