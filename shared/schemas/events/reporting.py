"""Rounds, assignments, submissions and deadlines as others need them."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.rules.access import Disclosure
from shared.schemas.base import AccountId, Exact, Instant, Key, Name, Note, PlanId, RegionId, UnitId, Wire, Year
from shared.schemas.deadlines import ClearedAs
from shared.schemas.events.base import INDICATORS, NOTIFICATIONS, PLANS, SUBMISSIONS, Event
from shared.schemas.services import ServiceName
from shared.schemas.verdicts import Standing


class RoundEvent(Event):
    """Base of the round events: one reporting exercise."""

    sender: ClassVar = SUBMISSIONS
    receivers: ClassVar[tuple[ServiceName, ...]] = (NOTIFICATIONS,)

    round_id: UUID
    name: Name
    region_path: str
    plan_ids: list[PlanId]
    subject_year: Year
    state: Name
    opens: Instant
    internal_due: Instant
    outward_due: Instant
    closes: Instant


class RoundOpened(RoundEvent):
    """Reporting has begun."""

    type: ClassVar = "round.opened"


class RoundChanged(RoundEvent):
    """Dates or scope of a round changed."""

    type: ClassVar = "round.changed"


class RoundClosed(RoundEvent):
    """Nothing more is taken."""

    type: ClassVar = "round.closed"


class AssignmentEvent(Event):
    """Base of the assignment events: what one unit owes in a round."""

    sender: ClassVar = SUBMISSIONS
    receivers: ClassVar[tuple[ServiceName, ...]] = (NOTIFICATIONS,)

    assignment_id: UUID
    round_id: UUID
    round_name: Name
    unit_id: UnitId
    region_path: str
    state: Name
    items: int


class AssignmentOpened(AssignmentEvent):
    """A unit owes an answer."""

    type: ClassVar = "assignment.opened"

    due_on: date | None = None
    """The last day on which it is on time; None in what was told before 2026-11-24."""


class AssignmentChanged(AssignmentEvent):
    """What a unit owes changed, or how far it has come."""

    type: ClassVar = "assignment.changed"
    receivers: ClassVar[tuple[ServiceName, ...]] = ()  # logged for replay; the deadline's own events move the reminders


class AssignmentWaived(AssignmentEvent):
    """A unit owes nothing any more."""

    type: ClassVar = "assignment.waived"


class AssignmentReassigned(AssignmentEvent):
    """Another unit owes it from now on: told to both."""

    type: ClassVar = "assignment.reassigned"
    is_state: ClassVar = False

    former_unit_id: UnitId
    reason: Note


class AssignmentItemsChanged(AssignmentEvent):
    """Items came to what a unit owes, or went: which, and why."""

    type: ClassVar = "assignment.items_changed"
    is_state: ClassVar = False

    added: list[Name]
    dropped: list[Name]
    reason: Note


class SubmissionEvent(Event):
    """Base of the submission facts; each is told to those concerned, whatever came after."""

    sender: ClassVar = SUBMISSIONS
    receivers: ClassVar[tuple[ServiceName, ...]] = (NOTIFICATIONS,)
    is_state: ClassVar = False

    submission_id: UUID
    assignment_id: UUID
    round_name: Name
    unit_id: UnitId
    region_path: str
    actor_id: AccountId
    actor_name: Name


class SubmissionSubmitted(SubmissionEvent):
    """A unit has answered. ``days_late``: days that had begun since its deadline; none where it is on time, or was said to be late before."""

    type: ClassVar = "submission.submitted"
    receivers: ClassVar[tuple[ServiceName, ...]] = (PLANS, INDICATORS, NOTIFICATIONS)

    due: Instant | None = None
    days_late: int | None = None


class ReturnedItem(Wire):
    """One item sent back, why, and what is wanted."""

    name: Name
    reason: Note
    fix: Note | None = None


class SubmissionReturned(SubmissionEvent):
    """A reviewer sent items back."""

    type: ClassVar = "submission.returned"
    receivers: ClassVar[tuple[ServiceName, ...]] = (PLANS, INDICATORS, NOTIFICATIONS)

    items: list[ReturnedItem]
    due: Instant


class ApprovedValue(Wire):
    """One approved answer on its way to becoming an official value."""

    item_id: UUID
    indicator_id: UUID
    region_id: RegionId
    region_path: str
    year: Year
    value: Exact | None = None
    state: Name | None = None
    numerator: Exact | None = None
    denominator: Exact | None = None
    standing: Standing = Standing.REPORTED
    disclosure: Disclosure


class SubmissionApproved(SubmissionEvent):
    """A submission passed the chain; its values become official."""

    type: ClassVar = "submission.approved"
    receivers: ClassVar[tuple[ServiceName, ...]] = (PLANS, INDICATORS, NOTIFICATIONS)

    values: list[ApprovedValue]
    approved_at: Instant


class SubmissionCorrected(SubmissionEvent):
    """Values changed after approval, through a review of their own."""

    type: ClassVar = "submission.corrected"
    receivers: ClassVar[tuple[ServiceName, ...]] = (INDICATORS, NOTIFICATIONS)

    values: list[ApprovedValue]
    reason: Note


class CommentAdded(Event):
    """Somebody said something on a submission."""

    type: ClassVar = "comment.added"
    sender: ClassVar = SUBMISSIONS
    receivers: ClassVar[tuple[ServiceName, ...]] = (NOTIFICATIONS,)
    is_state: ClassVar = False

    comment_id: UUID
    submission_id: UUID
    unit_id: UnitId
    region_path: str
    text: Note
    mentioned: list[AccountId]


class ExtensionGranted(Event):
    """A unit has longer. ``deadline_version``: the version of its deadline that the new day makes."""

    type: ClassVar = "extension.granted"
    sender: ClassVar = SUBMISSIONS
    receivers: ClassVar[tuple[ServiceName, ...]] = (NOTIFICATIONS,)
    is_state: ClassVar = False

    extension_id: UUID
    assignment_id: UUID
    deadline_version: int
    round_name: Name
    unit_id: UnitId
    region_path: str
    former_due_on: date
    until: Instant
    until_on: date
    reason: Note


class Concern(Wire):
    """A plan that a deadline belongs to, and the action of it, if it is about one."""

    plan_id: PlanId
    action: Key | None = None


class DeadlineSet(Event):
    """One unit must deliver by an instant: what reminders are made of. Version and id are the deadline's."""

    type: ClassVar = "deadline.set"
    sender: ClassVar = SUBMISSIONS
    receivers: ClassVar[tuple[ServiceName, ...]] = (NOTIFICATIONS,)

    deadline_id: UUID
    kind: Name
    title: Name
    unit_id: UnitId
    region_path: str
    due: Instant
    due_on: date
    link: str
    concerns: list[Concern] = []


class DeadlineCleared(Event):
    """Nothing is owed any more under this deadline: fulfilled, waived, or replaced."""

    type: ClassVar = "deadline.cleared"
    sender: ClassVar = SUBMISSIONS
    receivers: ClassVar[tuple[ServiceName, ...]] = (NOTIFICATIONS,)

    deadline_id: UUID
    cleared_as: ClearedAs = ClearedAs.ENDED
    why: Name
