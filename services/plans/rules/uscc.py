"""The unified social credit code of an organisation (统一社会信用代码, GB 32100-2015) and its check digit.

18 characters of 0-9 and A-Z without I, O, S, V, Z: authority, kind, six digits of the region, nine of the organisation
(GB 11714), check. The check character is 31 minus the sum of values × 3^(place - 1) modulo 31 (GB 32100, appendix A).
"""

from collections.abc import Iterable

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH, _BASE, _ROOT = 18, 31, 3
_WEIGHTS = tuple(pow(_ROOT, place, _BASE) for place in range(_LENGTH - 1))
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def plain(written: str) -> str:
    """``written`` as the standard writes it: half-width, upper case, without blanks and hyphens."""
    return "".join(written.translate(_WIDE).upper().split()).replace("-", "")


def check_character(first_seventeen: str) -> str:
    """The eighteenth character of a code; ValueError for a character that the standard does not have."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return ALPHABET[-total % _BASE]


def is_valid(code: str) -> bool:
    """Whether ``code`` is a unified social credit code: length, characters, digits of the region and check character."""
    if len(code) != _LENGTH or any(character not in ALPHABET for character in code):
        return False
    return code[2:8].isdigit() and check_character(code[:-1]) == code[-1]


def codes_in(written: Iterable[str]) -> set[str]:
    """Those texts that are credit codes, as the standard writes them."""
    return {code for code in map(plain, written) if is_valid(code)}
