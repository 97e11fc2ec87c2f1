"""What a scoreboard adds up: the latest change and which way it went, and how many targets got each word."""

from collections import Counter
from collections.abc import Hashable, Iterable
from decimal import Decimal
from typing import Any

from shared.schemas.scoreboard import Tendency
from shared.schemas.targets import Polarity

_BETTER = {Polarity.UP: 1, Polarity.DOWN: -1}


def tendency(polarity: Polarity, before: Decimal, after: Decimal) -> Tendency:
    """Which way a change went."""
    if before == after:
        return Tendency.SAME
    if polarity not in _BETTER:
        return Tendency.CHANGED
    return Tendency.BETTER if (after - before) * _BETTER[polarity] > 0 else Tendency.WORSE


def tallied(counted: Iterable[tuple[Hashable, str, int]]) -> dict[Any, dict[str, int]]:
    """Per key how many of each word, of (key, word, how many); keys and words in order, null keys last."""
    found: dict[Any, Counter[str]] = {}
    for key, word, count in counted:
        found.setdefault(key, Counter())[word] += count
    in_order = sorted(found, key=lambda one: (one is None, str(one)))
    return {one: dict(sorted(found[one].items())) for one in in_order}
