"""What a value does to its slot: reported and verified side by side, corrections as versions, withdrawals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.rules.recording import Content, Said, next_content, standing_version, told


def number(text: str, standing: str = "reported", reported: Content | None = None) -> Content:
    """A value without parts."""
    return Content(Decimal(text), None, None, None, standing, reported=told(reported) if reported else None)


EMPTY = Content(None, None, None, None, "reported")
REPORTED, CORRECTED, VERIFIED = number("32.6"), number("32.7"), number("32.1", "verified")


@pytest.mark.parametrize(
    ("present", "arriving", "following"),
    [
        (None, REPORTED, REPORTED),
        (EMPTY, REPORTED, REPORTED),
        (REPORTED, REPORTED, None),
        (REPORTED, number("32.60"), number("32.60")),
        (REPORTED, CORRECTED, CORRECTED),
        (number("32.6", "provisional"), REPORTED, REPORTED),
        (REPORTED, VERIFIED, number("32.1", "verified", REPORTED)),
        (None, VERIFIED, VERIFIED),
        (number("32.1", "verified", REPORTED), REPORTED, None),
        (number("32.1", "verified", REPORTED), VERIFIED, None),
        (number("32.1", "verified", REPORTED), CORRECTED, number("32.1", "verified", CORRECTED)),
        (number("32.1", "verified", REPORTED), number("32", "verified"), number("32", "verified", REPORTED)),
        (VERIFIED, REPORTED, number("32.1", "verified", REPORTED)),
    ],
)
def test_what_counts_next(present: Content | None, arriving: Content, following: Content | None) -> None:
    assert next_content(present, arriving) == following


_CONTENTS = st.builds(number, st.sampled_from(["1", "1.0", "2"]), st.sampled_from(["reported", "verified", "provisional"]))


@given(st.lists(_CONTENTS, min_size=1, max_size=8))
def test_a_verified_value_counts_whatever_comes_after_it(arriving: list[Content]) -> None:
    present: Content | None = None
    for one in arriving:
        present = next_content(present, one) or present
        assert next_content(present, one) is None  # the same again says nothing new
    verified = [one for one in arriving if one.standing == "verified"]
    others = [one for one in arriving if one.standing != "verified"]
    assert present is not None and present.value == (verified or others)[-1].value
    assert present.reported == (told(others[-1]) if verified and others else None)


@pytest.mark.parametrize(
    ("voids", "counts"),
    [([None], 1), ([None, None], 2), ([None, None, 2], 1), ([None, None, 2, 1], None), ([None, 1, None], 3), ([None, 1], None), ([], None)],
)
def test_the_newest_version_that_was_not_withdrawn_counts(voids: list[int | None], counts: int | None) -> None:
    assert standing_version(Said(number, void) for number, void in enumerate(voids, 1)) == counts
