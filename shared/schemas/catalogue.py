"""The catalogue of indicators on the wire: entries with their definition, names, versions, and suggestions for a new name."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, StringConstraints

from shared.rules.access import Disclosure
from shared.schemas.base import Instant, Key, Name, Note, Wire, Year
from shared.schemas.plan_document import NatureKind
from shared.schemas.targets import Polarity
from shared.schemas.verdicts import Said

RegionPathText = Annotated[str, StringConstraints(max_length=300, pattern=r"^([A-Za-z0-9\-]+\.)*$")]
FormulaText = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class Arrival(StrEnum):
    """How a value arrives: filled in, fed by an upper level, from a survey in stated years, by formula, or counted from a ledger."""

    FILLED = "filled"
    UPPER_FEED = "upper_feed"
    SURVEY = "survey"
    FORMULA = "formula"
    LEDGER = "ledger"


class MeasuredOn(StrEnum):
    """The region a value is measured on: the plan's own, or its parent (市指标)."""

    OWN = "own"
    PARENT = "parent"


class HealthDimension(StrEnum):
    """健康环境, 健康社会, 健康服务, 健康人群, 健康文化, 健康产业."""

    ENVIRONMENT = "environment"
    SOCIETY = "society"
    SERVICES = "services"
    POPULATION = "population"
    CULTURE = "culture"
    INDUSTRY = "industry"


class Frequency(StrEnum):
    """How often a value is collected."""

    YEARLY = "yearly"
    HALF_YEARLY = "half_yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    IRREGULAR = "irregular"


class Meaning(StrEnum):
    """Whether what an indicator means is still the same after an edit of its definition."""

    KEPT = "kept"
    CHANGED = "changed"


class CollectingLevel(StrEnum):
    """Who collects it."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"


class IndicatorFacts(Wire):
    """What an entry says; every change of it is a version of its own."""

    code: Key | None = None
    name: Name
    unit_of_measure: Name | None = Field(default=None, description="as printed: %, ‰, 1/10万, 万户, 件/千人 …; null: none is printed")
    polarity: Polarity
    arrival: Arrival = Arrival.FILLED
    survey_years: list[Year] = Field(default=[], max_length=60)
    filling_unit: Name | None = Field(default=None, description="the kind of office that fills it, e.g. 卫生健康局")
    measured_on: MeasuredOn = MeasuredOn.OWN
    disclosure: Disclosure = Disclosure.PUBLIC
    nature: NatureKind = NatureKind.NOT_STATED
    dimension: HealthDimension | None = None
    definition: Note | None = None
    numerator: Name | None = None
    denominator: Name | None = None
    formula: FormulaText | None = Field(
        default=None,
        description="over other entries by code or name, in their own units: [HC-031] / [HC-032] * 100",
        examples=["[合格数] / [总数] * 100"],
    )
    source: Name | None = Field(default=None, description="where the data come from")
    frequency: Frequency = Frequency.YEARLY
    collecting_level: CollectingLevel | None = None
    disaggregations: list[Name] = Field(default=[], max_length=20, description="e.g. 性别, 城乡, 年龄")


class Alias(Wire):
    """Another name of the same indicator, and where it was found. ``unit_of_measure`` null: printed there without a unit."""

    name: Name
    unit_of_measure: Name | None = None
    origin: Name | None = Field(default=None, description="the plan or region that says so", examples=["温岭 O12"])


class Indicator(IndicatorFacts):
    """A catalogue entry: what is measured, whatever plans call for it."""

    id: UUID
    version: int
    region_path: str = Field(description="the region that keeps the entry; empty: the platform")
    unmatched: bool = Field(description="a plan brought it and nobody has said yet that it is no other entry under a new name")
    definition_number: int = Field(description="how many definitions it has had: one more whenever its meaning changed")
    valid_from: date
    merged_into: UUID | None = Field(default=None, description="the entry that stands for this one since a person made them one")
    aliases: list[Alias]


_ENTRY: dict[str, JsonValue] = {
    "region_path": "33.3302.330205.",
    "code": "HC-001",
    "name": "居民健康素养水平",
    "unit_of_measure": "%",
    "polarity": "up",
    "definition": "具备基本健康素养的居民占调查居民的比例",
    "aliases": [{"name": "健康素养水平", "unit_of_measure": "%", "origin": "钱塘 P05"}],
    "valid_from": "2021-01-01",
}


class NewIndicator(IndicatorFacts):
    """A new entry of the catalogue, kept by a region."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ENTRY]})

    region_path: RegionPathText
    valid_from: date
    aliases: list[Alias] = Field(default=[], max_length=50)


class IndicatorImport(Wire):
    """Entries to bring in; all rows or none."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"rows": [_ENTRY]}]})

    rows: list[NewIndicator] = Field(min_length=1, max_length=1000)


class ImportedIndicators(Wire):
    """How many entries an import made."""

    new: int


class IndicatorEdit(Wire):
    """The next version of an entry: absent fields stay, null clears; the name, unit, polarity and lists cannot be cleared."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"definition": "…（2024年起含流动人口）", "meaning": "changed", "valid_from": "2024-01-01", "reason": "监测方案修订"}]
        }
    )

    code: Key | None = None
    name: Name = ""
    unit_of_measure: Name | None = None
    polarity: Polarity = Polarity.UP
    arrival: Arrival = Arrival.FILLED
    survey_years: list[Year] = Field(default=[], max_length=60)
    filling_unit: Name | None = None
    measured_on: MeasuredOn = MeasuredOn.OWN
    disclosure: Disclosure = Disclosure.PUBLIC
    nature: NatureKind = NatureKind.NOT_STATED
    dimension: HealthDimension | None = None
    definition: Note | None = None
    numerator: Name | None = None
    denominator: Name | None = None
    formula: FormulaText | None = None
    source: Name | None = None
    frequency: Frequency = Frequency.YEARLY
    collecting_level: CollectingLevel | None = None
    disaggregations: list[Name] = Field(default=[], max_length=20)
    aliases: list[Alias] = Field(default=[], max_length=50, description="all of them; those left out are taken away")
    unmatched: bool = False
    meaning: Meaning | None = Field(
        default=None,
        description="whether the edit changed what the indicator means; needed where definition, numerator, denominator or formula change."
        " changed: values of periods that end on or after valid_from follow the next definition",
    )
    valid_from: date
    reason: Note


class IndicatorVersion(Wire):
    """What an entry said from a day on; who changed what, and why."""

    version: int
    valid_from: date
    valid_until: date | None = Field(default=None, description="the last day; null: still so")
    definition_number: int
    reason: Note | None = None
    recorded_at: Instant
    recorded_by: Name
    changed: list[str] = Field(description="names of the fields that differ from the version before")
    facts: IndicatorFacts
    aliases: list[Alias]


class NewName(Wire):
    """A name that may be that of an entry."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "人均预期寿命", "unit_of_measure": "岁"}]})

    name: Name
    unit_of_measure: Name | None = None
    limit: Annotated[int, Field(ge=1, le=20)] = 5


class Suggestion(Wire):
    """An entry that may be meant, and why; a person decides."""

    indicator_id: UUID
    code: Key | None = None
    name: Name
    unit_of_measure: Name | None = None
    matched_name: Name = Field(description="the name or alias that is like the new one")
    likeness: float = Field(ge=0, le=1, description="share of two-character pieces in common")
    exact: bool = Field(description="the same name and a convertible unit: a plan with it would be linked")
    unit_fits: bool
    said: Said


class Suggestions(Wire):
    """Entries that may be meant, the likeliest first."""

    items: list[Suggestion]
