"""The one table of what can happen to a plan: from where, to where, who may, and what must hold besides (domain notes, section 2)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from shared.kit.language import Words
from shared.rules.access import Disclosure, Permission
from shared.schemas.lifecycle import PlanMove, PlanState


class Guard(StrEnum):
    """What must hold besides state and permission."""

    NOT_INTERNAL = "not_internal"
    COMMENTS_ANSWERED = "comments_answered"
    PERIOD_OVER = "period_over"


@dataclass(frozen=True, slots=True)
class Situation:
    """What guards look at."""

    today: date
    period_end: int
    disclosure: Disclosure = Disclosure.PUBLIC
    unanswered: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table; ``after`` None: the state stays."""

    move: PlanMove
    before: frozenset[PlanState]
    after: PlanState | None
    permission: Permission
    guards: tuple[Guard, ...] = ()


_S = PlanState
_DRAFTING = frozenset({_S.DRAFTING})
_DRAFTS = frozenset({_S.DRAFTING, _S.CONSULTATION})
_BINDING = frozenset({_S.ISSUED, _S.IN_FORCE})

MOVES = (
    Move(PlanMove.EDIT, _DRAFTING, None, Permission.PLAN_DRAFT),
    Move(PlanMove.OPEN_CONSULTATION, _DRAFTING, _S.CONSULTATION, Permission.PLAN_DRAFT, (Guard.NOT_INTERNAL,)),
    Move(PlanMove.CLOSE_CONSULTATION, frozenset({_S.CONSULTATION}), _S.DRAFTING, Permission.PLAN_DRAFT),
    Move(PlanMove.ISSUE, _DRAFTING, _S.ISSUED, Permission.PLAN_ISSUE, (Guard.COMMENTS_ANSWERED,)),
    Move(PlanMove.BRING_INTO_FORCE, frozenset({_S.ISSUED}), _S.IN_FORCE, Permission.PLAN_ISSUE),
    Move(PlanMove.AMEND, _BINDING, None, Permission.PLAN_ISSUE),
    Move(PlanMove.CONCLUDE, frozenset({_S.IN_FORCE}), _S.CONCLUDED, Permission.PLAN_ISSUE, (Guard.PERIOD_OVER,)),
    Move(PlanMove.SUPERSEDE, _BINDING, _S.SUPERSEDED, Permission.PLAN_ISSUE),
    Move(PlanMove.WITHDRAW, _DRAFTS | _BINDING, _S.WITHDRAWN, Permission.PLAN_ISSUE),
)

_HOLDS: Mapping[Guard, Callable[[Situation], bool]] = MappingProxyType(
    {
        Guard.NOT_INTERNAL: lambda now: now.disclosure is not Disclosure.INTERNAL,
        Guard.COMMENTS_ANSWERED: lambda now: now.unanswered == 0,
        Guard.PERIOD_OVER: lambda now: now.today.year > now.period_end,
    }
)

WHY: Mapping[Guard, Words] = MappingProxyType(
    {
        Guard.NOT_INTERNAL: Words("内部草案，被征求意见的单位无法阅读", "The draft is internal; who is asked could not read it"),
        Guard.COMMENTS_ANSWERED: Words("尚有意见未答复；请先注明采纳情况", "Comments have no reply yet; say first what became of each"),
        Guard.PERIOD_OVER: Words("规划期未满；提前终止请用废止或替代", "The period is not over; to end earlier, withdraw or supersede the plan"),
    }
)
"""Why a guard does not let pass, and what to do instead."""

_WRONG_STATE = Words("计划处于“{zh}”，此操作仅限：{from_zh}", "The plan is {state}; this is possible only from: {from_en}")
_DENIED = Words("您没有此权限（{permission}）", "You do not have the permission {permission}")
STATES_ZH: Mapping[PlanState, str] = MappingProxyType(
    {
        _S.DRAFTING: "起草",
        _S.CONSULTATION: "征求意见",
        _S.ISSUED: "已发布",
        _S.IN_FORCE: "施行中",
        _S.CONCLUDED: "已结束",
        _S.SUPERSEDED: "已被替代",
        _S.WITHDRAWN: "已废止",
    }
)


def row_of(move: PlanMove) -> Move:
    """The table's row of a move."""
    return next(row for row in MOVES if row.move is move)


def move_from(state: PlanState, move: PlanMove) -> Move | None:
    """The row that allows ``move`` from ``state``; None if there is none."""
    row = row_of(move)
    return row if state in row.before else None


def moves_from(state: PlanState) -> list[PlanMove]:
    """Everything that can happen to a plan in ``state``."""
    return [row.move for row in MOVES if state in row.before]


def broken(row: Move, now: Situation) -> list[Guard]:
    """The guards of a row that do not let pass."""
    return [guard for guard in row.guards if not _HOLDS[guard](now)]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a move may be made; ``zh`` and ``en`` say why not."""

    move: PlanMove
    zh: str = ""
    en: str = ""

    @property
    def allowed(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.en


def answers(state: PlanState, now: Situation, permits: Callable[[Permission], bool]) -> Iterator[Answer]:
    """Every move of the table, in its order, with the first thing that speaks against it: state, permission, guards."""
    for row in MOVES:
        yield _answer(row, state, now, permits)


def _answer(row: Move, state: PlanState, now: Situation, permits: Callable[[Permission], bool]) -> Answer:
    if state not in row.before:
        before = [place for place in PlanState if place in row.before]
        places = {"zh": STATES_ZH[state], "state": state, "from_zh": "、".join(STATES_ZH[b] for b in before), "from_en": ", ".join(before)}
        return Answer(row.move, _WRONG_STATE.say("zh", **places), _WRONG_STATE.say("en", **places))
    if not permits(row.permission):
        return Answer(row.move, _DENIED.say("zh", permission=row.permission), _DENIED.say("en", permission=row.permission))
    found = broken(row, now)
    return Answer(row.move, "；".join(WHY[guard].zh for guard in found), "; ".join(WHY[guard].en for guard in found))
