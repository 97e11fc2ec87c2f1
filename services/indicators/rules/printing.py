"""Figures in the unit that a plan prints; values are given and kept in the catalogue's (``measured_in``)."""

from decimal import Decimal
from typing import Any

from services.indicators.rules.measures import convert


def printed_unit(owner: Any) -> str | None:
    """The unit that the plan prints for its indicator, else that of the values."""
    unit: str | None = owner.unit_of_measure or owner.measured_in
    return unit


def as_printed(value: Decimal | None, owner: Any) -> Decimal | None:
    """A figure of a plan indicator in the unit that the plan prints."""
    return value if value is None or not owner.unit_of_measure else convert(value, owner.measured_in, owner.unit_of_measure)
