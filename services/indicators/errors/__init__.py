"""The problems that only indicators know, by noun."""

from services.indicators.errors.observations import RefusedValues
from services.indicators.errors.revisions import NarrowerDisclosure, PlanOver, RevisionTwice, RevisionWithdrawn, StatementNotInForce
from services.indicators.errors.targets import StatementElsewhere

__all__ = [
    "NarrowerDisclosure",
    "PlanOver",
    "RefusedValues",
    "RevisionTwice",
    "RevisionWithdrawn",
    "StatementElsewhere",
    "StatementNotInForce",
]
