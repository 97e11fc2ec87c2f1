"""The count: one pass over the assignments that the reader may know of, whatever it is grouped by, and one over the finished stays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, false, func, literal, or_, select, tuple_, union_all

from services.submissions.models import (
    NO_ACTION,
    AssignmentAction,
    AssignmentRecord,
    ExtensionRecord,
    KnownPlan,
    KnownRegion,
    KnownUnit,
    RoundRecord,
    SubmissionRecord,
    SubmissionVersionRecord,
)
from shared.kit.db import Db
from shared.kit.paging import PageQuery, after
from shared.kit.paths import at_or_below
from shared.kit.rights import RightsColumns, visible
from shared.kit.spans import days_between
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.counts import CountBy
from shared.schemas.rounds import AssignmentState, RoundState
from shared.schemas.submissions import SubmissionState

rounds, assignments, actions = table_of(RoundRecord), table_of(AssignmentRecord), table_of(AssignmentAction)
submissions, versions, extensions = table_of(SubmissionRecord), table_of(SubmissionVersionRecord), table_of(ExtensionRecord)
units, regions, plans = table_of(KnownUnit), table_of(KnownRegion), table_of(KnownPlan)
_RIGHTS = RightsColumns(region_path=assignments.c.region_path, unit_id=assignments.c.unit_id)
_BASE = (
    assignments.join(rounds, rounds.c.id == assignments.c.round_id)
    .outerjoin(submissions, submissions.c.assignment_id == assignments.c.id)
    .outerjoin(units, units.c.id == assignments.c.unit_id)
)
_IN_ROUNDS_REGION = and_(units.c.region_path >= assignments.c.region_path, units.c.region_path < assignments.c.region_path + "~")
_PLACE = case((_IN_ROUNDS_REGION, units.c.region_path), else_=assignments.c.region_path)
"""Where an assignment is counted: at its unit's region, or at the round's where the unit is of no region in it."""

_EXPECTED = assignments.c.state != AssignmentState.WAIVED
_NOT_HANDED_IN = (SubmissionState.DRAFT, SubmissionState.WITHDRAWN)
_FILED = and_(_EXPECTED, submissions.c.first_complete_at.is_not(None), submissions.c.state.not_in(_NOT_HANDED_IN))
_IN_TIME = submissions.c.first_complete_at <= func.coalesce(submissions.c.first_due, assignments.c.due)
_NOT_FILED = and_(_EXPECTED, or_(submissions.c.first_complete_at.is_(None), submissions.c.state.in_(_NOT_HANDED_IN)))
_EXTENDED = select(extensions.c.id).where(extensions.c.assignment_id == assignments.c.id).exists()
_RETURNS = (
    select(func.count()).where(versions.c.submission_id == submissions.c.id, versions.c.move == "return").correlate(submissions).scalar_subquery()
)
_UNTOUCHED = and_(_EXPECTED, submissions.c.edited_at.is_(None), submissions.c.first_complete_at.is_(None))


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted for whom, and when."""

    actor: Actor
    now: datetime
    day: date
    round_id: UUID | None = None
    subject_year: int | None = None
    region_path: str | None = None


@dataclass(frozen=True, slots=True)
class _Grouping:
    keys: tuple[tuple[ColumnElement[Any], type], ...]
    name: ColumnElement[Any]
    joined: Any
    only: ColumnElement[bool] | None = None


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _tallies(now: datetime) -> tuple[ColumnElement[int], ...]:
    over = or_(assignments.c.due < now, rounds.c.state == RoundState.CLOSED)
    counted = {
        "expected": _EXPECTED,
        "filed": _FILED,
        "on_time": and_(_FILED, _IN_TIME),
        "missing": and_(_NOT_FILED, over),
        "extended": _EXTENDED,
        "returned": and_(_FILED, submissions.c.state == SubmissionState.RETURNED),
        "returned_often": and_(_FILED, _RETURNS > 1),
        "untouched": _UNTOUCHED,
    }
    return (func.count(assignments.c.id).label("asked"), *(_sum(condition).label(name) for name, condition in counted.items()))


def _conditions(scope: Scope, grouping: _Grouping | None = None) -> list[ColumnElement[bool]]:
    found = [visible(scope.actor, Permission.ASSIGNMENT_READ, _RIGHTS)]
    if scope.round_id is not None:
        found.append(assignments.c.round_id == scope.round_id)
    if scope.subject_year is not None:
        found.append(rounds.c.subject_year == scope.subject_year)
    if scope.region_path is not None:
        found.append(at_or_below(_PLACE, scope.region_path))
    return found if grouping is None or grouping.only is None else [*found, grouping.only]


def _by_region(scope: Scope) -> _Grouping:
    """The region asked about and those directly below, each with all that lies in it; never one beyond the reader's own."""
    path = scope.region_path or min((grant.region_path for grant in scope.actor.grants), key=len, default="")
    own = or_(false(), *(at_or_below(regions.c.path, grant.region_path) for grant in scope.actor.grants))
    depth = func.length(regions.c.path) - func.length(func.replace(regions.c.path, ".", ""))
    levels = depth.in_((path.count("."), path.count(".") + 1))
    newer = regions.alias()
    newest = select(func.max(newer.c.valid_from)).where(newer.c.id == regions.c.id, newer.c.valid_from <= scope.day).scalar_subquery()
    lasting = or_(regions.c.ended_on.is_(None), regions.c.ended_on > scope.day)
    joined = _BASE.join(regions, and_(regions.c.path <= _PLACE, regions.c.path + "~" > _PLACE))
    only = and_(at_or_below(regions.c.path, path), own, levels, lasting, regions.c.valid_from == newest)
    return _Grouping(((regions.c.id, UUID),), func.max(regions.c.name), joined, only)


_REPORTED_ON = and_(actions.c.assignment_id == assignments.c.id, actions.c.action != NO_ACTION)
_ACTIONS = _BASE.join(actions, _REPORTED_ON).outerjoin(plans, plans.c.id == actions.c.plan_id)
_GROUPINGS: dict[CountBy, Callable[[Scope], _Grouping]] = {
    CountBy.ROUND: lambda _: _Grouping(((rounds.c.id, UUID),), func.max(rounds.c.name), _BASE),
    CountBy.UNIT: lambda _: _Grouping(((assignments.c.unit_id, UUID),), func.coalesce(func.max(units.c.name), "?"), _BASE),
    CountBy.ACTION: lambda _: _Grouping(((actions.c.plan_id, UUID), (actions.c.action, str)), func.coalesce(func.max(plans.c.title), "?"), _ACTIONS),
    CountBy.REGION: _by_region,
}


def _labelled(grouping: _Grouping) -> list[ColumnElement[Any]]:
    return [column.label(name) for (column, _), name in zip(grouping.keys, KEYS, strict=False)]


KEYS = ("id", "action")


def _lines(scope: Scope, grouping: _Grouping) -> Select[Any]:
    keys = [column for column, _ in grouping.keys]
    counted = select(*_labelled(grouping), grouping.name.label("name"), *_tallies(scope.now)).select_from(grouping.joined)
    return counted.where(*_conditions(scope, grouping)).group_by(*keys)


async def count(db: Db, scope: Scope) -> Row[Any]:
    """Everything in scope in one line; zeros where there is nothing."""
    row = await db.one(select(*_tallies(scope.now)).select_from(_BASE).where(*_conditions(scope)))
    assert row is not None
    return row


async def count_page(db: Db, scope: Scope, by: CountBy, query: PageQuery, *, phantoms: bool) -> Sequence[Row[Any]]:
    """A line per group in the order of their keys; ``phantoms``: those alone of which nothing that is expected was ever touched."""
    grouping = _GROUPINGS[by](scope)
    statement = _lines(scope, grouping)
    if phantoms:
        statement = statement.having(and_(_sum(_EXPECTED) > 0, _sum(_EXPECTED) == _sum(_UNTOUCHED)))
    return await db.all(after(statement, query, *grouping.keys))


async def every_line(db: Db, scope: Scope, by: CountBy, most: int) -> Sequence[Row[Any]]:
    """All lines, one more than ``most`` if there are more."""
    return await db.all(_lines(scope, grouping := _GROUPINGS[by](scope)).order_by(*(column for column, _ in grouping.keys)).limit(most + 1))


async def median_days(db: Db, scope: Scope) -> Sequence[Row[Any]]:
    """The median length in days of the finished stays in each state, over everything in scope."""
    return await db.all(_medians(scope, _Grouping((), literal(""), _BASE), None))


async def median_days_of(db: Db, scope: Scope, by: CountBy, lines: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """The same for each of some lines, which follow one another by key."""
    if not lines:
        return []
    grouping = _GROUPINGS[by](scope)
    columns = [column for column, _ in grouping.keys]
    first, last = ([literal(getattr(line, name), column.type) for column, name in zip(columns, KEYS, strict=False)] for line in (lines[0], lines[-1]))
    return await db.all(_medians(scope, grouping, and_(tuple_(*columns) >= tuple_(*first), tuple_(*columns) <= tuple_(*last))))


def _medians(scope: Scope, grouping: _Grouping, only: ColumnElement[bool] | None) -> Select[Any]:
    stays = _stays(scope, grouping, only).subquery()
    keys = [stays.c[name] for name in KEYS[: len(grouping.keys)]]
    lasted = select(*keys, stays.c.state, days_between(stays.c.since, stays.c.until).label("days")).where(stays.c.until.is_not(None)).subquery()
    among = [*(lasted.c[key.name] for key in keys), lasted.c.state]
    place = func.row_number().over(partition_by=among, order_by=lasted.c.days).label("place")
    ranked = select(*lasted.c, place, func.count().over(partition_by=among).label("many")).subquery()
    found = [ranked.c[key.name] for key in keys]
    middle = (2 * ranked.c.place).between(ranked.c.many, ranked.c.many + 2)
    return select(*found, ranked.c.state, func.avg(ranked.c.days).label("days")).where(middle).group_by(*found, ranked.c.state)


def _stays(scope: Scope, grouping: _Grouping, only: ColumnElement[bool] | None) -> Any:
    """Each state of each submission from when until when; a draft from its beginning to its first version."""
    keys = _labelled(grouping)
    conditions = _conditions(scope, grouping) if only is None else [*_conditions(scope, grouping), only]
    of = grouping.joined.join(versions, versions.c.submission_id == submissions.c.id)
    one = [*(column for column, _ in grouping.keys), versions.c.submission_id]
    until = func.lead(versions.c.at).over(partition_by=one, order_by=versions.c.number).label("until")
    moved = select(*keys, versions.c.state, versions.c.at.label("since"), until)
    drafted = select(*keys, literal(SubmissionState.DRAFT.value), submissions.c.started_at, versions.c.at)
    begun = and_(versions.c.number == 1, submissions.c.started_at.is_not(None))
    return union_all(moved.select_from(of).where(*conditions), drafted.select_from(of).where(*conditions, begun))
