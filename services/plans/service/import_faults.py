"""What an import can find wrong, and the names of a region while rows are taken in."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.plans.repository import directory as repository
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import require
from shared.kit.sheets.faults import Fault
from shared.kit.sheets.importing import told
from shared.kit.sheets.problems import RefusedRows
from shared.kit.work import Work
from shared.rules.access import Permission, Thing

UNKNOWN_REGION = Words("没有代码为 {value} 的行政区划", "no region bears the code {value}")
UNKNOWN_UNIT = Words("本地区没有名为“{value}”的单位", "no unit of the region is called {value}")
NAME_TAKEN = Words("名称“{value}”已属于本地区另一单位或单位组", "the name {value} belongs to another unit or group of the region")
TWICE = Words("“{value}”在本次导入中出现两次", "{value} appears twice in this import")
CODE_TAKEN = Words("代码 {value} 已被另一名称或级别的行政区划使用", "the code {value} is borne by a region of another name or level")
LOGIN_TAKEN = Words("登录名 {value} 已存在；更改帐号请用帐号管理", "the login {value} exists; an import does not change accounts")

SEAT_TAKEN = Words("该岗位在此期间由{value}担任；同一天 A、B 岗各一人", "the seat is held by {value} at that time; one A and one B on any day")
POST_OVERLAPS = Words("此人在此期间已任同一职务（{value} 起）", "the same post is held already (since {value})")


class Faults:
    """Every fault of one import, by row and column."""

    def __init__(self) -> None:
        self._found: list[FaultWords] = []

    def add(self, row: int, column: str, code: str, words: Words, value: object) -> None:
        """Note one fault; rows count from 1."""
        self._found.append(FaultWords(code, words, row=row, column=column, value=value))

    def take(self, fault: Fault, column: str) -> None:
        """Note what the rules found, under the column's name."""
        self._found.append(told(fault, column))

    def refuse(self) -> None:
        """Raise RefusedRows if anything was found."""
        if self._found:
            raise RefusedRows(faults=self._found, count=len(self._found))


class Names:
    """Who answers to which name in the regions of one import."""

    def __init__(self, regions: Mapping[str, Any]) -> None:
        self.regions = regions
        self._owner: dict[tuple[UUID, str], UUID] = {}
        self._groups: set[UUID] = set()
        self._claimed: set[tuple[UUID, str]] = set()
        self.fresh: list[dict[str, Any]] = []

    async def load(self, work: Work) -> None:
        """Read the names that are there."""
        for region in self.regions.values():
            for row in await repository.names_of_region(work.db, region.id):
                self._owner[region.id, row.name] = row.unit_id or row.group_id
                self._groups |= {row.group_id} if row.group_id else set()

    def unit(self, region_id: UUID, name: str) -> UUID | None:
        """The unit that answers to ``name``; None where nobody or a group does."""
        owner = self._owner.get((region_id, name))
        return None if owner in self._groups else owner

    def group(self, region_id: UUID, name: str) -> UUID | None:
        """The group that answers to ``name``; None where nobody or a unit does."""
        owner = self._owner.get((region_id, name))
        return owner if owner in self._groups else None

    def has(self, region_id: UUID, name: str, owner: UUID) -> bool:
        """Whether ``owner`` answers to ``name`` already."""
        return self._owner.get((region_id, name)) == owner

    def claim(self, region_id: UUID, name: str, *, unit_id: UUID | None = None, group_id: UUID | None = None) -> bool:
        """Give a name; False if somebody else has it."""
        owner = unit_id or group_id
        there = self._owner.setdefault((region_id, name), owner)  # type: ignore[arg-type]
        if there == owner and (region_id, name) not in self._claimed:
            self._claimed.add((region_id, name))
            self._groups |= {group_id} if group_id else set()
            self.fresh.append({"id": new_id(), "region_id": region_id, "name": name, "unit_id": unit_id, "group_id": group_id})
        return there == owner


def require_import(work: Work, region_path: str) -> None:
    """Pass only who may change the directory of that region."""
    require(work.actor, Permission.DIRECTORY_IMPORT, Thing(region_path=region_path))
