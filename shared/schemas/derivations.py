"""Values that follow from others by a formula, on the wire: which inputs, which arithmetic, what is missing."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from shared.rules.access import Disclosure
from shared.schemas.base import Exact, Instant, Name, RegionId, Wire
from shared.schemas.observations import Disaggregation, PeriodText
from shared.schemas.verdicts import Standing


class DerivationOutcome(StrEnum):
    """What came of a formula for a region, period and part."""

    ASKED = "asked"
    COUNTS = "counts"
    BESIDE = "beside"
    WAITING = "waiting"
    UNDEFINED = "undefined"


class FormulaInput(Wire):
    """A figure that went into a formula: the version of an official value that counted."""

    symbol: Name
    indicator_id: UUID
    observation_id: UUID
    version: int
    value: Exact
    standing: Standing
    definition: int | None = Field(default=None, description="the number of the definition (口径) it follows; null: computed before this was kept")
    other_definition: bool = Field(default=False, description="that is not the definition valid for the period")


class Derivation(Wire):
    """What the formula of an entry gives; ``formula`` over ``inputs``, to four decimals half to even, gives ``value`` again."""

    id: UUID
    indicator_id: UUID
    indicator_name: Name
    unit_of_measure: Name | None = None
    region_id: RegionId
    region_path: str
    period: PeriodText
    disaggregation: Disaggregation = ""
    disclosure: Disclosure
    outcome: DerivationOutcome = Field(
        description="asked: computed shortly; counts: it is the official value; beside: a person's own value counts and differs or agrees; "
        "waiting: inputs are missing; undefined: it divides by nothing"
    )
    formula: str | None = None
    formula_version: int | None = Field(default=None, description="version of the catalogue entry whose formula it is")
    value: Exact | None = None
    missing: list[Name] = Field(description="symbols of the formula for which no value is official")
    inputs: list[FormulaInput]
    computed_at: Instant | None = None
    stale: bool = Field(description="an input has changed since; it is computed anew shortly")
