"""One A and one B liaison of a unit on any day; nobody holds the same post twice (domain notes, section 1: liaison)."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from services.plans.rules.holding import Held, collides

UNIT, OTHER, ANN, BEN = (UUID(int=n) for n in range(1, 5))
HELD = Held(UUID(int=10), ANN, "liaison", "a.", UNIT, "A", date(2024, 1, 1), date(2025, 1, 1))
WANTED = replace(HELD, id=UUID(int=11), account_id=BEN)


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        (WANTED, True),
        (replace(WANTED, seat="B"), False),
        (replace(WANTED, seat=None), False),  # a further liaison without a seat
        (replace(WANTED, unit_id=OTHER), False),
        (replace(WANTED, since=date(2025, 1, 1), until=None), False),  # the day on which the other has ended
        (replace(WANTED, since=date(2024, 12, 31), until=None), True),  # its last day
        (replace(WANTED, since=date(2023, 1, 1), until=date(2024, 1, 1)), False),
        (replace(WANTED, since=date(2023, 1, 1), until=date(2024, 1, 2)), True),
        (replace(WANTED, account_id=ANN, seat=None), True),  # the same person, the same post
        (replace(WANTED, account_id=ANN, seat="B"), True),  # nobody is A and B
        (replace(WANTED, account_id=ANN, role="unit_leader", seat=None), False),
        (replace(HELD), False),  # itself
    ],
)
def test_what_stands_beside_what(wanted: Held, taken: bool) -> None:
    assert (collides(wanted, [HELD]) is not None) is taken
