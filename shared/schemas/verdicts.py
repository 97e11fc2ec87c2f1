"""Verdicts on the wire: the word, and an explanation from which a second program can re-derive it.

Source: domain notes, section 4.
"""

from datetime import date
from enum import StrEnum

from pydantic import Field

from shared.schemas.base import Exact, Name, Wire, Year
from shared.schemas.plan_document import Baseline, Clause
from shared.schemas.revisions import RevisionCited
from shared.schemas.targets import Polarity, TargetExpression


class VerdictWord(StrEnum):
    """The eleven answers to "does the line hold?"."""

    MET = "met"
    NOT_MET = "not_met"
    MET_EARLY = "met_early"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    WORSENING = "worsening"
    PACE_UNKNOWN = "pace_unknown"
    NO_DATA = "no_data"
    NOT_DUE = "not_due"
    UNDETERMINED = "undetermined"
    NOT_EVALUATED = "not_evaluated"


class Standing(StrEnum):
    """How far a value has come: reported 上报值 or verified 核定值, provisional or final."""

    REPORTED = "reported"
    VERIFIED = "verified"
    PROVISIONAL = "provisional"


class Said(Wire):
    """One sentence a head of office can read aloud, in both languages."""

    zh: str
    en: str


class ValueUsed(Wire):
    """One value of the series that was known when the verdict was made."""

    year: Year
    value: Exact | None = None
    state: Name | None = None
    standing: Standing = Standing.REPORTED
    source: Name = "observation"
    definition: int | None = Field(default=None, description="the number of the definition it follows; absent: there was only one")


class Step(Wire):
    """One line of arithmetic: what was computed, from what, with which result."""

    name: Name
    formula: str
    result: str


class PeerValue(Wire):
    """The public official value of a peer for the year judged, in the unit of measure of the case."""

    region: Name
    value: Exact


class PeerFigures(Wire):
    """Those among whom a place is taken: how many with the region itself, their values, and whose are missing."""

    size: int = Field(ge=1)
    values: list[PeerValue] = Field(default_factory=list)
    missing: list[Name] = Field(default_factory=list)


class VerdictInputs(Wire):
    """Everything a verdict depends on; the same inputs give the same verdict."""

    expression: TargetExpression
    raw: str
    polarity: Polarity
    unit_of_measure: str | None = None
    horizon: Year
    plan_start: Year
    as_of: date
    baseline: Baseline | None = None
    definition: int | None = Field(
        default=None, description="the number of the definition that target and baseline follow; absent: there was only one"
    )
    accepted_definitions: list[int] | None = Field(default=None, description="others that a named person has accepted as comparable")
    qualified_baseline_accepted: bool | None = Field(default=None, description="a named person has accepted a baseline printed with a qualifier")
    series: list[ValueUsed] = Field(default_factory=list)
    annual_target: TargetExpression | None = Field(default=None, description="an annual target in force for the year judged")
    annual_target_year: Year | None = None
    external: Exact | None = Field(
        default=None, description="what the named authority set or measured for the year judged; of a rank: the place entered"
    )
    external_year: Year | None = Field(default=None, description="of a place that was entered: its year")
    peers: PeerFigures | None = Field(default=None, description="for a place: those it is taken among")
    expected_on: date | None = Field(default=None, description="when the next value is expected, if the owner said so")
    on_track_from: Exact = Field(description="pace at or above which a value is on track, e.g. 0.95")


class Explanation(Wire):
    """Why: rule and version, inputs, arithmetic, one sentence, and the clause or later document that set the target."""

    rule: Name
    rule_version: int
    inputs: VerdictInputs
    steps: list[Step]
    reason: Name | None = Field(default=None, description="stable code, for undetermined, no_data, not_due and not_evaluated")
    said: Said
    clause: Clause | None = None
    cited: RevisionCited | None = None


class Verdict(Wire):
    """The evaluation of one target against the observations known on a day."""

    word: VerdictWord
    year_judged: Year | None = None
    explanation: Explanation
