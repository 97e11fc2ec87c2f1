"""Results of assessments (考核结果) on the wire: states, standings, a second run, what-if."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, model_validator

from shared.rules.access import Disclosure
from shared.schemas.assessment_cards import Candidate, Card
from shared.schemas.assessments import AssessmentSchemeDefinition
from shared.schemas.base import Exact, Instant, Key, Name, Wire, Year
from shared.schemas.verdicts import Said


class AssessmentState(StrEnum):
    """provisional > announced > final; a provisional result can be thrown away by assessing anew."""

    PROVISIONAL = "provisional"
    ANNOUNCED = "announced"
    FINAL = "final"


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
    definition: AssessmentSchemeDefinition | None = None
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
