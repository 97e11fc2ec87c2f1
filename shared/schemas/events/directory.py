"""The directory as others need it: units, groups, accounts with their posts, calendars."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from shared.rules.access import Role
from shared.schemas.base import AccountId, Email, Key, Mobile, Name, PlanId, RegionId, UnitId, Wire, Year
from shared.schemas.events.base import INDICATORS, NOTIFICATIONS, PLANS, SUBMISSIONS, Event
from shared.schemas.groups import GroupKind, Membership
from shared.schemas.plan_document import RegionLevel

_ALL_OTHERS = (INDICATORS, SUBMISSIONS, NOTIFICATIONS)


class RegionMoved(Event):
    """Everything at ``old_path`` and below lies at ``new_path`` from now on: rights and open work follow."""

    type: ClassVar = "region.moved"
    sender: ClassVar = PLANS
    receivers: ClassVar = _ALL_OTHERS
    is_state: ClassVar = False

    region_id: RegionId
    heir_id: RegionId
    old_path: str
    new_path: str
    on: date


class RegionNamed(Event):
    """A region bears this code and name from a day on; where it lies is told by ``region.moved`` from then on."""

    type: ClassVar = "region.named"
    sender: ClassVar = PLANS
    receivers: ClassVar = (INDICATORS, SUBMISSIONS)
    is_state: ClassVar = False

    region_id: RegionId
    region_path: str
    level: RegionLevel
    code: Name
    name: Name
    valid_from: date


class UnitChanged(Event):
    """A unit as it now is."""

    type: ClassVar = "unit.changed"
    sender: ClassVar = PLANS
    receivers: ClassVar = _ALL_OTHERS

    unit_id: UnitId
    name: Name
    region_id: RegionId
    region_path: str
    kind: Name
    superior_id: UnitId | None = None
    closed_on: date | None = None


class UnitSucceeded(Event):
    """From a day on, another unit stands where this one stood: open work follows, what is over stays."""

    type: ClassVar = "unit.succeeded"
    sender: ClassVar = PLANS
    receivers: ClassVar = (INDICATORS, SUBMISSIONS)
    is_state: ClassVar = False

    unit_id: UnitId
    successor_id: UnitId
    region_path: str
    on: date


class GroupChanged(Event):
    """A group as it now is: the units that are in it today, and every membership with its dates, so that any day can be asked about."""

    type: ClassVar = "group.changed"
    sender: ClassVar = PLANS
    receivers: ClassVar = ()  # logged for replay; the fan-out of group duties will hear it

    group_id: UnitId
    name: Name
    region_path: str
    member_ids: list[UnitId]
    kind: GroupKind = GroupKind.OTHER
    plan_id: PlanId | None = None
    action: Key | None = None
    members: list[Membership] = Field(default_factory=list)


class PostHeld(Wire):
    """A role held in a unit or region between two days."""

    role: Role
    region_path: str
    unit_id: UnitId | None = None
    valid_from: date
    valid_until: date | None = None


class AccountChanged(Event):
    """An account and the posts it holds: who is told, and by which right."""

    type: ClassVar = "account.changed"
    sender: ClassVar = PLANS
    receivers: ClassVar = (NOTIFICATIONS,)

    account_id: AccountId
    name: Name
    active: bool
    posts: list[PostHeld]
    email: Email | None = None
    mobile: Mobile | None = None


class PostChanged(Event):
    """One post as it now is (identity in depth records these; until then an account carries its posts)."""

    type: ClassVar = "post.changed"
    sender: ClassVar = PLANS
    receivers: ClassVar = _ALL_OTHERS

    account_id: AccountId
    post: PostHeld


class AccountHandedOver(Event):
    """From a day on, one account's open work in some units belongs to another."""

    type: ClassVar = "account.handed_over"
    sender: ClassVar = PLANS
    receivers: ClassVar = (SUBMISSIONS, NOTIFICATIONS)
    is_state: ClassVar = False

    account_id: AccountId
    successor_id: AccountId
    unit_ids: list[UnitId]
    on: date


class CalendarPublished(Event):
    """The State Council's calendar of a year: days off and make-up workdays (调休)."""

    type: ClassVar = "calendar.published"
    sender: ClassVar = PLANS
    receivers: ClassVar = (SUBMISSIONS, NOTIFICATIONS)

    year: Year
    days_off: list[date]
    make_up_workdays: list[date]
    provisional: bool
