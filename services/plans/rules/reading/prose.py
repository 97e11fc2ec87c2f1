"""Targets in sentences, with their places in the source."""

from dataclasses import dataclass

from services.plans.rules.reading.paragraphs import Paragraph
from shared.rules.targets import ParsedTarget, find_targets


@dataclass(frozen=True, slots=True)
class FoundTarget:
    """A target of the text: the short source phrase, what it is about, for which year, what it says, and its place in the source."""

    text: str
    indicator: str
    year: int | None
    parsed: ParsedTarget
    start: int
    end: int


def targets_in(paragraph: Paragraph) -> list[FoundTarget]:
    """Every target that a paragraph sets, in order."""
    return [
        FoundTarget(found.text, found.indicator, found.year, found.parsed, *paragraph.span(found.start, found.end))
        for found in find_targets(paragraph.text)
    ]
