"""Shares computed from a count and a shared denominator (常住人口, 户籍人口), in the indicator's own unit."""

from decimal import Decimal, localcontext

_TIMES = {
    "%": Decimal(100),
    "％": Decimal(100),
    "‰": Decimal(1000),
    "/千人": Decimal(1000),
    "件/千人": Decimal(1000),
    "张/千人": Decimal(1000),
    "人/千人": Decimal(1000),
    "/万": Decimal(10_000),
    "1/万": Decimal(10_000),
    "/10万": Decimal(100_000),
    "1/10万": Decimal(100_000),
}
_DECIMALS = Decimal("0.0001")


def is_share(unit_of_measure: str | None) -> bool:
    """Whether values in this unit are a count over a denominator."""
    return (unit_of_measure or "").strip() in _TIMES


def share(numerator: Decimal, denominator: Decimal, unit_of_measure: str | None) -> Decimal | None:
    """A count over a denominator in ``unit_of_measure``, to four decimals without needless zeros; None for a unit that is no share, and over 0.

    >>> str(share(Decimal(326), Decimal(1000), "%"))
    '32.6'
    """
    times = _TIMES.get((unit_of_measure or "").strip())
    if times is None or not denominator:
        return None
    with localcontext(prec=60):
        exact = (numerator / denominator * times).quantize(_DECIMALS)
    return Decimal(format(exact, "f").rstrip("0").rstrip("."))
