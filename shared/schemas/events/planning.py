"""Plans as others need them: head, actions with their units, indicators with every printed statement."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.rules.access import Disclosure
from shared.schemas.amendments import FactChange
from shared.schemas.base import Instant, Key, Name, Note, PlanId, RegionId, UnitId, Wire
from shared.schemas.events.base import INDICATORS, NOTIFICATIONS, PLANS, SUBMISSIONS, Event
from shared.schemas.plan_document import Baseline, Clause, Duty, IndicatorOrigin, NatureKind, Period, TargetStatement
from shared.schemas.services import ServiceName
from shared.schemas.targets import Polarity


class IssuedAction(Wire):
    """An action with the units that lead it."""

    key: Key
    number: Name
    name: Name
    lead_unit_ids: list[UnitId]


class IssuedIndicator(Wire):
    """An indicator as one place of the plan prints it, its departments resolved as far as they could be."""

    key: Key
    name: Name
    unit_of_measure: Name | None = None
    polarity: Polarity
    nature: NatureKind
    origin: IndicatorOrigin
    action: Key | None = None
    same_as: Key | None = None
    departments: list[Name]
    department_ids: list[UnitId]
    baseline: Baseline | None = None
    statements: list[TargetStatement]
    clause: Clause


class IssuedPlan(Event):
    """Base of the plan events: the plan as it stands, whole."""

    sender: ClassVar = PLANS
    receivers: ClassVar = (INDICATORS, SUBMISSIONS, NOTIFICATIONS)

    plan_id: PlanId
    title: Name
    region_id: RegionId
    region_path: str
    region_name: Name
    state: Name
    disclosure: Disclosure
    period: Period
    horizon_years: list[int]
    issued_on: date | None
    actions: list[IssuedAction]
    indicators: list[IssuedIndicator]
    duties: list[Duty]


class PlanIssued(IssuedPlan):
    """A plan came into force of publication, with its printed target statements."""

    type: ClassVar = "plan.issued"


class PlanAmended(IssuedPlan):
    """A plan in force was changed by amendment."""

    type: ClassVar = "plan.amended"

    number: int
    reason: Note
    changes: list[FactChange]


class PlanMoved(Event):
    """Base of what happens to a plan after its issue: facts, for a plan that is told late must not be dropped as outdated."""

    sender: ClassVar = PLANS
    receivers: ClassVar[tuple[ServiceName, ...]] = (INDICATORS,)
    is_state: ClassVar = False

    plan_id: PlanId


class PlanBroughtIntoForce(PlanMoved):
    """An issued plan is in force 施行."""

    type: ClassVar = "plan.brought_into_force"

    on: date


class LeadsChanged(Event):
    """The units that lead an action of an issued plan, as they now are."""

    type: ClassVar = "leads.changed"
    sender: ClassVar = PLANS
    receivers: ClassVar = (INDICATORS, NOTIFICATIONS)

    action_id: UUID
    plan_id: PlanId
    action: Key
    lead_unit_ids: list[UnitId]


class PlanConcluded(PlanMoved):
    """A plan's period is over; its last reports may still be due."""

    type: ClassVar = "plan.concluded"

    concluded_on: date


class PlanEnded(PlanMoved):
    """Base of the two side exits: what is owed under the plan after ``on`` is owed no longer."""

    receivers: ClassVar[tuple[ServiceName, ...]] = (INDICATORS, SUBMISSIONS)

    region_path: str
    on: date
    reason: Note | None = None


class PlanWithdrawn(PlanEnded):
    """A plan was taken back 废止: nothing is owed under it."""

    type: ClassVar = "plan.withdrawn"


class PlanSuperseded(PlanEnded):
    """Another plan stands in its place: what is about years before that is still owed."""

    type: ClassVar = "plan.superseded"

    successor_id: PlanId


class ConsultationEvent(Event):
    """Base of the consultation events; ``version`` is the plan's."""

    sender: ClassVar = PLANS
    receivers: ClassVar = (NOTIFICATIONS,)

    plan_id: PlanId
    consultation_id: UUID


class ConsultationOpened(ConsultationEvent):
    """A draft is open for comments: each unit asked is reminded until the last day."""

    type: ClassVar = "consultation.opened"

    title: Name
    region_path: str
    unit_ids: list[UnitId]
    closes: Instant
    closes_on: date


class ConsultationAnswered(ConsultationEvent):
    """A unit that was asked has spoken; it is reminded no longer."""

    type: ClassVar = "consultation.answered"
    is_state: ClassVar = False

    unit_id: UnitId


class ConsultationClosed(ConsultationEvent):
    """Comments are no longer taken."""

    type: ClassVar = "consultation.closed"

    unit_ids: list[UnitId]
    summary: Note | None = None
