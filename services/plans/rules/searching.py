"""Search without a dictionary: texts and queries are brought to one plain form, and pairs of neighbouring characters are its index.

Chinese is not written in words; two characters are the shortest thing one looks for, and every longer text is made of pairs.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from shared.schemas.search import SearchKind

RANK = {kind: rank for rank, kind in enumerate(SearchKind)}
"""The whole ranking: plans first, then actions, indicators, duties, clauses; within one kind in the order of being stored."""

SHORTEST = 2
_KEPT_SIGNS = frozenset("%‰℃")
_BEFORE, _SNIPPET = 20, 80


@lru_cache(maxsize=16384)
def _kept(character: str) -> str:
    """What is left of a character in the plain form: mostly itself, several, or nothing."""
    return "".join(one for one in unicodedata.normalize("NFKC", character).casefold() if one.isalnum() or one in _KEPT_SIGNS)


def plain(text: str) -> str:
    """One form for what reads the same: full width or half, upper case or lower, without spaces and punctuation."""
    return "".join(map(_kept, text))


def terms(query: str) -> list[str]:
    """The words of a query in plain form; what stands between spaces is one word, quotes and punctuation count for nothing."""
    return list(dict.fromkeys(word for word in map(plain, query.split()) if word))


def grams(normal: str) -> list[str]:
    """Every pair of neighbouring characters of a plain text, once each, in order."""
    return list(dict.fromkeys(normal[place : place + 2] for place in range(len(normal) - 1)))


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text around the first find, and where the finds stand in it: (start, end)."""

    text: str
    marks: tuple[tuple[int, int], ...]


def snippet(text: str, words: list[str]) -> Snippet:
    """The piece of ``text`` to show, with every find of every word in it marked; finds that touch are one mark."""
    spans = _spans(text, words)
    start = max(0, spans[0][0] - _BEFORE) if spans else 0
    end = max(start + _SNIPPET, spans[0][1]) if spans else _SNIPPET
    shown = [(a - start, min(b, end) - start) for a, b in spans if a < end]
    return Snippet(text[start:end], tuple(shown))


def _spans(text: str, words: list[str]) -> list[tuple[int, int]]:
    normal, origin = plain(text), [place for place, character in enumerate(text) for _ in _kept(character)]
    found = sorted((origin[place], origin[place + len(word) - 1] + 1) for word in words if word for place in _places(normal, word))
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _places(normal: str, word: str) -> Iterator[int]:
    place = normal.find(word)
    while place >= 0:
        yield place
        place = normal.find(word, place + 1)
