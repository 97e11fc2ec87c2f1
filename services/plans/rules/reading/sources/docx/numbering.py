"""Automatic numbers, written out: 一、（一）1. are often not in the text at all, but in ``numbering.xml`` (ECMA-376, 17.9)."""

import re
from dataclasses import dataclass
from typing import Any

from services.plans.rules.reading.sources.docx.names import attribute, is_on, number, w
from services.plans.rules.reading.sources.docx.numerals import written
from services.plans.rules.reading.sources.docx.styles import Styles

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_NO_GAP = tuple("、.．。)）］]】:：,，-—")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. ``restart``: the level (from 1) whose number sets this one back; 0: none does; None: any above."""

    start: int
    number_format: str
    text: str
    gap: str
    restart: int | None
    figures_only: bool


class Numbering:
    """The running numbers of one document; paragraphs must be asked for in their order."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = {} if root is None else {attribute(found, "abstractNumId"): found for found in root.findall(w("abstractNum"))}
        self._lists = {} if root is None else {attribute(found, "numId"): found for found in root.findall(w("num"))}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        self._levels: dict[tuple[str, int], Level] = {}

    def label(self, properties: Any | None) -> str:
        """The number that stands before a paragraph with these ``w:pPr``; empty where there is none. Counts on."""
        list_id, level = self._place(properties)
        num = self._lists.get(list_id)
        if num is None or not 0 <= level < _LEVELS:
            return ""
        abstract_id = attribute(num.find(w("abstractNumId")))
        counts = self._counts.setdefault(abstract_id, [None] * _LEVELS)
        self._begin(list_id, num, counts)
        self._count(list_id, counts, level)
        return self._label(list_id, counts, level)

    def _place(self, properties: Any | None) -> tuple[str, int]:
        """List and level: the paragraph's own words first, then its style's."""
        if properties is None:
            return "", 0
        style_id = attribute(properties.find(w("pStyle")))
        inherited, own = self._styles.numbers_of(style_id), properties.find(w("numPr"))
        list_id, level = "", None
        for numbers in (own, inherited):
            if numbers is not None:
                list_id = list_id or attribute(numbers.find(w("numId")))
                level = number(numbers.find(w("ilvl"))) if level is None else level
        return list_id, level if level is not None else self._level_of_style(list_id, style_id)

    def _level_of_style(self, list_id: str, style_id: str) -> int:
        """A level may name the style that it belongs to."""
        for level in range(_LEVELS):
            found = self._element(list_id, level)
            if style_id and found is not None and attribute(found.find(w("pStyle"))) == style_id:
                return level
        return 0

    def _begin(self, list_id: str, num: Any, counts: list[int | None]) -> None:
        """A list that starts over says so once, where it is first used."""
        if list_id in self._begun:
            return
        self._begun.add(list_id)
        for override in num.findall(w("lvlOverride")):
            level, start = number(override, "ilvl"), number(override.find(w("startOverride")))
            if level is not None and start is not None and 0 <= level < _LEVELS:
                counts[level] = start - 1

    def _count(self, list_id: str, counts: list[int | None], level: int) -> None:
        before = counts[level]
        counts[level] = self._level(list_id, level).start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            restart = self._level(list_id, deeper).restart
            if restart is None or (restart > 0 and level < restart):
                counts[deeper] = None

    def _label(self, list_id: str, counts: list[int | None], level: int) -> str:
        kind = self._level(list_id, level)
        if kind.number_format == "bullet":
            return ""

        def place(match: re.Match[str]) -> str:
            asked = int(match[1]) - 1
            above = self._level(list_id, asked)
            count = counts[asked]
            return written(above.start if count is None else count, "decimal" if kind.figures_only else above.number_format)

        made = _PLACE.sub(place, kind.text)
        return made if not made or made.endswith(_NO_GAP) else made + kind.gap

    def _level(self, list_id: str, level: int) -> Level:
        if (list_id, level) not in self._levels:
            self._levels[list_id, level] = _read_level(self._element(list_id, level))
        return self._levels[list_id, level]

    def _element(self, list_id: str, level: int) -> Any | None:
        """The ``w:lvl`` in force: the list's own, else the abstract list's, which may be a list style's."""
        num = self._lists.get(list_id)
        if num is None:
            return None
        for override in num.findall(w("lvlOverride")):
            own = override.find(w("lvl"))
            if number(override, "ilvl") == level and own is not None:
                return own
        abstract = self._abstract.get(attribute(num.find(w("abstractNumId"))))
        linked = attribute(abstract.find(w("numStyleLink"))) if abstract is not None else ""
        if linked:
            other = self._lists.get(self._styles.list_of(linked))
            abstract = self._abstract.get(attribute(other.find(w("abstractNumId")))) if other is not None else None
        found = abstract.findall(w("lvl")) if abstract is not None else ()
        return next((one for one in found if number(one, "ilvl") == level), None)


def _read_level(element: Any | None) -> Level:
    if element is None:
        return Level(1, "none", "", "", None, False)
    start, suffix = number(element.find(w("start"))), attribute(element.find(w("suff")), "val", "tab")
    return Level(
        start=0 if start is None else start,
        number_format=attribute(element.find(w("numFmt")), "val", "decimal"),
        text=attribute(element.find(w("lvlText"))),
        gap="" if suffix == "nothing" else " ",
        restart=number(element.find(w("lvlRestart"))),
        figures_only=is_on(element.find(w("isLgl"))),
    )
