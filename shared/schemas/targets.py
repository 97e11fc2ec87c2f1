"""The target algebra on the wire: every kind of printed target as one discriminated union.

Source: domain notes, section 3. Sizes of changes are positive, the direction stands beside them. Magnitudes are
as printed (1.3 with unit 万户). ``raw`` is kept by the statement that carries the expression, not here.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from shared.schemas.base import Exact, Name, Wire, Year


class Comparator(StrEnum):
    """How a value is held against a line; ``~`` is 左右 (about)."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    EQUAL = "="
    ABOUT = "~"


class Polarity(StrEnum):
    """Which way is better: a bare printed number takes its comparator from here."""

    UP = "up"
    DOWN = "down"
    WITHIN = "within"
    STATE = "state"


class Direction(StrEnum):
    """Which way a change goes."""

    UP = "up"
    DOWN = "down"
    HOLD = "hold"


class ChangeUnit(StrEnum):
    """What a change is counted in: per cent of the base, percentage points, or the indicator's own unit."""

    PERCENT = "percent"
    POINTS = "points"
    OWN = "own"


class BaseKind(StrEnum):
    """What a relative target is held against."""

    YEAR = "year"
    PREVIOUS_YEAR = "previous_year"
    PREVIOUS_TARGET = "previous_target"
    AVERAGE = "average"
    AT_ISSUE = "at_issue"


class Threshold(Wire):
    """45%以上, ≤7/10万, bare 32: a line; ``comparator`` is null where the document prints a bare number."""

    kind: Literal["threshold"] = "threshold"
    comparator: Comparator | None = None
    value: Exact
    unit: str | None = None


class Range(Wire):
    """60%—65%: between two lines, both included."""

    kind: Literal["range"] = "range"
    low: Exact
    high: Exact
    unit: str | None = None


class CumulativeCount(Wire):
    """新培养…100名: the sum over the period, counted from ``since`` (the plan's first year when null)."""

    kind: Literal["cumulative_count"] = "cumulative_count"
    comparator: Comparator = Comparator.AT_LEAST
    value: Exact
    unit: str | None = None
    since: Year | None = None


class Relative(Wire):
    """比2020年提高10%, 较前一年减少: a change against a base; ``value`` null means any change in the direction.

    下降10%—12% has both ends of its size: ``value`` is the lower one, ``high`` the upper one.
    """

    kind: Literal["relative"] = "relative"
    base: BaseKind
    base_year: Year | None = None
    average_of: Name | None = Field(default=None, description="whose average is meant, as printed (全省平均水平); absent for one of its own years")
    direction: Direction
    comparator: Comparator = Comparator.AT_LEAST
    value: Exact | None = None
    high: Exact | None = Field(default=None, description="the upper end of the size, where a range is printed")
    change_unit: ChangeUnit = ChangeUnit.PERCENT
    ambiguous: bool = Field(default=False, description="true for '10%' of an indicator that is itself in %: per cent or points?")


class YearlyStep(Wire):
    """每年降低1个百分点以上, 年均增长8%左右: a change each year (or on average) since the baseline."""

    kind: Literal["yearly_step"] = "yearly_step"
    direction: Direction
    comparator: Comparator = Comparator.AT_LEAST
    low: Exact
    high: Exact | None = None
    change_unit: ChangeUnit
    average: bool = False
    base_year: Year | None = None


class Trend(Wire):
    """逐年下降, 稳步提升: the series goes one way; ``strict`` where no equal year is allowed."""

    kind: Literal["trend"] = "trend"
    direction: Direction
    strict: bool = False


class SecondOrderTrend(Wire):
    """增速下降, 上升趋势减缓: the direction of the change of the change."""

    kind: Literal["second_order_trend"] = "second_order_trend"
    direction: Direction


class Rank(Wire):
    """位居全市前列: a place among peers; ``position`` is the last place that counts, null where only 前列 is printed."""

    kind: Literal["rank"] = "rank"
    peer_set: Name
    position: int | None = Field(default=None, ge=1)
    wording: Name | None = None


class External(Wire):
    """完成省考核任务, 低于全省平均水平: set or measured by another authority, fed or entered per year."""

    kind: Literal["external"] = "external"
    authority: Name
    sets: Name
    comparator: Comparator | None = None


class State(Wire):
    """消除, 有效控制, 全覆盖: a wanted state."""

    kind: Literal["state"] = "state"
    wanted: Name
    accepted: list[Name] = Field(default_factory=list, description="further reported states that satisfy it")


class NoTarget(Wire):
    """——: nothing is set; not evaluated."""

    kind: Literal["none"] = "none"


class PerMember(Wire):
    """每街道至少1家: an inner target that a share (%) or number of the members must hold; all when neither is given."""

    kind: Literal["per_member"] = "per_member"
    member_set: Name
    inner: "TargetExpression"
    share: Exact | None = None
    count: int | None = Field(default=None, ge=1)


TargetExpression = Annotated[
    Threshold | Range | CumulativeCount | Relative | YearlyStep | Trend | SecondOrderTrend | Rank | External | State | PerMember | NoTarget,
    Field(discriminator="kind"),
]

PerMember.model_rebuild()
