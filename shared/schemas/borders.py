"""Changes of regions over time on the wire: new names and codes, merged and divided territory."""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from shared.schemas.base import Instant, Name, Note, RegionId, UnitId, Wire
from shared.schemas.directory import GbCode
from shared.schemas.plan_document import RegionLevel


class ChangeKind(StrEnum):
    """What happened: 更名, 合并, 拆分, 重划, 承继, 改名 (单位), 合并 (单位), 撤销 (单位), 划转 (单位), 交接 (人员)."""

    REGION_RENAMED = "region_renamed"
    REGION_MERGED = "region_merged"
    REGION_SPLIT = "region_split"
    REGION_REDIVIDED = "region_redivided"
    REGION_SUCCEEDED = "region_succeeded"
    UNIT_RENAMED = "unit_renamed"
    UNIT_MERGED = "unit_merged"
    UNIT_CLOSED = "unit_closed"
    UNIT_MOVED = "unit_moved"
    ACCOUNT_HANDED_OVER = "account_handed_over"


class Basis(Wire):
    """The document that ordered a change (批复, 通知)."""

    title: Name
    number: Name | None = Field(default=None, description="发文字号")
    dated: date | None = None


class RegionRename(Wire):
    """A new name or code of the same region, from a day on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "临平区", "on": "2021-04-09", "basis": {"title": "关于调整行政区划的批复"}}]})

    name: Name | None = None
    code: GbCode | None = None
    on: date
    basis: Basis

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.name is None and self.code is None:
            raise ValueError("give a new name, a new code, or both")
        return self


class RegionShare(Wire):
    """A region that gives territory: all of it and then it ends, or a part of it and it lives on."""

    region_id: RegionId
    in_part: bool = False


class FoundedRegion(Wire):
    """A region that begins with the change."""

    code: GbCode
    name: Name
    level: RegionLevel
    parent_id: RegionId | None = None


class RegionHeir(Wire):
    """A region that takes territory over: one that is there, or a new one; ``takes`` names the towns and streets that go with it."""

    region_id: RegionId | None = None
    founded: FoundedRegion | None = None
    takes: list[RegionId] = Field(default_factory=list, max_length=500, description="regions below a predecessor that go over whole")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.region_id is None) == (self.founded is None):
            raise ValueError("give either region_id or founded")
        return self


class RegionChange(Wire):
    """Territory changes hands on a day: 江干区 in part + 萧山区 in part → 钱塘区, 9 April 2021."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "on": "2021-04-09",
                    "basis": {"title": "浙江省人民政府关于调整杭州市部分行政区划的通知", "number": "浙政发〔2021〕7号"},
                    "predecessors": [{"region_id": "01a2043b-b5f9-732b-b2e4-a8fd4ad7e475", "in_part": True}],
                    "successors": [{"founded": {"code": "330114", "name": "钱塘区", "level": "county"}}],
                }
            ]
        }
    )

    on: date
    basis: Basis
    predecessors: list[RegionShare] = Field(min_length=1, max_length=20)
    successors: list[RegionHeir] = Field(min_length=1, max_length=20)


class Succession(Wire):
    """One region became another, whole or in part."""

    predecessor_id: RegionId
    successor_id: RegionId
    in_part: bool


class DirectoryChangeRecord(Wire):
    """A change of regions or units, the day on which it holds, and whether rows have followed."""

    id: UUID
    kind: ChangeKind
    on: date
    region_id: RegionId | None = None
    unit_id: UnitId | None = None
    successor_unit_id: UnitId | None = None
    basis: Basis | None = None
    reason: Note | None = None
    successions: list[Succession] = Field(default_factory=list)
    recorded_at: Instant
    actor_name: Name
    applied_at: Instant | None = Field(default=None, description="null: not yet, or see refused")
    refused: str | None = Field(default=None, description="why rows could not follow on the day; a person must act")
    left_behind: list[UnitId] = Field(default_factory=list, description="what stayed: the successor has one of that name; merge them")


class Kin(Wire):
    """A direct predecessor or successor with the code and name it bore around that day."""

    region_id: RegionId
    code: GbCode
    name: Name
    on: date
    in_part: bool
    change_id: UUID


class Lineage(Wire):
    """What a region was made of, and what became of it."""

    predecessors: list[Kin]
    successors: list[Kin]
