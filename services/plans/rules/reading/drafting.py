"""What every part of a draft is made with: citations, confidences, the work list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from services.plans.rules.reading.characters import squeezed
from services.plans.rules.reading.confidence import Confidence, Ground
from services.plans.rules.reading.reading import Reading
from services.plans.rules.reading.work_list import WorkCode, WorkEntry, entry
from shared.schemas.plan_document import Clause

LONGEST_QUOTE = 200
LONGEST_NAME = 300
FRONT = "文首"

Fact = TypeVar("Fact")


@dataclass(slots=True)
class Drafting:
    """A draft while it is made: the reading, its text, how sure each fact is, and the work list."""

    reading: Reading
    text: str
    confidences: list[Confidence] = field(default_factory=list)
    work: list[WorkEntry] = field(default_factory=list)

    def clause(self, path: str, start: int, end: int) -> Clause:
        """A citation of a span of the source, whose quote is the span without spaces."""
        quote = squeezed(self.text[start:end])[:LONGEST_QUOTE] or "…"
        return Clause(path=(path or FRONT)[:LONGEST_QUOTE], start=start, end=max(end, start + 1), quote=quote)

    def sure(self, key: str, ground: Ground) -> None:
        """Say why the fact with this key is believed."""
        self.confidences.append(Confidence(key, ground))

    def to_do(self, code: WorkCode, detail: str = "", about: str | None = None, place: tuple[int, int] | None = None) -> None:
        """Put something on the work list."""
        self.work.append(entry(code, detail, about, place))

    def bounded(self, facts: Sequence[Fact], most: int, what: str) -> list[Fact]:
        """As many facts as a plan can hold; more than those are a work-list entry."""
        if len(facts) > most:
            self.work.append(entry(WorkCode.TOO_MANY, f"{len(facts)} {what}", other=str(most)))
        return list(facts[:most])
