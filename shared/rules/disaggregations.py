"""Disaggregations: the part of a whole that a value is about, as categories with one printed form (``age=65+;sex=female``).

Empty is the total. Names of categories are sorted, so that the same part is always printed the same.
"""

from collections.abc import Mapping
from functools import lru_cache

LONGEST = 200
_RESERVED = frozenset("=;")


def print_disaggregation(categories: Mapping[str, str]) -> str:
    """The printed form; ValueError where a name or value is empty, holds ``=``, ``;`` or a line break, or all is longer than 200 characters."""
    parts = []
    for name, value in sorted((name.strip(), value.strip()) for name, value in categories.items()):
        if not name or not value or _RESERVED & {*name, *value} or not (name + value).isprintable():
            raise ValueError(f"not a category: {name[:40]!r} = {value[:40]!r}")
        parts.append(f"{name}={value}")
    printed = ";".join(parts)
    if len(printed) > LONGEST:
        raise ValueError(f"more than {LONGEST} characters")
    return printed


def parse_disaggregation(text: str) -> tuple[tuple[str, str], ...]:
    """(category, value) pairs in order of name; ValueError for another form or a category given twice."""
    if not text.strip():
        return ()
    pairs = [part.partition("=") for part in text.split(";")]
    if any(not mark for _, mark, _ in pairs):
        raise ValueError("write category=value, several with ; between")
    categories = {name.strip(): value.strip() for name, _, value in pairs}
    if len(categories) != len(pairs):
        raise ValueError("a category is given twice")
    print_disaggregation(categories)
    return tuple(sorted(categories.items()))


@lru_cache(maxsize=8192)
def canonical_disaggregation(text: str) -> str:
    """The one printed form of what ``text`` says; ValueError for another form."""
    return print_disaggregation(dict(parse_disaggregation(text)))
