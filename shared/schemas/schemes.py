"""Monitoring schemes (监测方案): what an upper level wants to be told, mapped to the catalogue and so to plans. On the wire."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from shared.schemas.base import Instant, Key, Name, Note, RegionId, UnitId, Wire, Year
from shared.schemas.catalogue import Suggestion

_ANY_LEAP_YEAR = 2024
MOST_ITEMS = 500


class SchemeState(StrEnum):
    """drafted > published > withdrawn, or a draft that was dropped; only what was published is told to others."""

    DRAFTED = "drafted"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"


def _day_of_a_year(text: str) -> str:
    date(_ANY_LEAP_YEAR, int(text[:2]), int(text[3:]))
    return text


DueDay = Annotated[str, StringConstraints(pattern=r"^\d{2}-\d{2}$"), AfterValidator(_day_of_a_year)]
"""05-10: a day of the year after the one that is reported on."""


class SchemeItem(Wire):
    """One indicator that the scheme asks for, with its definition as the scheme prints it."""

    code: Key
    name: Name
    definition: Note | None = None
    unit_of_measure: Name | None = None
    formula: Note | None = Field(default=None, description="as printed")
    source: Name | None = None
    indicator_id: UUID | None = Field(default=None, description="the catalogue entry that is meant; in an edit absent: as it is mapped now")


class _Years(Wire):
    @model_validator(mode="after")
    def _in_order(self) -> Self:
        first, last = getattr(self, "first_year", None), getattr(self, "last_year", None)
        if first is not None and last is not None and last < first:
            raise ValueError("the last year is before the first")
        return self


_EXAMPLE: dict[str, JsonValue] = {
    "region_id": "01a203ef-2e36-720a-8f11-3b984351fa2d",
    "title": "2023年健康城市行动监测方案",
    "document_number": "某市健推办〔2023〕5号",
    "issuing_body": "某市健康城市建设推进委员会办公室",
    "first_year": 2022,
    "last_year": 2025,
    "due": "05-10",
    "items": [{"code": "M01", "name": "居民健康素养水平", "definition": "具备基本健康素养的人数占调查人数的比例", "unit_of_measure": "%"}],
}


class SchemeEntry(_Years):
    """A scheme of a region; it stays a draft until it is published."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    region_id: RegionId = Field(description="whose scheme it is")
    title: Name
    document_number: Name | None = None
    issuing_body: Name
    first_year: Year = Field(description="the first year that is reported on")
    last_year: Year
    due: DueDay | None = Field(default=None, description="by when, in the year after; absent: as the plans say")
    items: list[SchemeItem] = Field(min_length=1, max_length=MOST_ITEMS)


class SchemeEdit(_Years):
    """The scheme's next version; absent fields stay. ``items`` are all that it asks for then."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"due": "04-30", "reason": "提前报送"}]})

    title: Name | None = None
    document_number: Name | None = None
    issuing_body: Name | None = None
    first_year: Year | None = None
    last_year: Year | None = None
    due: DueDay | None = None
    items: list[SchemeItem] | None = Field(default=None, min_length=1, max_length=MOST_ITEMS)
    reason: Note


class ItemMapping(Wire):
    """Which catalogue entry an item means; null takes the mapping away."""

    code: Key
    indicator_id: UUID | None


class SchemeMapping(Wire):
    """A person's decisions on items of a scheme."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"rows": [{"code": "M01", "indicator_id": "01a2043b-b5f9-732b-b2e4-a8fd4ad7e475"}]}]})

    rows: list[ItemMapping] = Field(min_length=1, max_length=MOST_ITEMS)


class SchemeWithdrawal(Wire):
    """Why a scheme counts no longer."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "由2024年方案代替"}]})

    reason: Note


class SchemeHead(Wire):
    """A scheme without its items."""

    id: UUID
    version: int
    region_id: RegionId
    region_path: str
    title: Name
    document_number: Name | None = None
    issuing_body: Name
    first_year: Year
    last_year: Year
    due: DueDay | None = None
    state: SchemeState
    changed_at: Instant
    changed_by: Name
    reason: Note | None = None
    asked: int = Field(description="how many indicators it asks for")
    unmapped: int = Field(description="how many of them mean no catalogue entry yet")


class MappedItem(SchemeItem):
    """An item with who mapped it."""

    mapped_by: Name | None = None
    mapped_at: Instant | None = None


class Scheme(SchemeHead):
    """A scheme with what it asks for, in printed order."""

    items: list[MappedItem]


class SchemeVersion(Wire):
    """What a scheme said from an instant on."""

    version: int
    state: SchemeState
    changed_at: Instant
    changed_by: Name
    reason: Note | None = None
    facts: dict[str, JsonValue] = Field(description="head and items, mappings included")


class UnmappedItem(Wire):
    """An item that means no catalogue entry yet, with entries it may mean, the likeliest first; a person decides."""

    position: int
    code: Key
    name: Name
    unit_of_measure: Name | None = None
    definition: Note | None = None
    suggestions: list[Suggestion]


class Definitions(StrEnum):
    """How two definitions (口径) compare: alike but for blanks and punctuation, not alike, or one is not stated."""

    SAME = "same"
    DIFFERS = "differs"
    NOT_STATED = "not_stated"


class AskedOf(StrEnum):
    """Whether a plan has what a scheme asks for; ``unmapped``: nobody has said yet what is meant."""

    IN_PLAN = "in_plan"
    LACKING = "lacking"
    UNMAPPED = "unmapped"


class InPlan(Wire):
    """A plan indicator beside a scheme."""

    plan_indicator_id: UUID
    key: Key
    name: Name
    unit_of_measure: Name | None = None
    filling_unit_id: UnitId | None = None
    indicator_id: UUID


class AskedIndicator(Wire):
    """What a scheme asks for, held against a plan: with both definitions and whether the units are convertible."""

    code: Key
    name: Name
    unit_of_measure: Name | None = None
    indicator_id: UUID | None = None
    found: AskedOf
    in_plan: list[InPlan] = Field(default_factory=list)
    definitions: Definitions
    asked_definition: Note | None = None
    own_definition: Note | None = Field(default=None, description="of the catalogue entry that the plan is judged by")
    unit_fits: bool | None = Field(default=None, description="absent where the plan has no such indicator")


class SchemeCounts(Wire):
    """How the two lists compare."""

    in_plan: int
    lacking: int
    unmapped: int
    beyond: int
    definition_differs: int


class PlanCounts(Wire):
    """How one plan's list compares with a scheme's."""

    plan_id: UUID
    title: Name
    region_path: str
    counts: SchemeCounts


class SchemeComparison(Wire):
    """For one plan: what the scheme asks for, what the plan lacks of it, and what the plan has beyond it."""

    scheme_id: UUID
    scheme_version: int
    plan_id: UUID
    counts: SchemeCounts
    asked: list[AskedIndicator]
    beyond: list[InPlan]
