"""What a submission's way means for the milestone whose evidence it brings."""

from shared.schemas.milestones import MilestoneState

OPEN = frozenset({MilestoneState.PLANNED, MilestoneState.REPORTED, MilestoneState.RETURNED})


def state_by(submission: MilestoneState | None) -> MilestoneState:
    """The state of an open milestone that names a submission in this state; planned while nothing is known of it."""
    return submission or MilestoneState.PLANNED


def is_open(state: MilestoneState) -> bool:
    """Whether a milestone may still change: neither achieved nor dropped."""
    return state in OPEN
