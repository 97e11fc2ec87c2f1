"""The directory on the wire: regions, units, groups, accounts, tokens."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, SecretStr, model_validator

from shared.rules.access import Role
from shared.schemas.base import AccountId, Email, Mobile, Name, RegionId, UnitId, Wire
from shared.schemas.groups import SINCE_EVER, GroupKind
from shared.schemas.plan_document import RegionLevel
from shared.schemas.posts import Seat

GbCode = Annotated[str, Field(pattern=r"^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$", description="GB/T 2260 (county and above) or GB/T 10114 code")]


class Region(Wire):
    """A region as it is on a day: its code and name are effective-dated attributes."""

    id: RegionId
    code: GbCode
    name: Name
    level: RegionLevel
    parent_id: RegionId | None = None
    path: str
    valid_from: date
    valid_until: date | None = Field(default=None, description="first day on which it no longer bears this code and name")


class RegionRow(Wire):
    """One region of an import; its parent is in another row, wherever it stands, or exists already."""

    code: GbCode
    name: Name
    level: RegionLevel
    parent_code: GbCode | None = None
    valid_from: date = date(1949, 10, 1)


class UnitKind(StrEnum):
    """部门, 派出机构, 事业单位, 内设机构, 街道/镇, 群团组织, 健康办."""

    DEPARTMENT = "department"
    DISPATCHED = "dispatched"
    INSTITUTION = "institution"
    OFFICE = "office"
    TOWN = "town"
    MASS_ORGANISATION = "mass_organisation"
    COORDINATION_OFFICE = "coordination_office"


class Unit(Wire):
    """An organisation that serves a region; its superior may sit in another region."""

    id: UnitId
    version: int
    name: Name
    aliases: list[Name]
    kind: UnitKind
    region_id: RegionId
    region_path: str
    superior_id: UnitId | None = None
    seated_at_id: UnitId | None = Field(default=None, description="the unit in whose house it works")
    uscc: str | None = Field(default=None, description="统一社会信用代码")
    closed_on: date | None = None


class UnitRow(Wire):
    """One unit of an import, known by region and name."""

    region_code: GbCode
    name: Name
    kind: UnitKind
    aliases: list[Name] = Field(default_factory=list, max_length=20)
    superior: Name | None = Field(default=None, description="name of the superior unit in the same region")


def _founded_alone(kind: GroupKind) -> GroupKind:
    if kind in {GroupKind.WORKING_GROUP, GroupKind.LEADING_GROUP_OFFICE}:
        raise ValueError("a working group and the office of a leading group are founded one by one: they name what they belong to")
    return kind


class GroupRow(Wire):
    """A unit group of an import, e.g. 各街道（镇）; its members are named units of the same region, from ``since`` on."""

    region_code: GbCode
    name: Name
    kind: Annotated[GroupKind, AfterValidator(_founded_alone)] = GroupKind.OTHER
    since: date = SINCE_EVER
    aliases: list[Name] = Field(default_factory=list, max_length=20)
    members: list[Name] = Field(min_length=1, max_length=500)


def _for_people_and_clients(role: Role) -> Role:
    if role is Role.SERVICE:
        raise ValueError("service is no post: it is how the platform's own services sign, and it reaches everything")
    return role


class PostRow(Wire):
    """A role held in a unit or a region, between two days."""

    role: Annotated[Role, AfterValidator(_for_people_and_clients)]
    region_code: GbCode | None = Field(default=None, description="null: the whole country")
    unit: Name | None = None
    seat: Seat | None = Field(default=None, description="A or B of a unit's liaisons; one of each on any day")
    valid_from: date = date(2000, 1, 1)
    valid_until: date | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.seat is not None and (self.role is not Role.LIAISON or self.unit is None):
            raise ValueError("only the liaison of a unit has a seat")
        return self


class AccountRow(Wire):
    """One account of an import: a person with a password, or an outside system with a client secret and scopes."""

    login: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._\-]{1,79}$")]
    name: Name
    secret: Annotated[SecretStr, Field(min_length=8, max_length=200)]
    posts: list[PostRow] = Field(min_length=1, max_length=20)
    scopes: list[Annotated[str, Field(pattern=r"^[a-z_]+:[a-z_]+$")]] = Field(default_factory=list)
    email: Email | None = None
    mobile: Mobile | None = None


class Post(Wire):
    """A post as it is."""

    role: Role
    region_path: str
    unit_id: UnitId | None = None
    valid_from: date
    valid_until: date | None = None


class Account(Wire):
    """An account without its secret."""

    id: AccountId
    version: int
    login: str
    name: Name
    active: bool
    posts: list[Post]
    scopes: list[str]
    email: Email | None = None
    mobile: Mobile | None = None


class Contact(Wire):
    """Where an account is reached outside the platform; what is null is forgotten."""

    model_config = ConfigDict(json_schema_extra={"example": {"email": "zhang@health.example.cn", "mobile": "13800000000"}})

    email: Email | None
    mobile: Mobile | None


class RegionImport(Wire):
    """Regions to bring in."""

    rows: list[RegionRow] = Field(min_length=1, max_length=5000)


class UnitImport(Wire):
    """Units and groups to bring in."""

    rows: list[UnitRow] = Field(default_factory=list, max_length=5000)
    groups: list[GroupRow] = Field(default_factory=list, max_length=500)


class AccountImport(Wire):
    """Accounts to bring in."""

    rows: list[AccountRow] = Field(min_length=1, max_length=500)


class RowOutcome(Wire):
    """What became of one row."""

    row: int
    outcome: Literal["new", "changed", "unchanged"]
    id: UUID


class ImportOutcome(Wire):
    """All rows went in; a refused row refuses the whole import with every fault listed."""

    rows: list[RowOutcome]


class Token(Wire):
    """An OAuth 2.0 token answer (RFC 6749, section 5.1)."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the name of a scheme
    expires_in: int
