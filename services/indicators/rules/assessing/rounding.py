"""Rounding as an assessment states it: half up, two places; and a weight shared out without losing a hundredth."""

from decimal import ROUND_HALF_UP, Decimal

from services.indicators.rules.arithmetic import EXACT, plain

HUNDREDTH = Decimal("0.01")
SHARE_STEP = Decimal("0.0001")


def half_up(value: Decimal, step: Decimal = HUNDREDTH) -> Decimal:
    """``value`` to whole steps, half up (away from zero)."""
    return value.quantize(step, rounding=ROUND_HALF_UP, context=EXACT) + Decimal(0)


def points(value: Decimal) -> str:
    """Points as people write them: without needless zeros."""
    return plain(value.normalize() if value != value.to_integral() else value.quantize(Decimal(1)))


def shared_out(weight: Decimal, parts: int) -> list[Decimal]:
    """A weight in equal hundredths; those that do not divide go to the first parts, so that the sum stays exact."""
    each, left = divmod(int(weight / HUNDREDTH), parts)
    return [(each + (1 if number < left else 0)) * HUNDREDTH for number in range(parts)]
