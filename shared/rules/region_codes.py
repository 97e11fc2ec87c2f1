"""Codes of regions as people write them (GB/T 2260, GB/T 10114)."""

import re
import unicodedata

LENGTHS = (2, 4, 6, 9, 12)
"""Province, city, county, town, village."""
_DIGITS = re.compile(r"[0-9]+")


def code_of(written: str) -> str:
    """A code without the zeros that pad it: 330200 is 3302, 330205001000 is 330205001; ValueError if it is none."""
    code = _narrow(written)
    if not _DIGITS.fullmatch(code) or len(code) not in LENGTHS:
        raise ValueError(written)
    for length, shorter in ((12, 9), (9, 6), (6, 4), (4, 2)):
        if len(code) == length and not code[shorter:].strip("0"):
            code = code[:shorter]
    return code


def looks_like_code(written: str) -> bool:
    """Whether a text is of digits rather than a name."""
    return bool(_DIGITS.fullmatch(_narrow(written)))


def _narrow(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
