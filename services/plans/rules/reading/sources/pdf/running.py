"""Running headers, footers and page numbers: what stands at the edge of most pages is no part of the text."""

import re
from collections import Counter
from collections.abc import Sequence

_EDGE = 2
_NUMBER = re.compile(r"^[\s\-–—_·.|/]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[\s\-–—_·.|]*$", re.I)
_DECORATED = re.compile(r"^[-–—]\s*\d{1,4}\s*[-–—]$")
_PAGE_NUMBER_BESIDE = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_ROW = 2
"""Tabs from which on a line can only be a row of a table."""
_LEAST_PAGES, _SHARE, _LEAST_WORDS = 3, 0.4, 4
"""Left and right pages may have headers of their own: each stands on somewhat less than half of them."""


def without_running_lines(pages: Sequence[list[str]]) -> list[list[str]]:
    """The pages without them. A line goes only from an edge (the first or last two lines), never from the middle."""
    edges = _Edges(pages)
    return [edges.trimmed(lines) for lines in pages]


class _Edges:
    """What repeats at the edges of the pages."""

    def __init__(self, pages: Sequence[list[str]]) -> None:
        filled = [lines for lines in pages if lines]
        self._needed = max(_LEAST_PAGES, round(_SHARE * len(filled)))
        self._seen = Counter(form for lines in filled for form in {_form(line) for line in (*lines[:_EDGE], *lines[-_EDGE:])})
        self._numbered = sum(1 for lines in filled if _NUMBER.match(lines[0]) or _NUMBER.match(lines[-1]))
        self._most_are_numbered = self._numbered >= max(2, len(filled) // 2)
        self._kept: set[str] = set()

    def trimmed(self, lines: list[str]) -> list[str]:
        """One page; pages must come in order."""
        start = self._running(lines[:_EDGE])
        end = len(lines) - self._running(lines[start:][::-1][:_EDGE])
        return lines[start:end]

    def _running(self, lines: Sequence[str]) -> int:
        """How many lines, from the edge inwards, are running ones; at most one of them is a page number."""
        numbers = 0
        for count, line in enumerate(lines):
            numbered = self._is_number(line)
            if not (numbered and not numbers) and not self._repeats(line):
                return count
            numbers += numbered
        return len(lines)

    def _is_number(self, line: str) -> bool:
        return bool(_DECORATED.match(line) or (self._most_are_numbered and _NUMBER.match(line)))

    def _repeats(self, line: str) -> bool:
        """Short pages of a table may end alike by chance in figures alone: words must repeat. The head of a table stays on every page, for
        another table may begin with the same; one of two columns, which may as well be a title and a date, where it stands first.
        """
        form = _form(line)
        if self._seen[form] < self._needed or len(form) < _LEAST_WORDS:
            return False
        if line.count("\t") >= _ROW:
            return False
        first = "\t" in line and form not in self._kept
        self._kept.add(form)
        return not first


def _form(line: str) -> str:
    """A line without the page number that may stand beside its words, at either end."""
    return _PAGE_NUMBER_BESIDE.sub("", "".join(line.split()))
