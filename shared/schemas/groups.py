"""Groups of units and people on the wire: what they are for, who is in them from when until when, and whom one reaches through them."""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from shared.rules.access import Role
from shared.schemas.base import AccountId, Key, Name, Note, PlanId, RegionId, UnitId, Wire

SINCE_EVER = date(1949, 10, 1)
"""From when a member counts of whom nobody says since when."""


class GroupKind(StrEnum):
    """各街道（镇）, 领导小组成员单位, 领导小组, 领导小组办公室, 专项行动工作组, 专家委员会, 其他."""

    STREETS = "streets"
    MEMBER_UNITS = "member_units"
    LEADING_GROUP = "leading_group"
    LEADING_GROUP_OFFICE = "leading_group_office"
    WORKING_GROUP = "working_group"
    EXPERT_COMMITTEE = "expert_committee"
    OTHER = "other"


class GroupFunction(StrEnum):
    """组长/主任, 副组长/副主任, 成员, 专家."""

    HEAD = "head"
    DEPUTY_HEAD = "deputy_head"
    MEMBER = "member"
    EXPERT = "expert"


class Member(Wire):
    """One unit, or one person: a unit's leader or contact (``person_id``), or whoever signs in (``account_id``)."""

    unit_id: UnitId | None = None
    person_id: UUID | None = None
    account_id: AccountId | None = None
    function: GroupFunction = GroupFunction.MEMBER

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if sum(one is not None for one in (self.unit_id, self.person_id, self.account_id)) != 1:
            raise ValueError("give exactly one of unit_id, person_id and account_id")
        return self


class Membership(Member):
    """A member between two days."""

    valid_from: date
    valid_until: date | None = Field(default=None, description="the first day on which it is no longer a member")


class GroupMember(Membership):
    """A membership as kept, with the name of the unit or person."""

    id: UUID
    name: Name
    reason: Note | None = None


class Group(Wire):
    """A group; its members are read for a day."""

    id: UUID
    version: int
    name: Name
    kind: GroupKind
    region_id: RegionId
    region_path: str
    plan_id: PlanId | None = None
    action: Key | None = Field(default=None, description="the action of ``plan_id`` that a working group is for")
    topic: Name | None = None
    office_of_id: UUID | None = Field(default=None, description="the leading group that this is the office of")


class NewMember(Member):
    """A member to add; dates that are left out are those of the whole request."""

    valid_from: date | None = None
    valid_until: date | None = Field(default=None, description="the first day on which it is no longer a member")

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.valid_from is not None and self.valid_until is not None and self.valid_until <= self.valid_from:
            raise ValueError("valid_until is the first day after, so it lies after valid_from")
        return self


class MembersAdded(Wire):
    """Members from a day on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "since": "2026-12-01",
                    "members": [{"unit_id": "01a2043b-b5f9-732b-b2e4-a8fd4ad7e475", "function": "deputy_head"}],
                    "reason": "领导小组成员调整",
                }
            ]
        }
    )

    members: list[NewMember] = Field(min_length=1, max_length=500)
    since: date
    reason: Note | None = None


class GroupEntry(Wire):
    """A group to found, with its first members."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "县健康城市建设领导小组",
                    "kind": "leading_group",
                    "region_id": "01a2043b-b5f9-732b-b2e4-a8fd4ad7e475",
                    "since": "2026-01-01",
                    "members": [{"account_id": "01a2043b-b5f9-732b-b2e4-a8fd4ad7e476", "function": "head"}],
                }
            ]
        }
    )

    name: Name
    kind: GroupKind
    region_id: RegionId
    plan_id: PlanId | None = None
    action: Key | None = None
    topic: Name | None = None
    office_of_id: UUID | None = None
    members: list[NewMember] = Field(default_factory=list, max_length=500)
    since: date = SINCE_EVER
    reason: Note | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if (self.plan_id is None) != (self.action is None):
            raise ValueError("an action is named with its plan")
        if (self.kind is GroupKind.WORKING_GROUP) != (self.action is not None or self.topic is not None):
            raise ValueError("a working group, and no other, is for an action of a plan or for a topic")
        if (self.kind is GroupKind.LEADING_GROUP_OFFICE) != (self.office_of_id is not None):
            raise ValueError("the office of a leading group, and no other, names that group in office_of_id")
        return self


class MembersRemoved(Wire):
    """Memberships that end on a day."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"membership_ids": ["01a2043b-b5f9-732b-b2e4-a8fd4ad7e475"], "on": "2026-12-01", "reason": "机构改革"}]}
    )

    membership_ids: list[UUID] = Field(min_length=1, max_length=500)
    on: date = Field(description="the first day on which they are no longer members")
    reason: Note | None = None


class Reached(Wire):
    """Somebody behind a group on a day: a member, or who holds a reporting post of a unit that is one."""

    id: UUID = Field(description="of the membership or post that leads here")
    name: Name
    account_id: AccountId | None = Field(default=None, description="null: known by name only, nobody signs in")
    unit_id: UnitId | None = Field(default=None, description="the member unit whose post it is, or the unit that the person belongs to")
    role: Role | None = Field(default=None, description="the post; null for a member in person")
    function: GroupFunction
