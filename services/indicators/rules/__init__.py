"""Pure rules of the indicators service: no clock, no I/O, decimals only."""

from services.indicators.rules.verdicts import judge

__all__ = ["judge"]
