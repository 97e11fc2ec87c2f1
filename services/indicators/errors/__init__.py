"""The problems that only indicators know, by noun."""

from services.indicators.errors.observations import AlreadyWithdrawn, RefusedValues
from services.indicators.errors.targets import StatementElsewhere
from services.indicators.errors.verdicts import TargetUnclear

__all__ = ["AlreadyWithdrawn", "RefusedValues", "StatementElsewhere", "TargetUnclear"]
