"""Decimals as the rules use them: one fixed context, and the way a number is written in a formula."""

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

EXACT = Context(prec=250, rounding=ROUND_HALF_EVEN, traps=[DivisionByZero, InvalidOperation, Overflow])
"""Wide enough that sums and products of wire decimals (38 digits, below 1e30) stay exact, whatever the caller's context."""

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_DECIMALS = 4
_STEP = ONE.scaleb(-_DECIMALS)


def plain(value: Decimal) -> str:
    """The number with its zeros and without an exponent."""
    return format(value, "f")


def operand(value: Decimal) -> str:
    """The number as it stands in a formula: a negative one in brackets."""
    return f"({plain(value)})" if value.is_signed() else plain(value)


def rounded(value: Decimal) -> str:
    """At most four decimals, half to even; what has fewer keeps its zeros."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= -_DECIMALS:
        return plain(value)
    return plain(value.quantize(_STEP, rounding=ROUND_HALF_EVEN) + ZERO)


def whole_percent(share: Decimal) -> str:
    """A share as a whole percentage; what is not yet complete never reads 100 %."""
    percent = (share * HUNDRED).quantize(ONE, rounding=ROUND_HALF_EVEN) + ZERO
    return plain(min(percent, Decimal(99)) if share < ONE else percent)


def truth(holds: bool) -> str:
    """The result of a comparison as steps write it."""
    return "true" if holds else "false"
