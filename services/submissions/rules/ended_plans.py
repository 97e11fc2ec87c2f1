"""What a plan that was withdrawn, or that another one replaced, still asks for."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

NOTHING = 0
"""No year at all is asked about."""


def last_year_asked(on: date, *, withdrawn: bool) -> int:
    """A withdrawn plan asks for nothing; one that was superseded from ``on`` still answers for the years before."""
    return NOTHING if withdrawn else on.year - 1


def is_asked(asked_until: int | None, year: int) -> bool:
    """Whether values of ``year`` may be asked for; None: the plan has not ended."""
    return asked_until is None or year <= asked_until


def nobody_asks(item_askers: Iterable[Iterable[str]], living: Collection[UUID]) -> bool:
    """Whether no item of an assignment is asked by a plan indicator of a plan that lives on."""
    return all(UUID(asker) not in living for askers in item_askers for asker in askers)
