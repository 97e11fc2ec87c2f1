"""Search on the wire: where a text stands in the plans that the caller may know of."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from shared.schemas.base import Name, PlanId, RegionId, Wire


class SearchKind(StrEnum):
    """What was found, in the order in which it is listed."""

    PLAN = "plan"
    ACTION = "action"
    INDICATOR = "indicator"
    DUTY = "duty"
    CLAUSE = "clause"


class Mark(Wire):
    """A piece of the snippet that fits the query: characters from ``start`` to before ``end``."""

    start: int
    end: int


class SearchHit(Wire):
    """One place that holds every word of the query."""

    id: UUID
    kind: SearchKind
    plan_id: PlanId
    plan_title: Name
    plan_state: Name
    region_id: RegionId
    region_name: Name
    key: str | None = Field(default=None, description="key of the action, indicator or duty in its plan")
    snippet: str
    marks: list[Mark]
    clause_path: str | None = None
