"""Assessment schemes (考核方案) on the wire: who is assessed, on what, with which weights, marks, deductions, vetoes and grades."""

from decimal import Context, Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, JsonValue, model_validator

from shared.rules.access import Disclosure
from shared.schemas.base import Exact, Instant, Key, Name, Note, PlanId, Wire, Year
from shared.schemas.plan_document import NatureKind
from shared.schemas.targets import Comparator
from shared.schemas.verdicts import VerdictWord

_HUNDREDTH, _WIDE = Decimal("0.01"), Context(prec=100)


def hundredths(value: Decimal) -> Decimal:
    """``value``, if it has at most two decimals; ValueError otherwise."""
    if value != value.quantize(_HUNDREDTH, context=_WIDE):
        raise ValueError("at most two decimals")
    return value


Points = Annotated[Exact, Field(ge=0, le=100_000), AfterValidator(hundredths)]
"""Marks, weights and percentages of a scheme: from 0, at most two decimals."""
PositivePoints = Annotated[Points, Field(gt=0)]
Percent = Annotated[Points, Field(le=100)]


class AssessmentSchemeState(StrEnum):
    """draft > published; a published edition is never edited, the next edition begins as a draft."""

    DRAFT = "draft"
    PUBLISHED = "published"


class AssessedRegions(Wire):
    """The regions of one level inside the scheme's region."""

    kind: Literal["regions"] = "regions"
    level: Literal["province", "city", "county", "town", "village"]


class AssessedUnits(Wire):
    """The units that fill the indicators of the scheme's plans, or lead the actions that these belong to."""

    kind: Literal["units"] = "units"
    role: Literal["filling", "lead"] = "filling"


Assessed = Annotated[AssessedRegions | AssessedUnits, Field(discriminator="kind")]


class MissingPolicy(StrEnum):
    """What becomes of an indicator without a usable value: left out and the rest weighted anew, no marks, or the last value within `last_years`."""

    EXCLUDED = "excluded"
    ZERO = "zero"
    LAST = "last"


class StatedLine(Wire):
    """A line that the scheme states itself, in `unit` or else in the catalogue's unit of measure."""

    comparator: Literal[Comparator.AT_LEAST, Comparator.ABOVE, Comparator.AT_MOST, Comparator.BELOW]
    value: Exact
    unit: Name | None = None


class FullMarks(Wire):
    """All or nothing: the stated line holds, or (without one) the verdict of the year is one of `words`."""

    kind: Literal["full"] = "full"
    line: StatedLine | None = None
    words: list[VerdictWord] = Field(default=[VerdictWord.MET, VerdictWord.MET_EARLY], min_length=1)


class ShareMarks(Wire):
    """By achieved share: of the target (value ÷ line, or line ÷ value where less is better), or of the change from the baseline.

    The line is the stated one, else that of the target in force. A share below `none_below` % gives nothing.
    """

    kind: Literal["share"] = "share"
    of: Literal["target", "change"] = "target"
    line: StatedLine | None = None
    none_below: Percent | None = None


class ProgressMarks(Wire):
    """By verdict: so many per cent of the weight for each word; a word of a value that is not named gives nothing."""

    kind: Literal["progress"] = "progress"
    percents: dict[VerdictWord, Percent] = Field(min_length=1)


class MarkStep(Wire):
    """From `low` (included) to below `high`: `percent` of the weight; null is endless."""

    low: Exact | None = None
    high: Exact | None = None
    percent: Percent


class StepMarks(Wire):
    """By a table of steps, on the value or on the achieved share of the target in per cent; outside of the table nothing is given."""

    kind: Literal["steps"] = "steps"
    on: Literal["value", "share"] = "value"
    line: StatedLine | None = Field(default=None, description="for steps on the share; absent: that of the target in force")
    steps: list[MarkStep] = Field(min_length=1, max_length=50)


Marking = Annotated[FullMarks | ShareMarks | ProgressMarks | StepMarks, Field(discriminator="kind")]


class AssessmentSchemeItem(Wire):
    """One indicator of the catalogue with its weight and marking rule."""

    key: Key
    indicator_id: UUID
    weight: PositivePoints
    marking: Marking
    missing: MissingPolicy | None = Field(default=None, description="absent: the scheme's")


class AssessmentSchemeSelection(Wire):
    """Every plan indicator of an action, of a nature, or (neither) of the plans; they share the group's weight equally.

    The hundredths that do not divide go to the first ones in order of their keys.
    """

    action: Key | None = None
    nature: NatureKind | None = None
    marking: Marking
    missing: MissingPolicy | None = None


class AssessmentSchemeGroup(Wire):
    """A part of the scheme: named indicators with weights of their own, or a selection."""

    key: Key
    title: Name
    weight: PositivePoints
    items: list[AssessmentSchemeItem] = Field(default_factory=list, max_length=500)
    each: AssessmentSchemeSelection | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.items) == (self.each is not None):
            raise ValueError("give either items or each")
        return self


class FactRule(Wire):
    """So many points for each fact of a kind beyond `free`, at most `cap`."""

    key: Key
    title: Name
    fact: Key = Field(description="the kind of fact, e.g. late_filing, late_day, returned, case_adopted, or a word of one's own")
    points: PositivePoints
    free: int = Field(default=0, ge=0, le=10_000)
    cap: PositivePoints | None = None


class Veto(Wire):
    """One veto (一票否决) sets the grade: a value on the wrong side of a line, a state, a verdict, or a number of facts."""

    key: Key
    title: Name
    indicator_id: UUID | None = None
    line: StatedLine | None = None
    states: list[Name] = Field(default_factory=list, max_length=20)
    words: list[VerdictWord] = Field(default_factory=list)
    fact: Key | None = None
    at_least: int = Field(default=1, ge=1, le=10_000)
    grade: Name

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        if [self.line is not None, bool(self.states), bool(self.words), self.fact is not None].count(True) != 1:
            raise ValueError("give one of line, states, words and fact")
        if (self.indicator_id is None) != (self.fact is not None):
            raise ValueError("a line, states or words need an indicator_id, a fact has none")
        return self


class ScoreGrade(Wire):
    """From `low` (included) to below `high`; null: no upper end."""

    name: Name
    low: Points
    high: Points | None = None


class ScoreGrades(Wire):
    """Grades by score; the bands meet, begin at 0 and have no upper end."""

    kind: Literal["score"] = "score"
    grades: list[ScoreGrade] = Field(min_length=1, max_length=20)


class QuotaGrade(Wire):
    """The next `percent` % of the assessed, rounded down to whole places, if their score is at least `at_least`; null: everybody left."""

    name: Name
    percent: Percent | None = None
    at_least: Points | None = None


class QuotaGrades(Wire):
    """Grades by quota, best first. Who misses `at_least` takes the next grade, and the place stays empty.

    `ties`: equal scores across a boundary all get the better or all the worse grade.
    """

    kind: Literal["quota"] = "quota"
    ties: Literal["better", "worse"] = "better"
    grades: list[QuotaGrade] = Field(min_length=1, max_length=20)


Grades = Annotated[ScoreGrades | QuotaGrades, Field(discriminator="kind")]


class IndexComponent(Wire):
    """An indicator in the index. Which end is better follows from its polarity; `low` < `high` are the goalposts of min_max."""

    indicator_id: UUID
    weight: PositivePoints = Decimal(1)
    low: Exact | None = None
    high: Exact | None = None
    target: Exact | None = Field(default=None, description="of target_share")


class CompositeIndex(Wire):
    """A composite index beside the marks, in the style of the health development index.

    min_max: (value - low) ÷ (high - low), kept within 0 and 1 (UNDP, Human Development Report, technical note 1).
    z_score: (value - mean) ÷ standard deviation of all assessed (OECD/JRC, Handbook on Constructing Composite Indicators, 2008).
    target_share: value ÷ target, or target ÷ value where less is better, at most 1.
    """

    normalisation: Literal["min_max", "z_score", "target_share"]
    mean: Literal["arithmetic", "geometric"]
    components: list[IndexComponent] = Field(min_length=1, max_length=200)


class AssessmentSchemeDefinition(Wire):
    """Everything that decides about marks; what it leaves open is stated in the description of each part."""

    assessed: Assessed
    plan_ids: list[PlanId] = Field(default_factory=list, max_length=200, description="empty: for regions every plan that counts; units need one")
    total: PositivePoints = Field(default=Decimal(100), description="what all weights add up to")
    ceiling: PositivePoints | None = Field(default=None, description="no score above it, bonuses included")
    missing: MissingPolicy = MissingPolicy.EXCLUDED
    last_years: int = Field(default=1, ge=1, le=10, description="how many years back a last value may lie")
    groups: list[AssessmentSchemeGroup] = Field(min_length=1, max_length=100)
    deductions: list[FactRule] = Field(default_factory=list, max_length=50)
    bonuses: list[FactRule] = Field(default_factory=list, max_length=50)
    vetoes: list[Veto] = Field(default_factory=list, max_length=50)
    grades: Grades
    index: CompositeIndex | None = None


_ID = "01a203ef-2e36-720a-8f11-3b984351fa2c"
_DEFINITION: dict[str, JsonValue] = {
    "assessed": {"kind": "units", "role": "filling"},
    "plan_ids": [_ID],
    "groups": [
        {"key": "G1", "title": "约束性指标", "weight": "60", "each": {"nature": "binding", "marking": {"kind": "full"}}},
        {
            "key": "G2",
            "title": "健康素养",
            "weight": "40",
            "items": [{"key": "I1", "indicator_id": _ID, "weight": "40", "marking": {"kind": "share", "none_below": "60"}}],
        },
    ],
    "deductions": [{"key": "D1", "title": "迟报", "fact": "late_filing", "points": "0.5", "cap": "3"}],
    "grades": {"kind": "score", "grades": [{"name": "合格", "low": "60"}, {"name": "待改进", "low": "0", "high": "60"}]},
}
_EXAMPLE: dict[str, JsonValue] = {"region_path": "a1.b2.", "title": "2025年度健康行动考核方案", "year": 2025, "definition": _DEFINITION}


class AssessmentSchemeDraft(Wire):
    """The first edition of a scheme. 限本级及上级 unless said otherwise."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    region_path: Annotated[str, Field(min_length=1, max_length=200)] = Field(description="the region that assesses")
    title: Name
    year: Year
    disclosure: Disclosure = Disclosure.UPWARD
    definition: AssessmentSchemeDefinition


class AssessmentSchemeEdit(Wire):
    """Changes of a draft; what is absent stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"title": "2025年度健康行动考核方案（修订）"}]})

    title: Name | None = None
    year: Year | None = None
    disclosure: Disclosure | None = None
    definition: AssessmentSchemeDefinition | None = None


class AssessmentSchemeRevision(Wire):
    """Why there is a next edition; the year may move on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "2026年度沿用，年份调整", "year": 2026}]})

    reason: Note
    year: Year | None = None


class AssessmentScheme(Wire):
    """One edition of a scheme."""

    id: UUID
    version: int
    series_id: UUID = Field(description="the first edition's id: what all editions share")
    edition: int
    region_path: str
    title: Name
    year: Year
    disclosure: Disclosure
    state: AssessmentSchemeState
    reason: Note | None = Field(default=None, description="why this edition replaces the one before")
    by: Name
    at: Instant
    published_by: Name | None = None
    published_at: Instant | None = None


class FullAssessmentScheme(AssessmentScheme):
    """An edition with its definition."""

    definition: AssessmentSchemeDefinition
