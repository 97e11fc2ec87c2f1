"""Targets in sentences, with their places in the source."""

from dataclasses import dataclass

from shared.rules.targets import find_targets

from services.plans.rules.reading.paragraphs import Paragraph
from shared.schemas.targets import TargetExpression


@dataclass(frozen=True, slots=True)
class FoundTarget:
    """A target of the text: the short source phrase, what it is about, for which year, and what it says."""

    text: str
    indicator: str
    year: int | None
    expression: TargetExpression
    unit: str | None
    note: str | None
    start: int
    end: int


def targets_in(paragraph: Paragraph) -> list[FoundTarget]:
    """Every target that a paragraph sets, in order."""
    found = []
    for target in find_targets(paragraph.text):
        start, end = paragraph.span(target.start, target.end)
        found += [
            FoundTarget(target.text, target.indicator, part.year or target.year, part.expression, _unit(part.expression), part.note, start, end)
            for part in target.parsed.targets
        ]
    return found


def _unit(expression: TargetExpression) -> str | None:
    return getattr(expression, "unit", None)
