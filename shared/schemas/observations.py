"""Official values on the wire: what counts, what was reported beside it, every version, and values that come in bulk."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from shared.rules.access import Disclosure
from shared.rules.disaggregations import LONGEST, canonical_disaggregation
from shared.rules.periods import PATTERN, Period, parse_period
from shared.schemas.base import Exact, Instant, Key, Name, Note, PlanId, RegionId, Wire, Year
from shared.schemas.problem import Fault
from shared.schemas.verdicts import Standing


def _printed_period(text: str) -> str:
    return str(parse_period(text))


PeriodText = Annotated[str, AfterValidator(_printed_period), Field(pattern=PATTERN, examples=["2025", "2025-H1", "2025-Q3", "2025-07"])]
"""A year, half, quarter or month in its one printed form."""
Disaggregation = Annotated[
    str, AfterValidator(canonical_disaggregation), Field(max_length=LONGEST, examples=["", "sex=female", "age=65+;sex=female"])
]
"""Categories with their values, `category=value`, sorted, `;` between; empty: the total."""
Source = Literal["submission", "import", "intake", "formula", "withdrawal"]


class Reported(Wire):
    """What was reported (上报值), where the verified value (核定值) counts."""

    value: Exact | None = None
    state: Name | None = None
    numerator: Exact | None = None
    denominator: Exact | None = None
    standing: Standing
    definition: int | None = None


class Ingredient(Wire):
    """The version of another official value from which this one was computed."""

    observation_id: UUID
    version: int


class Observation(Wire):
    """The official value of an indicator for a region, period and part: the version that counts now, or counted at the instant asked for."""

    id: UUID
    version: int
    indicator_id: UUID
    indicator_name: Name
    unit_of_measure: Name | None = None
    region_id: RegionId
    region_path: str
    period: PeriodText
    disaggregation: Disaggregation = Field(default="", description="empty: the total")
    year: Year
    value: Exact | None = None
    state: Name | None = None
    numerator: Exact | None = None
    denominator: Exact | None = None
    definition: int = Field(description="the number of the indicator's definition that the value follows")
    standing: Standing = Field(description="verified: the upper level's value, which counts once it is there; provisional: not final")
    reported: Reported | None = Field(default=None, description="what was reported, beside a verified value")
    disclosure: Disclosure
    source: Source
    derived_from: list[Ingredient] | None = None
    reason: Note | None = Field(default=None, description="why the version before was withdrawn")
    recorded_at: Instant
    recorded_by: Name
    withdrawn: bool = Field(default=False, description="nothing counts: every version was withdrawn")


class ObservationVersion(Wire):
    """One version of an official value; corrections never overwrite."""

    version: int
    value: Exact | None = None
    state: Name | None = None
    numerator: Exact | None = None
    denominator: Exact | None = None
    definition: int
    standing: Standing
    reported: Reported | None = None
    disclosure: Disclosure
    source: Source
    source_id: UUID | None = None
    derived_from: list[Ingredient] | None = None
    reason: Note | None = None
    voids: int | None = Field(default=None, description="the version that this one withdraws")
    recorded_at: Instant
    recorded_by: Name
    superseded_at: Instant | None = Field(default=None, description="until when it counted; null: it counts now")


class Withdrawal(Wire):
    """Why the version that counts is withdrawn."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "误将合计数填为占比"}]})

    reason: Note


class ObservationRow(Wire):
    """One value of an import, for a plan's indicator by its key; `year` is short for the period of that year."""

    key: Key
    year: Year | None = None
    period: PeriodText | None = None
    disaggregation: Disaggregation = ""
    value: Exact | None = None
    state: Name | None = None
    numerator: Exact | None = None
    denominator: Exact | None = None
    standing: Standing = Standing.REPORTED

    @model_validator(mode="after")
    def _says_something(self) -> "ObservationRow":
        if (self.value is None) == (self.state is None):
            raise ValueError("give either a value or a state")
        if (self.year is None) == (self.period is None):
            raise ValueError("give either a year or a period")
        return self

    @property
    def about(self) -> Period:
        """The period that the value is about."""
        return parse_period(self.period) if self.period is not None else Period(self.year or 0)


class ObservationImport(Wire):
    """Official values to bring in for one plan; all rows or none."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"plan_id": "01a203ef-2e36-720a-8f11-3b984351fa2c", "rows": [{"key": "T01", "year": 2019, "value": "26"}]}]}
    )

    plan_id: PlanId
    rows: list[ObservationRow] = Field(min_length=1, max_length=5000)


class ObservationOutcomes(Wire):
    """What became of an import's rows."""

    new: int
    corrected: int
    unchanged: int


RowOutcome = Literal["new", "corrected", "unchanged", "refused"]


class OutcomeRange(Wire):
    """Rows that follow one another and fared alike; the first row of data is 1."""

    first_row: int
    last_row: int
    outcome: RowOutcome


class IntakeChunk(Wire):
    """Rows that were written in one transaction."""

    number: int
    first_row: int
    last_row: int
    repeated: bool = Field(description="an earlier attempt with this Idempotency-Key had written it; nothing was written again")


class Converted(Wire):
    """A cell that came in another unit than the one that counts."""

    row: int
    column: Name
    written: str = Field(examples=["1.3万户"])
    value: Exact | None = Field(description="what became official, in `unit_of_measure`")
    unit_of_measure: Name | None = None


class Intake(Wire):
    """What became of every row of an intake."""

    id: UUID | None = Field(default=None, description="`source_id` of the versions that it brought; null: nothing was written")
    dry_run: bool
    partial: bool
    rows: int
    new: int
    corrected: int
    unchanged: int
    refused: int
    outcomes: list[OutcomeRange]
    chunks: list[IntakeChunk]
    converted: list[Converted] = Field(description="cells that came in another unit that keeps the meaning; at most two hundred")
    errors: list[Fault] = Field(description="every fault of the refused rows")


class SeriesPoint(Wire):
    """One value of a series."""

    id: UUID
    version: int
    period: PeriodText
    first_day: date
    last_day: date
    value: Exact | None = None
    state: Name | None = None
    definition: int
    standing: Standing
    reported: Reported | None = None


class Series(Wire):
    """The values of an indicator for a region over time, in order of their last day."""

    indicator_id: UUID
    indicator_name: Name
    unit_of_measure: Name | None = None
    region_id: RegionId
    disaggregation: Disaggregation
    points: list[SeriesPoint]
