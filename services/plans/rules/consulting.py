"""Who speaks in a consultation, and how its comments are compiled (意见采纳情况汇总)."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from uuid import UUID

from shared.schemas.consultations import ClauseReplies, Comment, ReplyCounts, ReplyKind


def speaker(own: Sequence[UUID], asked: Collection[UUID], wanted: UUID | None) -> UUID | None:
    """The unit a person speaks for: the one they say, else the first of theirs that was asked, else the first; None without any."""
    if wanted is not None:
        return wanted
    return next((unit for unit in own if unit in asked), own[0] if own else None)


def may_speak(unit: UUID | None, own: Collection[UUID], asked: Collection[UUID], *, public: bool) -> bool:
    """Whether that unit is theirs and was asked; in a public consultation whoever may read the draft may speak."""
    theirs = unit is None or unit in own
    return theirs and (public or unit in asked)


def counts(comments: Iterable[Comment]) -> ReplyCounts:
    """How many comments met which fate."""
    replies = [comment.reply for comment in comments]
    return ReplyCounts(
        adopted=replies.count(ReplyKind.ADOPTED),
        partly=replies.count(ReplyKind.PARTLY),
        not_adopted=replies.count(ReplyKind.NOT_ADOPTED),
        unanswered=replies.count(None),
    )


def by_clause(comments: Sequence[Comment]) -> list[ClauseReplies]:
    """Comments, sorted by place already, in one group per clause."""
    groups = [(path, list(group)) for path, group in groupby(comments, key=lambda comment: comment.clause_path)]
    return [ClauseReplies(clause_path=path, quote=group[0].quote, comments=group) for path, group in groups]
