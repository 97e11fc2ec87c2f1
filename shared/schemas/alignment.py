"""How a plan follows the one above it: its parent plan, its actions' parent actions, and what nobody below covers."""

from uuid import UUID

from pydantic import ConfigDict, Field

from shared.schemas.base import Key, Name, PlanId, Wire
from shared.schemas.verdicts import Said


class ParentLink(Wire):
    """The plan that this one follows; null takes the link away, and with it those of its actions."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"parent_id": "01a2043b-b5f9-732b-b2e4-a8fd4ad7e475"}]})

    parent_id: UUID | None


class ActionLink(Wire):
    """The parent actions of one action; an empty list takes its links away."""

    action: Key
    parents: list[Key] = Field(max_length=100)


class ActionLinks(Wire):
    """Links of some actions, each replacing what was there; actions that are not named keep theirs."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"links": [{"action": "A13", "parents": ["A13", "A14", "A15"]}]}]})

    links: list[ActionLink] = Field(min_length=1, max_length=500)


class LinkedAction(Wire):
    """An action with its confirmed parent actions."""

    key: Key
    name: Name
    parents: list[Key]


class ParentSuggestion(Wire):
    """A plan above whose title is like one of the titles that this plan names as its basis; a person confirms."""

    plan_id: PlanId
    title: Name
    named_as: Name
    likeness: float = Field(ge=0, le=1)


class ParentActionSuggestion(Wire):
    """A parent action that an action may follow, and why; a person confirms."""

    key: Key
    name: Name
    likeness: float = Field(ge=0, le=1)
    because: Said


class ActionSuggestion(Wire):
    """What an action without links may follow, the likeliest first."""

    key: Key
    name: Name
    suggestions: list[ParentActionSuggestion]


class Alignment(Wire):
    """A plan's parent, its linked actions, and suggestions for what is not linked yet."""

    plan_id: PlanId
    parent_id: PlanId | None = None
    parents_suggested: list[ParentSuggestion]
    linked: list[LinkedAction]
    suggested: list[ActionSuggestion]


class CoveredAction(Wire):
    """An action of the upper plan and how many plans below follow it."""

    key: Key
    name: Name
    plans: int


class ChildCoverage(Wire):
    """One plan below: which actions of the upper plan it does not follow, and which of its own have no parent."""

    plan_id: PlanId
    title: Name
    region_name: Name
    not_covered: list[Key]
    without_parent: list[Key]


class Coverage(Wire):
    """What of a plan the plans below cover: those in its region's subtree that are linked to it and that the caller may read."""

    plan_id: PlanId
    plans_below: int
    actions: list[CoveredAction]
    covered_by_none: list[Key]
