"""Funding on the wire (资金): planned, allocated and spent for an action and year, in 万元."""

from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from shared.schemas.base import Exact, Key, Name, Note, PlanId, Wire, Year

_MOST, _PLACES = Decimal(10) ** 12, 6


def _an_amount(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    if value < 0 or value > _MOST or (isinstance(exponent, int) and -exponent > _PLACES):
        raise ValueError("an amount in 万元: not negative, at most 1e12, at most 6 decimal places")
    return value


Amount = Annotated[Exact, AfterValidator(_an_amount)]
"""An amount of money in 万元 (10,000 yuan), with its zeros."""


class _Amounts(Wire):
    planned: Amount | None = None
    allocated: Amount | None = None
    spent: Amount | None = None
    note: Note | None = None
    reason: Note | None = Field(default=None, description="needed once the plan is issued")


class NewFunding(_Amounts):
    """The money of one action and year from one source."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "plan_id": "01a203ef-2e36-720a-8f11-3b984351fa2c",
                    "action": "A01",
                    "year": 2026,
                    "source": "区级财政",
                    "planned": "120.00",
                    "allocated": "100.00",
                    "reason": "年度预算批复",
                }
            ]
        }
    )

    plan_id: PlanId
    action: Key
    year: Year
    source: Name = Field(description="where the money comes from, e.g. 中央补助, 区级财政, 社会资金")

    @model_validator(mode="after")
    def _says_an_amount(self) -> Self:
        if self.planned is None and self.allocated is None and self.spent is None:
            raise ValueError("give at least one of planned, allocated, spent")
        return self


class FundingEdit(_Amounts):
    """What changes; absent fields stay, null clears."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"spent": "86.50", "reason": "三季度支出"}]})


class FundingWarning(Wire):
    """Something odd that is stored nevertheless."""

    code: Literal["spent-above-allocated", "allocated-above-planned", "spent-without-allocated"]
    zh: str
    en: str


class Funding(Wire):
    """The money of one action and year from one source, in 万元, with what is odd about it."""

    id: UUID
    version: int
    plan_id: PlanId
    action: Key
    year: Year
    source: Name
    planned: Amount | None = None
    allocated: Amount | None = None
    spent: Amount | None = None
    note: Note | None = None
    warnings: list[FundingWarning]


class FundingSum(Wire):
    """Sums over some entries; null where no entry says that amount."""

    entries: int
    planned: Exact | None = None
    allocated: Exact | None = None
    spent: Exact | None = None


class ActionFunding(FundingSum):
    """Sums of one action."""

    action: Key


class YearFunding(FundingSum):
    """Sums of one year."""

    year: Year


class FundingTotals(Wire):
    """Sums of a plan's funding by action, by year and as a whole, in 万元."""

    plan_id: PlanId
    unit: Literal["万元"] = "万元"
    actions: list[ActionFunding]
    years: list[YearFunding]
    whole: FundingSum
    warnings: list[FundingWarning]
