"""Where a fault of a scheme stands, and what the catalogue says of an indicator that a scheme names."""

from dataclasses import dataclass

from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.schemas.targets import Polarity

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """A catalogue entry as far as schemes care."""

    name: str
    unit: str | None
    polarity: Polarity


def fault(code: str, words: Words, *at: str | int, **places: object) -> FaultWords:
    """A fault at a place of the definition, as JSON pointer."""
    return FaultWords.about(code, words, "/definition/" + "/".join(str(part) for part in at), places)
