"""How alike two Chinese names are: the share of two-character pieces they have in common (Dice)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping


def bigrams(text: str) -> frozenset[str]:
    """Every two neighbouring characters, without white space; a single character stands for itself."""
    plain = "".join(text.split())
    return frozenset(plain[n : n + 2] for n in range(len(plain) - 1)) or frozenset({plain} - {""})


def likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same pieces); symmetric."""
    return _dice(bigrams(one), bigrams(other))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    together = len(one) + len(other)
    return 2 * len(one & other) / together if together else 0.0


def alike(ones: Mapping[str, str], others: Mapping[str, str], least: float) -> Iterator[tuple[float, str, str]]:
    """Pairs (likeness, key, other key) of named things that are at least so alike; only those that share a piece are compared."""
    pieces = {key: bigrams(name) for key, name in others.items()}
    holders: dict[str, set[str]] = defaultdict(set)
    for key, own in pieces.items():
        for piece in own:
            holders[piece].add(key)
    for key, name in ones.items():
        own = bigrams(name)
        for other in sorted(set().union(*(holders[piece] for piece in own if piece in holders))):
            found = _dice(own, pieces[other])
            if found >= least:
                yield found, key, other
