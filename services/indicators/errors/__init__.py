"""The problems that only indicators know, by noun."""

from services.indicators.errors.catalogue import RefusedEntry, RefusedMerge
from services.indicators.errors.exports import RefusedExport, TooManyValues
from services.indicators.errors.observations import AlreadyWithdrawn, FollowsFromOthers, RefusedValues
from services.indicators.errors.revisions import NarrowerDisclosure, PlanOver, RevisionTwice, RevisionWithdrawn, StatementNotInForce
from services.indicators.errors.schemes import RefusedScheme, SchemePublished, SchemeWithdrawn
from services.indicators.errors.targets import StatementElsewhere
from services.indicators.errors.verdicts import TargetUnclear

__all__ = [
    "AlreadyWithdrawn",
    "FollowsFromOthers",
    "NarrowerDisclosure",
    "PlanOver",
    "RefusedEntry",
    "RefusedExport",
    "RefusedMerge",
    "RefusedScheme",
    "RefusedValues",
    "RevisionTwice",
    "RevisionWithdrawn",
    "SchemePublished",
    "SchemeWithdrawn",
    "StatementElsewhere",
    "StatementNotInForce",
    "TargetUnclear",
    "TooManyValues",
]
