"""What is said of a verdict that changed: one by one, all together, or nothing."""

from enum import StrEnum

from shared.schemas.verdicts import VerdictWord

AT_ONCE = 10
"""So many warnings a day are told one by one to the same office or unit; what comes beyond is one message that leads to the scoreboard."""
_BAD = (VerdictWord.BEHIND, VerdictWord.WORSENING, VerdictWord.NOT_MET)


class Telling(StrEnum):
    """How it is told."""

    SINGLY = "singly"
    TOGETHER = "together"
    NOT_AT_ALL = "not_at_all"


def telling(before: VerdictWord | None, word: VerdictWord, told_today: int) -> Telling:
    """Only a turn for the worse is told. The first judging of a plan is no turn: what it finds is told together, and so is a flood."""
    if word not in _BAD or (before in _BAD and _BAD.index(word) <= _BAD.index(before)):
        return Telling.NOT_AT_ALL
    return Telling.TOGETHER if before is None or told_today >= AT_ONCE else Telling.SINGLY
