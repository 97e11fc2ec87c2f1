"""What a rule finds, before it is wrapped into a verdict."""

from dataclasses import dataclass

from services.indicators.rules.wording import Reason
from shared.schemas.verdicts import Said, Step, VerdictWord


@dataclass(frozen=True, slots=True)
class Finding:
    """A word with its rule, its arithmetic and the facts of its sentence (without the closing word)."""

    word: VerdictWord
    rule: str
    facts: Said
    steps: tuple[Step, ...] = ()
    year: int | None = None
    reason: Reason | None = None


def yearly_word(over: bool, holds: bool, against: bool = False) -> VerdictWord:
    """The word where every year is judged anew: before the horizon there is no 'early', only on track or not."""
    if over:
        return VerdictWord.MET if holds else VerdictWord.NOT_MET
    if holds:
        return VerdictWord.ON_TRACK
    return VerdictWord.WORSENING if against else VerdictWord.BEHIND
