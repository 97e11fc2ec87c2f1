"""What one assessed got (考核得分) on the wire: its inputs with their versions, every mark with reason and arithmetic, the place."""

from uuid import UUID

from pydantic import Field

from shared.rules.access import Disclosure
from shared.schemas.assessments import StatedLine
from shared.schemas.base import Exact, Key, Name, PlanId, Wire, Year
from shared.schemas.targets import Polarity
from shared.schemas.verdicts import Said, Standing, VerdictWord


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
