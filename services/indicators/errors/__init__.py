"""The problems that only indicators know, by noun."""

from services.indicators.errors.catalogue import RefusedEntry, RefusedMerge
from services.indicators.errors.comparisons import TooMuchAtOnce, UnclearScope
from services.indicators.errors.definitions import AlreadyAccepted, AlreadyRevoked, RefusedAcceptance
from services.indicators.errors.exports import RefusedExport, TooManyValues
from services.indicators.errors.observations import AlreadyWithdrawn, FollowsFromOthers, RefusedValues
from services.indicators.errors.revisions import NarrowerDisclosure, PlanOver, RevisionTwice, RevisionWithdrawn, StatementNotInForce
from services.indicators.errors.schemes import RefusedScheme, SchemePublished, SchemeWithdrawn
from services.indicators.errors.targets import StatementElsewhere
from services.indicators.errors.verdicts import TargetUnclear

__all__ = [
    "AlreadyAccepted",
    "AlreadyRevoked",
    "AlreadyWithdrawn",
    "FollowsFromOthers",
    "NarrowerDisclosure",
    "PlanOver",
    "RefusedAcceptance",
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
    "TooMuchAtOnce",
    "UnclearScope",
]
