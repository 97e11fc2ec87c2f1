"""Reminder policies on the wire: who is told of a deadline, when, and by which channels."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, WithJsonSchema

from shared.rules.access import Role
from shared.schemas.base import AccountId, Instant, Name, PlanId, UnitId, Wire


class PolicyState(StrEnum):
    """draft > active > retired. The policy that follows an active one of the same region and kind retires it."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class Counted(StrEnum):
    """What an offset counts: every day, or the days on which offices work (调休 included)."""

    DAYS = "days"
    WORKDAYS = "workdays"


class Audience(StrEnum):
    """Who is told: the unit's liaison or leader, the liaisons of the units that lead its actions, the region's plan office or leading group."""

    LIAISON = "liaison"
    UNIT_LEADER = "unit_leader"
    LEAD_UNIT = "lead_unit"
    PLAN_OFFICE = "plan_office"
    LEADERSHIP = "leadership"

    @property
    def role(self) -> Role:
        """The role whose holders are told."""
        return Role.LIAISON if self is Audience.LEAD_UNIT else Role(self.value)

    @property
    def by_unit(self) -> bool:
        """Whether holders are looked for in the unit (else in its region)."""
        return self in {Audience.LIAISON, Audience.UNIT_LEADER, Audience.LEAD_UNIT}


class StepChannel(StrEnum):
    """Beside the inbox, which every step reaches: to each reader (email, sms, work_notice), or once to the robots of groups (dingtalk, wecom)."""

    EMAIL = "email"
    SMS = "sms"
    WORK_NOTICE = "work_notice"
    DINGTALK = "dingtalk"
    WECOM = "wecom"


class DeadlineKind(StrEnum):
    """What a deadline asks for, as shipped: the kinds of submissions, rectifications, opinions on a draft. A region's own kinds join them."""

    CONSULTATION = "consultation"
    RECTIFICATION = "rectification"
    FINAL_EVALUATION = "final_evaluation"
    HEALTH_IMPACT_ASSESSMENT = "health_impact_assessment"
    IMPLEMENTATION_PLAN = "implementation_plan"
    INDIVIDUAL_HONOUR = "individual_honour"
    MEETING_RECORD = "meeting_record"
    MIDTERM_EVALUATION = "midterm_evaluation"
    MODEL_UNIT = "model_unit"
    MONITORING_VALUES = "monitoring_values"
    MONTHLY_BULLETIN = "monthly_bulletin"
    PILOT_NOMINATION = "pilot_nomination"
    PROGRESS_REPORT = "progress_report"
    SUPERVISION_FINDING = "supervision_finding"
    THIRD_PARTY_EVALUATION = "third_party_evaluation"
    TRAINING_LOG = "training_log"
    TYPICAL_CASE = "typical_case"
    WORK_PLAN = "work_plan"


def _one_of(words: type[StrEnum]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": [word.value for word in words]})


_Word = Annotated[str, Field(max_length=40)]
Hour = Annotated[int, Field(ge=-(2**31), lt=2**31), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 23})]
DAYS_AWAY = 365


class PolicyStep(Wire):
    """One step: so many days before (negative) or after the due day, at an hour, to some roles."""

    offset: Annotated[int, Field(ge=-DAYS_AWAY, le=DAYS_AWAY)]
    counted: Annotated[_Word, _one_of(Counted)] = Counted.DAYS.value
    hour: Hour = 9
    to: Annotated[list[Annotated[_Word, _one_of(Audience)]], Field(min_length=1, max_length=len(Audience))]
    channels: Annotated[list[Annotated[_Word, _one_of(StepChannel)]], Field(max_length=len(StepChannel))] | None = Field(
        default=None, description="beside the inbox; null: every channel that is switched on"
    )
    digest: bool = Field(default=False, description="outside the inbox it waits for the next of `digest_hours`, in one message per person")
    unless_acknowledged: bool = Field(default=False, description="not to whoever signed for (签收) an earlier reminder of the deadline")


class QuietHours(Wire):
    """From one hour to another nothing is sent, over midnight where the first is the later one."""

    from_hour: Hour
    until_hour: Hour


_EXAMPLE: dict[str, JsonValue] = {
    "name": "监测填报提醒",
    "zone": "Asia/Shanghai",
    "workdays_only": True,
    "digest_hours": [10, 16],
    "quiet": {"from_hour": 20, "until_hour": 8},
    "steps": [
        {"offset": -10, "counted": "workdays", "to": ["liaison"], "digest": True},
        {"offset": -3, "counted": "workdays", "to": ["liaison", "plan_office"]},
        {"offset": 0, "to": ["liaison"], "hour": 15},
        {"offset": 1, "counted": "workdays", "to": ["liaison", "unit_leader"], "channels": ["sms"]},
    ],
}


class PolicyContent(Wire):
    """What a policy says."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    name: Name
    zone: Annotated[str, Field(min_length=1, max_length=60)] = Field(default="Asia/Shanghai", description="the IANA zone that its hours are meant in")
    steps: Annotated[list[PolicyStep], Field(min_length=1, max_length=40)]
    quiet: QuietHours | None = None
    digest_hours: Annotated[list[Hour], Field(max_length=24)] = Field(default=[], description="when steps with `digest` go out, together")
    workdays_only: bool = Field(
        default=False, description="what falls on a day off goes out on the next workday; up to the due day, on the last before"
    )


class NewPolicy(PolicyContent):
    """A policy of a region, for everything below it that has none of its own."""

    model_config = ConfigDict(json_schema_extra={"example": {"region_path": "a1.b2.", "plan_id": None, "kind": None, **_EXAMPLE}})

    region_path: Annotated[str, Field(min_length=1, max_length=200)]
    plan_id: PlanId | None = Field(default=None, description="a plan of the region or below; null: whatever has no policy of its own")
    kind: Annotated[str, Field(min_length=1, max_length=40)] | None = Field(
        default=None, description="the kind of deadline; null: all that have no policy of their own"
    )


class PolicySwitch(Wire):
    """Whether the question of how many messages this leads to was answered."""

    model_config = ConfigDict(json_schema_extra={"example": {"confirmed_messages": 61240}})

    confirmed_messages: Annotated[int, Field(ge=0, lt=2**31)] | None = Field(
        default=None, description="the number that `policy-to-confirm` asked about"
    )


class Policy(PolicyContent):
    """A policy as it stands."""

    id: UUID
    version: int
    region_path: str
    plan_id: PlanId | None = None
    kind: str | None
    state: PolicyState
    activated_at: Instant | None = None
    retired_at: Instant | None = None


class PolicySwitched(Policy):
    """A policy after its switch, and what that changed."""

    deadlines: int = Field(description="open deadlines that were planned anew")
    reminders: int = Field(description="steps that lie ahead of them")
    messages: int = Field(description="what these steps lead to with those who hold the roles today")


class Recipient(Wire):
    """Who would be told."""

    account_id: AccountId
    name: Name


class PreviewedStep(Wire):
    """One step to one role."""

    step: str = Field(examples=["W-3"])
    audience: Audience
    send_at: Instant
    digest_at: Instant | None = Field(default=None, description="when it goes out with others, outside the inbox")
    channels: list[StepChannel] | None = None
    recipients: list[Recipient]


class PolicyPreview(Wire):
    """What a policy would say of one open deadline from now on; no steps where a nearer policy governs it."""

    deadline_id: UUID
    kind: str
    title: str
    unit_id: UnitId
    unit_name: str
    due_on: date
    governed: bool
    steps: list[PreviewedStep]
