"""What a plan office does about what one unit owes: longer time, another unit, single items."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict

from shared.schemas.base import Instant, Name, Note, UnitId, Wire


class AssignmentExtension(Wire):
    """A later due day for one unit, and why; the day ends at 24:00 in Asia/Shanghai."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"until_on": "2023-05-08", "reason": "统计年鉴推迟发布"}]})

    until_on: date
    reason: Note


class ExtensionState(StrEnum):
    """in_force until its day has passed: then kept (answered by then) or lapsed. Replaced by a later one; void where nothing is owed any more."""

    IN_FORCE = "in_force"
    KEPT = "kept"
    LAPSED = "lapsed"
    REPLACED = "replaced"
    VOID = "void"


class Extension(Wire):
    """Longer time for one unit: since when, until when, why, by whom, and what became of it."""

    id: UUID
    round_id: UUID
    assignment_id: UUID
    unit_id: UnitId
    unit_name: Name
    state: ExtensionState
    former_due_on: date
    until_on: date
    reason: Note
    granted_by: Name
    granted_at: Instant
    ended_at: Instant | None = None


class AssignmentReassignment(Wire):
    """The unit that owes it from now on, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"unit_id": "01a203ef-2e36-720a-8f11-3b984351fa2c", "reason": "职责划转"}]})

    unit_id: UnitId
    reason: Note


class RoundReopening(Wire):
    """Until when a closed round takes answers again, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"closes_on": "2023-06-30", "reason": "上级要求补报"}]})

    closes_on: date
    reason: Note


class WritableItem(Wire):
    """One item of a form at an instant, and why it could or could not be written, in both languages."""

    item_id: UUID
    name: Name
    writable: bool
    zh: str
    en: str


class Writable(Wire):
    """What the unit that owed an assignment could write at an instant, and why; told from rows that are kept.

    ``until``: the last instant of the round's window as it then stood; after a return there is none, a correction has its own due day.
    """

    assignment_id: UUID
    at: Instant
    unit_id: UnitId | None
    unit_name: Name | None
    writable: bool
    code: Name
    zh: str
    en: str
    until: Instant | None
    items: list[WritableItem]
