"""Posts on the wire: a role held in a unit or region between two days, and the hand-over of posts to another person."""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from shared.rules.access import Role
from shared.schemas.base import AccountId, Name, Note, RegionId, UnitId, Wire


class Seat(StrEnum):
    """联络员 A 岗, B 岗."""

    A = "A"
    B = "B"


class PostEntry(Wire):
    """A post to give: where and from when; ``unit_id`` or ``region_id`` (neither: the whole country)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "account_id": "01a2043b-b5f9-732b-b2e4-a8fd4ad7e475",
                    "role": "liaison",
                    "unit_id": "01a2043b-b5f9-732b-b2e4-a8fd4ad7e476",
                    "seat": "A",
                    "valid_from": "2026-12-01",
                }
            ]
        }
    )

    account_id: AccountId
    role: Role
    region_id: RegionId | None = None
    unit_id: UnitId | None = None
    seat: Seat | None = Field(default=None, description="A or B of a unit's liaisons; one of each on any day")
    valid_from: date
    valid_until: date | None = Field(default=None, description="the first day on which it is no longer held")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.role is Role.SERVICE:
            raise ValueError("service is no post: it is how the platform's own services sign, and it reaches everything")
        if self.seat is not None and (self.role is not Role.LIAISON or self.unit_id is None):
            raise ValueError("only the liaison of a unit has a seat")
        if self.unit_id is not None and self.region_id is not None:
            raise ValueError("a unit has its region; give one of both")
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            raise ValueError("valid_until is the first day after, so it lies after valid_from")
        return self


class HeldPost(Wire):
    """A post as it is."""

    id: UUID
    account_id: AccountId
    account_name: Name
    role: Role
    region_path: str
    unit_id: UnitId | None = None
    seat: Seat | None = None
    valid_from: date
    valid_until: date | None = None


class HandOver(Wire):
    """From a day on another account holds posts of this one."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"to_account_id": "01a2043b-b5f9-732b-b2e4-a8fd4ad7e475", "on": "2026-12-01", "reason": "工作调动"}]}
    )

    to_account_id: AccountId
    on: date
    post_ids: list[UUID] = Field(default_factory=list, max_length=50, description="which posts; empty: all that are held on the day")
    reason: Note


class HandedOver(Wire):
    """What a hand-over did: the posts that ended and those that begin."""

    id: UUID
    on: date
    ended: list[UUID]
    begun: list[UUID]
    told: bool = Field(description="whether the other services move open work now; else on the day")
