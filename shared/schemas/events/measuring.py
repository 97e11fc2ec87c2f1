"""Indicators, targets in force, observations and verdicts as others need them."""

from typing import ClassVar
from uuid import UUID

from shared.rules.access import Disclosure
from shared.schemas.base import Exact, Key, Name, PlanId, RegionId, UnitId, Wire, Year
from shared.schemas.events.base import INDICATORS, NOTIFICATIONS, SUBMISSIONS, Event
from shared.schemas.schemes import DueDay, SchemeState
from shared.schemas.targets import Polarity, TargetExpression
from shared.schemas.verdicts import Said, Standing, VerdictWord


class IndicatorChanged(Event):
    """A plan indicator as it now is: what is measured, where, and who fills it."""

    type: ClassVar = "indicator.changed"
    sender: ClassVar = INDICATORS
    receivers: ClassVar = (SUBMISSIONS,)

    plan_indicator_id: UUID
    indicator_id: UUID
    plan_id: PlanId
    key: Key
    name: Name
    unit_of_measure: Name | None = None
    polarity: Polarity
    action: Key | None = None
    disclosure: Disclosure
    region_id: RegionId
    region_path: str
    filling_unit_id: UnitId | None = None
    lead_unit_ids: list[UnitId] = []


class TargetInForceChanged(Event):
    """The one target that counts for a plan indicator and year was set or replaced, or counts no longer (``in_force`` false)."""

    type: ClassVar = "target.in_force_changed"
    sender: ClassVar = INDICATORS
    receivers: ClassVar = (SUBMISSIONS,)

    target_id: UUID
    plan_indicator_id: UUID
    year: Year
    population: str = ""
    raw: Name
    expression: TargetExpression
    chosen: bool = False
    in_force: bool = True


class PublishedValue(Wire):
    """An official value as it counts now; neither value nor state: it was withdrawn."""

    observation_id: UUID
    version: int
    indicator_id: UUID
    region_id: RegionId
    region_path: str
    period: str
    disaggregation: str = ""
    value: Exact | None = None
    state: Name | None = None
    standing: Standing
    disclosure: Disclosure


class ObservationsTold(Event):
    """Base of the observation events: official values that came together. Each has its own version: an older one must not replace a newer one."""

    sender: ClassVar = INDICATORS
    receivers: ClassVar = (SUBMISSIONS,)
    is_state: ClassVar = False

    batch_id: UUID
    values: list[PublishedValue]


class ObservationPublished(ObservationsTold):
    """Values became official, or a next version of them."""

    type: ClassVar = "observation.published"


class ObservationVerified(ObservationsTold):
    """Values that the upper level confirmed or corrected became official."""

    type: ClassVar = "observation.verified"


class VerdictChanged(Event):
    """A target is judged otherwise than before."""

    type: ClassVar = "verdict.changed"
    sender: ClassVar = INDICATORS
    receivers: ClassVar = (NOTIFICATIONS,)

    target_id: UUID
    plan_id: PlanId
    plan_indicator_id: UUID
    region_path: str
    filling_unit_id: UnitId | None = None
    indicator_name: Name
    horizon: Year
    word: VerdictWord
    before: VerdictWord | None = None
    said: Said


class AskedInScheme(Wire):
    """One indicator that a scheme asks for; ``indicator_id`` absent: nobody has said which entry is meant."""

    code: Key
    name: Name
    indicator_id: UUID | None = None


class SchemeChanged(Event):
    """A monitoring scheme (监测方案) as it now is, once it was published: what a round for it would ask."""

    type: ClassVar = "scheme.changed"
    sender: ClassVar = INDICATORS
    receivers: ClassVar = (SUBMISSIONS,)

    scheme_id: UUID
    region_id: RegionId
    region_path: str
    title: Name
    first_year: Year
    last_year: Year
    due: DueDay | None = None
    state: SchemeState
    items: list[AskedInScheme]
