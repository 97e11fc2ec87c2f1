"""The problems that only indicators know, by noun."""

from services.indicators.errors.catalogue import RefusedEntry
from services.indicators.errors.observations import AlreadyWithdrawn, RefusedValues
from services.indicators.errors.revisions import NarrowerDisclosure, PlanOver, RevisionTwice, RevisionWithdrawn, StatementNotInForce
from services.indicators.errors.targets import StatementElsewhere
from services.indicators.errors.verdicts import TargetUnclear

__all__ = [
    "AlreadyWithdrawn",
    "NarrowerDisclosure",
    "PlanOver",
    "RefusedEntry",
    "RefusedValues",
    "RevisionTwice",
    "RevisionWithdrawn",
    "StatementElsewhere",
    "StatementNotInForce",
    "TargetUnclear",
]
