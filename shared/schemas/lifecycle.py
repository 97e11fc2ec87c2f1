"""The life of a plan on the wire: what can happen to it, and what each move says (domain notes, section 2)."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict, Field

from shared.schemas.base import Name, Note, Wire
from shared.schemas.verdicts import Said


class PlanState(StrEnum):
    """drafting > consultation > issued > in_force > concluded; superseded and withdrawn as side exits."""

    DRAFTING = "drafting"
    CONSULTATION = "consultation"
    ISSUED = "issued"
    IN_FORCE = "in_force"
    CONCLUDED = "concluded"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


ENDED = frozenset({PlanState.WITHDRAWN, PlanState.SUPERSEDED})
"""The side exits: nothing new is asked, judged or reminded of under such a plan."""


class PlanMove(StrEnum):
    """What can happen to a plan."""

    EDIT = "edit"
    OPEN_CONSULTATION = "open_consultation"
    CLOSE_CONSULTATION = "close_consultation"
    ISSUE = "issue"
    BRING_INTO_FORCE = "bring_into_force"
    AMEND = "amend"
    CONCLUDE = "conclude"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"


class PossibleMove(Wire):
    """A move, whether the asking person may make it now, and if not, why not."""

    move: PlanMove
    allowed: bool
    reason: Said | None = Field(default=None, description="why not; null where it is allowed")


class PlanIssue(Wire):
    """Issuing a plan: the day, and the number if the document did not carry it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"issued_on": "2020-12-18", "in_force_from": "2021-01-01"}]})

    issued_on: date
    document_number: Name | None = None
    in_force_from: date | None = Field(default=None, description="施行日期: from this day in force by itself; absent: once somebody says so")


class Commencement(Wire):
    """The day from which an issued plan is in force 施行; a later day is kept and comes by itself."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"on": "2021-01-01"}]})

    on: date


class Conclusion(Wire):
    """The day on which a plan whose period is over was concluded."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"on": "2031-06-30", "reason": "规划期满，终期评估已完成"}]})

    on: date
    reason: Note | None = None


class Withdrawal(Wire):
    """Taking a plan back 废止, with the reason that those hear who owed something under it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"on": "2026-11-22", "reason": "与上级方案不一致，予以废止"}]})

    on: date
    reason: Note


class Supersession(Wire):
    """Another plan of the same region takes this one's place from a day on; a later day is kept and comes by itself."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"successor_id": "01a2043b-b5f9-732b-b2e4-a8fd4ad7e475", "on": "2026-01-01"}]})

    successor_id: UUID
    on: date
    reason: Note | None = None
