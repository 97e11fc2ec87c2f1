"""The problems that only indicators know, by noun."""

from services.indicators.errors.catalogue import RefusedEntry, RefusedMerge
from services.indicators.errors.observations import AlreadyWithdrawn, FollowsFromOthers, RefusedValues
from services.indicators.errors.revisions import NarrowerDisclosure, PlanOver, RevisionTwice, RevisionWithdrawn, StatementNotInForce
from services.indicators.errors.targets import StatementElsewhere
from services.indicators.errors.verdicts import TargetUnclear

__all__ = [
    "AlreadyWithdrawn",
    "FollowsFromOthers",
    "NarrowerDisclosure",
    "PlanOver",
    "RefusedEntry",
    "RefusedMerge",
    "RefusedValues",
    "RevisionTwice",
    "RevisionWithdrawn",
    "StatementElsewhere",
    "StatementNotInForce",
    "TargetUnclear",
]
