"""The problems that only indicators know, by noun."""

from services.indicators.errors.catalogue import RefusedEntry
from services.indicators.errors.observations import RefusedValues
from services.indicators.errors.targets import StatementElsewhere

__all__ = ["RefusedEntry", "RefusedValues", "StatementElsewhere"]
