"""Results of assessments (考核结果) on the wire: every mark with its reason, arithmetic and inputs; standings, appeals, adjustments."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, model_validator

from shared.rules.access import Disclosure
from shared.schemas.assessments import Points, SchemeDefinition, StatedLine, hundredths
from shared.schemas.base import Exact, Instant, Key, Name, Note, PlanId, Wire, Year
from shared.schemas.targets import Polarity
from shared.schemas.verdicts import Said, Standing, VerdictWord


class AssessmentState(StrEnum):
    """provisional > announced > final; a provisional result can be thrown away by assessing anew."""

    PROVISIONAL = "provisional"
    ANNOUNCED = "announced"
    FINAL = "final"


class Measured(Wire):
    """What was known of one indicator of one assessed: versions and all, in the catalogue's unit of measure."""

    indicator_id: UUID
    key: Key | None = Field(default=None, description="of the plan indicator")
    plan_id: PlanId | None = None
    plan_indicator_id: UUID | None = None
    action: Key | None = None
    nature: str | None = None
    name: Name
    unit_of_measure: str | None = None
    polarity: Polarity
    year: Year | None = Field(default=None, description="of the value: the year assessed or an earlier one")
    value: Exact | None = None
    state: Name | None = None
    standing: Standing | None = None
    observation_id: UUID | None = None
    observation_version: int | None = None
    word: VerdictWord | None = Field(default=None, description="the verdict on the year assessed, judged from the stored verdict's inputs")
    word_year: Year | None = Field(default=None, description="the year whose value the word is about")
    verdict_id: UUID | None = None
    verdict_version: int | None = None
    target: str | None = Field(default=None, description="as printed")
    line: StatedLine | None = Field(default=None, description="of the target in force")
    base: Exact | None = None
    disclosure: Disclosure = Disclosure.PUBLIC


class CountedFact(Wire):
    """One fact of an assessed that deductions, bonuses or vetoes may count."""

    fact_id: UUID | None = None
    version: int | None = None
    kind: Key
    count: Exact


class Candidate(Wire):
    """One assessed with everything that decides about it."""

    id: UUID = Field(description="of the region or unit")
    name: Name
    region_path: str = Field(description="of the region itself, or of the region that the unit serves")
    measures: list[Measured] = Field(default_factory=list)
    facts: list[CountedFact] = Field(default_factory=list)


class Mark(Wire):
    """One mark: weight x share, with its reason. `mark` null: left out, the rest is weighted anew."""

    group: Key
    key: Name
    indicator_id: UUID
    name: Name
    weight: Exact
    share: Exact | None = Field(default=None, description="0 to 1, four decimals")
    mark: Exact | None = None
    reason: Name = Field(description="stable code")
    arithmetic: str
    said: Said


class PointsGiven(Wire):
    """What a deduction (below 0) or bonus came to."""

    key: Key
    count: Exact
    points: Exact
    arithmetic: str
    said: Said


class VetoHit(Wire):
    """A veto that applies."""

    key: Key
    grade: Name
    said: Said


class IndexPart(Wire):
    """One component of the index, normalised."""

    indicator_id: UUID
    name: Name
    weight: Exact
    normalised: Exact | None = Field(default=None, description="null: no value, left out")
    arithmetic: str


class IndexValue(Wire):
    """The composite index: 0 to 1, or for z-scores the mean of the scores; four decimals."""

    value: Exact | None = None
    parts: list[IndexPart]
    formula: str
    source: str


class Card(Wire):
    """Everything that one assessed got, and why."""

    marks: list[Mark]
    deductions: list[PointsGiven]
    bonuses: list[PointsGiven]
    vetoes: list[VetoHit]
    earned: Exact
    possible: Exact
    base_score: Exact | None = Field(default=None, description="null: nothing could be assessed")
    score: Exact | None = None
    arithmetic: str
    said: Said
    index: IndexValue | None = None


class Place(Wire):
    """A place and a grade among all assessed; both null where nothing could be assessed."""

    rank: int | None = None
    grade: Name | None = None
    said: Said


class AssessmentRun(Wire):
    """Assess by a published scheme."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"scheme_id": "01a203ef-2e36-720a-8f11-3b984351fa2c"}]})

    scheme_id: UUID


class Assessment(Wire):
    """A result: as open as the least open thing in it."""

    id: UUID
    version: int
    scheme_id: UUID
    title: Name
    edition: int
    year: Year
    region_path: str
    disclosure: Disclosure
    state: AssessmentState
    as_of: date
    assessed: int
    by: Name
    at: Instant
    announced_at: Instant | None = None
    appeals_until: date | None = Field(default=None, description="the last day of the window for appeals")
    final_at: Instant | None = None


class RankedStanding(Wire):
    """One line of the ranking. `score` holds confirmed adjustments, `computed` is what the scheme gave."""

    id: UUID
    version: int
    assessment_id: UUID
    assessed_id: UUID
    name: Name
    rank: int | None = None
    score: Exact | None = None
    computed: Exact | None = None
    index_value: Exact | None = None
    grade: Name | None = None
    vetoed: bool


class FullStanding(RankedStanding):
    """One assessed with every mark and what it was made of."""

    place: Said
    card: Card
    inputs: Candidate


class Announcement(Wire):
    """Show the result to the assessed; they may appeal until a day."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"appeals_until": "2026-03-20"}]})

    appeals_until: date


class ChangedThing(Wire):
    """What is not as it was when the result was made: an input, a mark or a place of one assessed."""

    assessed_id: UUID
    name: Name
    what: Name = Field(description="measure, fact, mark, score, grade, rank, index, or assessed")
    key: Name
    was: str | None = None
    now: str | None = None


class Rerun(Wire):
    """The result computed anew: from its own inputs (`repeats`: the same to the last digit) and from what is known now."""

    assessment_id: UUID
    repeats: bool
    differences: list[ChangedThing] = Field(description="between the result and itself computed anew; empty if it repeats")
    equal: bool = Field(description="what is known now gives the same result")
    changed: list[ChangedThing]


class ChangedValue(Wire):
    """Another value or state of one indicator of one assessed."""

    assessed_id: UUID
    indicator_id: UUID
    value: Exact | None = None
    state: Name | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.value is None) == (self.state is None):
            raise ValueError("give either a value or a state")
        return self


class ChangedCount(Wire):
    """Another number of facts of a kind of one assessed."""

    assessed_id: UUID
    kind: Key
    count: Annotated[Exact, Field(ge=0)]


_QUESTION: dict[str, JsonValue] = {
    "scheme_id": "01a203ef-2e36-720a-8f11-3b984351fa2c",
    "values": [
        {"assessed_id": "01a203ef-2e36-7c01-93f4-1b7f6e0d2c58", "indicator_id": "01a203ef-2e36-7c02-93f4-1b7f6e0d2c58", "value": "35.2"},
    ],
}


class AssessmentQuestion(Wire):
    """What-if: a scheme (or another definition in its place) with other values and counts; nothing is stored."""

    model_config = ConfigDict(json_schema_extra={"examples": [_QUESTION]})

    scheme_id: UUID
    definition: SchemeDefinition | None = None
    values: list[ChangedValue] = Field(default_factory=list, max_length=1000)
    counts: list[ChangedCount] = Field(default_factory=list, max_length=1000)


class AnsweredStanding(Wire):
    """One assessed as it is and as it would be."""

    assessed_id: UUID
    name: Name
    score_before: Exact | None = None
    rank_before: int | None = None
    grade_before: Name | None = None
    score: Exact | None = None
    rank: int | None = None
    grade: Name | None = None
    card: Card


class AssessmentAnswer(Wire):
    """Every assessed, best first."""

    scheme_id: UUID
    as_of: date
    standings: list[AnsweredStanding]


class FactSource(StrEnum):
    """Entered by a person with evidence, or counted from an event."""

    PERSON = "person"
    EVENT = "event"


_FACT: dict[str, JsonValue] = {
    "region_path": "a1.b2.",
    "subject_id": "01a203ef-2e36-7c01-93f4-1b7f6e0d2c58",
    "year": 2025,
    "kind": "case_adopted",
    "count": "1",
    "evidence": "省卫生健康委《典型案例汇编》第12页",
}


class FactEntry(Wire):
    """A fact about a unit or region, with what proves it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_FACT]})

    region_path: Annotated[str, Field(min_length=1, max_length=200)] = Field(description="the region that assesses")
    subject_id: UUID = Field(description="the unit or region that it is about")
    year: Year
    kind: Key
    count: Annotated[Points, Field(gt=0)]
    evidence: Note


class FactWithdrawal(Wire):
    """Why a fact counts no longer."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "经核实为系统故障所致"}]})

    reason: Note


class Fact(Wire):
    """A fact as it is kept."""

    id: UUID
    version: int
    region_path: str
    subject_id: UUID
    subject_name: Name
    year: Year
    kind: Key
    count: Exact
    evidence: Note
    source: FactSource
    by: Name
    at: Instant
    withdrawn_because: Note | None = None


class AppealState(StrEnum):
    """open > upheld or rejected."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


class AppealEntry(Wire):
    """What the assessed objects to."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"key": "I1", "text": "监测值应以市级核定值32.6%为准"}]})

    key: Name | None = Field(default=None, description="the mark that it is about; absent: the whole")
    text: Note


class AppealDecision(Wire):
    """What the office says to an appeal; upholding it changes nothing before an adjustment is confirmed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"upheld": True, "reason": "经复核，市级核定值无误"}]})

    upheld: bool
    reason: Note


class Appeal(Wire):
    """An appeal and its decision."""

    id: UUID
    version: int
    assessment_id: UUID
    standing_id: UUID
    name: Name
    key: Name | None = None
    text: Note
    state: AppealState
    by: Name
    at: Instant
    decided_by: Name | None = None
    decided_at: Instant | None = None
    reason: Note | None = None


class AdjustmentState(StrEnum):
    """proposed > confirmed by a second person, or rejected."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class AdjustmentEntry(Wire):
    """Points to add to a score (below 0: to take off), and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"points": "1.5", "reason": "申诉成立，按核定值计分"}]})

    points: Annotated[Exact, Field(ge=-100_000, le=100_000)]
    reason: Note
    appeal_id: UUID | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not hundredths(self.points):
            raise ValueError("points other than 0 are wanted")
        return self


class AdjustmentDecision(Wire):
    """What the second person says."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"confirmed": True, "note": "同意"}]})

    confirmed: bool
    note: Note


class Adjustment(Wire):
    """An adjustment with both persons."""

    id: UUID
    version: int
    assessment_id: UUID
    standing_id: UUID
    name: Name
    appeal_id: UUID | None = None
    points: Exact
    reason: Note
    state: AdjustmentState
    by: Name
    at: Instant
    decided_by: Name | None = None
    decided_at: Instant | None = None
    note: Note | None = None
