"""The check digit of GB 32100-2015."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.rules.uscc import ALPHABET, check_character, is_valid, plain


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("91350100M000100Y43", True),  # the example of the standard
        ("91330106673959654P", True),
        ("91440300708461136T", True),
        ("91350100M000100Y44", False),  # another check character
        ("91350100M000100Y4", False),  # a character short
        ("91350100M000100Y433", False),
        ("91350100M000I00Y43", False),  # I, O, S, V, Z are no characters of the standard
        ("913501OOM000100Y43", False),
        ("91350100m000100y43", False),  # as written; ``plain`` makes it right
        ("", False),
    ],
)
def test_codes(code: str, valid: bool) -> None:
    assert is_valid(code) is valid


@pytest.mark.parametrize("written", ["91350100m000100y43", "９１３５０１００Ｍ０００１００Ｙ４３", " 91350100-M000100Y-43 ", "91350100 M000100Y43"])
def test_a_code_is_read_as_people_write_it(written: str) -> None:
    assert is_valid(plain(written))


_firsts = st.tuples(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=2, max_size=2), st.text("0123456789", min_size=6, max_size=6)).flatmap(
    lambda head: st.text(ALPHABET, min_size=9, max_size=9).map(lambda tail: "".join(head) + tail)
)


@given(_firsts)
def test_exactly_one_last_character_fits(first: str) -> None:
    assert [character for character in ALPHABET if is_valid(first + character)] == [check_character(first)]


@given(_firsts, st.integers(8, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(first: str, place: int, other: str) -> None:
    code = first + check_character(first)
    assert is_valid(code[:place] + other + code[place + 1 :]) is (code[place] == other)
