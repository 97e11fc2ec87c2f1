"""When the working facts of a plan may be changed: responsibilities, milestones, funding, breakdowns."""

from shared.schemas.lifecycle import PlanState

DRAFTS = frozenset({PlanState.DRAFTING, PlanState.CONSULTATION})
BINDING = frozenset({PlanState.ISSUED, PlanState.IN_FORCE})


def may_be_kept(state: PlanState) -> bool:
    """Whether a plan's working facts still change: in a draft and while it binds, not once it is over."""
    return state in DRAFTS | BINDING


def needs_reason(state: PlanState) -> bool:
    """Whether a change must say why: once a plan is issued, others rely on it."""
    return state not in DRAFTS
