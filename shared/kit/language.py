"""People-facing words in Chinese and English, chosen by Accept-Language (RFC 9110, section 12.5.4)."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
DEFAULT: Language = "zh"


@dataclass(frozen=True, slots=True)
class Words:
    """The same sentence in both languages; ``{name}`` places are filled by ``say``."""

    zh: str
    en: str

    def say(self, language: Language, **values: object) -> str:
        """The sentence in ``language`` with its places filled; a place that is words itself is said in the same language."""
        said = {name: value.say(language) if isinstance(value, Words) else value for name, value in values.items()}
        return (self.zh if language == "zh" else self.en).format(**said)


def preferred(accept_language: str | None) -> Language:
    """The better liked of our two languages; Chinese where nothing is said."""
    best: tuple[float, Language] = (0.0, DEFAULT)
    for part in (accept_language or "").replace(" ", "").split(","):
        tag, _, weight = part.partition(";q=")
        primary = tag.lower().split("-")[0]
        quality = _quality(weight)
        if primary == "zh" and quality > best[0]:
            best = (quality, "zh")
        elif primary == "en" and quality > best[0]:
            best = (quality, "en")
    return best[1]


def _quality(weight: str) -> float:
    try:
        return float(weight) if weight else 1.0
    except ValueError:
        return 0.0
