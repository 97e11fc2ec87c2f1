"""The count on the wire: who owed, who filed, in time or not (完整性 and 及时性)."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from shared.schemas.base import Exact, Key, Name, Wire


class CountBy(StrEnum):
    """What one line of the count is about. A region counts everything in it, at any depth."""

    ROUND = "round"
    UNIT = "unit"
    ACTION = "action"
    REGION = "region"


class MedianDays(Wire):
    """For how many days half of the finished stays in a state lasted at most; null where there was none."""

    draft: Exact | None = None
    submitted: Exact | None = None
    in_review: Exact | None = None
    returned: Exact | None = None
    withdrawn: Exact | None = None


class Tally(Wire):
    """Assignments counted: asked = exempt + expected, expected = filed + missing + waiting, filed = on_time + late.

    Filed is what was handed in once without an open hard finding and not taken back since; in time by the deadline of that moment,
    longer time included. Missing: not filed and the deadline (or the round) is over.
    """

    asked: int
    exempt: int
    expected: int
    filed: int
    on_time: int
    late: int
    missing: int
    waiting: int
    extended: int = Field(description="units that were given longer time, whatever came of it")
    returned: int = Field(description="filed once, and waiting for a correction now")
    returned_often: int = Field(description="returned more than once")
    untouched: int = Field(description="expected, and nobody of the unit has entered anything")
    completeness: Exact | None = Field(description="filed per hundred expected; null where nothing is expected")
    timeliness: Exact | None = Field(description="on time per hundred expected")
    median_days: MedianDays


class RoundCount(Tally):
    """The count of one round, as far as the reader may know of its assignments."""

    round_id: UUID


class CountLine(Tally):
    """One line of the count; ``id`` is the round's, unit's, region's, or the plan's of an action."""

    id: UUID
    action: Key | None = None
    name: Name
