"""Shares and days of the count, as they are told."""

from decimal import ROUND_HALF_UP, Decimal

_TENTH = Decimal("0.1")


def share(part: int, whole: int) -> Decimal | None:
    """``part`` per hundred of ``whole``, half up to one decimal; None where there is no whole. All of it only where nothing is left out."""
    if whole == 0:
        return None
    exact = Decimal(part) * 100 / whole
    rounded = exact.quantize(_TENTH, ROUND_HALF_UP)
    return min(rounded, 100 - _TENTH) if part < whole else rounded


def days(lasted: float) -> Decimal:
    """Days as measured, half up to one decimal."""
    return Decimal(repr(round(lasted, 6))).quantize(_TENTH, ROUND_HALF_UP)
