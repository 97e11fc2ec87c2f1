"""Word lists, and patterns made of them."""

import re
from collections.abc import Iterable


def words(*lists: str) -> list[str]:
    """The words of lists that are separated by blanks."""
    return " ".join(lists).split()


def alternatives(several: Iterable[str]) -> str:
    """A pattern of words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(several, key=len, reverse=True))
