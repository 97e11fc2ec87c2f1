"""The one table of moves of a rectification, and what a verdict does to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from shared.rules.access import Permission
from shared.schemas.rectifications import RectificationState as S
from shared.schemas.verdicts import VerdictWord

BAD = frozenset({VerdictWord.BEHIND, VerdictWord.WORSENING, VerdictWord.NOT_MET})
GOOD = frozenset({VerdictWord.MET, VerdictWord.MET_EARLY, VerdictWord.ON_TRACK})
LIVE = frozenset({S.PROPOSED, S.OPEN, S.REPORTED, S.WAIVER_ASKED})


class Move(StrEnum):
    """What people do to a rectification."""

    OPEN = "open"
    DISMISS = "dismiss"
    REPORT = "report"
    FINISH = "finish"
    CONFIRM = "confirm"
    FAIL = "fail"
    ASK_WAIVER = "ask_waiver"
    GRANT_WAIVER = "grant_waiver"
    REFUSE_WAIVER = "refuse_waiver"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table. ``four_eyes``: neither whoever made the last move nor anybody of the owner's unit."""

    before: frozenset[S]
    after: S
    permission: Permission
    four_eyes: bool = False


_RUN, _REPORT = Permission.RECTIFICATION_RUN, Permission.RECTIFICATION_REPORT
MOVES: Mapping[Move, Row] = MappingProxyType(
    {
        Move.OPEN: Row(frozenset({S.PROPOSED}), S.OPEN, _RUN),
        Move.DISMISS: Row(frozenset({S.PROPOSED}), S.DISMISSED, _RUN),
        Move.REPORT: Row(frozenset({S.OPEN}), S.OPEN, _REPORT),
        Move.FINISH: Row(frozenset({S.OPEN}), S.REPORTED, _REPORT),
        Move.CONFIRM: Row(frozenset({S.REPORTED}), S.CLOSED, _RUN, four_eyes=True),
        Move.FAIL: Row(frozenset({S.REPORTED}), S.OPEN, _RUN, four_eyes=True),
        Move.ASK_WAIVER: Row(frozenset({S.OPEN, S.REPORTED}), S.WAIVER_ASKED, _RUN),
        Move.GRANT_WAIVER: Row(frozenset({S.WAIVER_ASKED}), S.WAIVED, _RUN, four_eyes=True),
        Move.REFUSE_WAIVER: Row(frozenset({S.WAIVER_ASKED}), S.OPEN, _RUN, four_eyes=True),
    }
)


def possible(state: S) -> list[Move]:
    """Every move that ``state`` allows."""
    return [move for move, row in MOVES.items() if state in row.before]


class Answer(StrEnum):
    """What a verdict asks for."""

    PROPOSE = "propose"
    CLOSE = "close"
    NOTHING = "nothing"


def answer_to(word: VerdictWord, *, live: bool) -> Answer:
    """A bad verdict proposes a rectification where none is under way, a good one closes the one that is; any other word says nothing."""
    if word in BAD:
        return Answer.NOTHING if live else Answer.PROPOSE
    return Answer.CLOSE if word in GOOD and live else Answer.NOTHING
