"""Queries on occurrences and their moves."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, or_, select, tuple_, update

from services.plans.models import DutyRecord, OccurrenceMove, OccurrenceRecord
from services.plans.repository.obligations import first_found, naming
from services.plans.repository.plans import PLAN_RIGHTS, plans
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.duties import Occurrence, OccurrenceState
from shared.schemas.responsibilities import ObligationKind

occurrences, duties, moves = table_of(OccurrenceRecord), table_of(DutyRecord), table_of(OccurrenceMove)
_WIRE = [occurrences.c[name] for name in Occurrence.model_fields]

_of_plan = [plans.c.region_path, plans.c.state.label("plan_state"), plans.c.disclosure, plans.c.period_start, plans.c.period_end]
_one = (
    select(occurrences, *_of_plan, duties.c.fact)
    .join(plans, plans.c.id == occurrences.c.plan_id)
    .join(duties, duties.c.id == occurrences.c.duty_id)
    .where(occurrences.c.id == bindparam("id"))
)
_moves_of = select(moves).where(moves.c.occurrence_id == bindparam("occurrence")).order_by(moves.c.id)
_ahead = (occurrences.c.state == OccurrenceState.SCHEDULED, occurrences.c.due > bindparam("now"))
_days_ahead = (
    select(occurrences.c.printed_on, occurrences.c.workday_policy, occurrences.c.due_on)
    .where(*_ahead, occurrences.c.printed_on.between(bindparam("first"), bindparam("last")))
    .distinct()
)
_settle = (
    update(occurrences)
    .where(
        *_ahead,
        occurrences.c.printed_on == bindparam("printed"),
        occurrences.c.workday_policy == bindparam("policy"),
        occurrences.c.due_on == bindparam("seen"),
    )
    .values(
        due=bindparam("new_due"),
        due_on=bindparam("new_due_on"),
        sort_on=bindparam("new_due_on"),
        provisional=bindparam("new_provisional"),
        calendars=bindparam("new_calendars"),
        version=occurrences.c.version + 1,
    )
)
_void = (
    update(occurrences)
    .where(occurrences.c.plan_id == bindparam("plan"), occurrences.c.state == OccurrenceState.SCHEDULED)
    .values(state=OccurrenceState.VOIDED, voided_because=bindparam("because"), version=occurrences.c.version + 1)
    .returning(occurrences.c.id, occurrences.c.version)
)


async def occurrence(db: Db, occurrence_id: UUID) -> Row[Any] | None:
    """An occurrence with its duty's fact and its plan's rights and years."""
    return await db.one(_one, {"id": occurrence_id})


async def moves_of(db: Db, occurrence_id: UUID) -> Sequence[Row[Any]]:
    """Every move of an occurrence, oldest first."""
    return await db.all(_moves_of, {"occurrence": occurrence_id})


async def occurrence_page(
    db: Db,
    query: PageQuery,
    actor: Actor,
    *,
    plan_id: UUID | None = None,
    due_from: date | None = None,
    due_until: date | None = None,
    subject_year: int | None = None,
    state: OccurrenceState | None = None,
    unit_id: UUID | None = None,
) -> Sequence[Row[Any]]:
    """Occurrences of the plans the actor may know of, by due day; those without a day come last."""
    asked = {"plan_id": plan_id, "due_from": due_from, "due_until": due_until, "subject_year": subject_year, "state": state, "unit_id": unit_id}
    given = {name: value for name, value in asked.items() if value is not None}
    known, by = visible(actor, Permission.PLAN_READ, PLAN_RIGHTS), frozenset(given)
    statement = _first_page(known, by, query.limit) if query.cursor is None else _page(known, by, query)
    return await db.all(statement, given)


@lru_cache(maxsize=1024)
def _first_page(known: ColumnElement[bool], by: frozenset[str], limit: int) -> Select[Any]:
    """Kept, because building it costs more than running it for a short list."""
    return _page(known, by, PageQuery(limit=limit))


def _page(known: ColumnElement[bool], by: frozenset[str], query: PageQuery) -> Select[Any]:
    """A page under the condition ``known``; each name in ``by`` is a filter and a parameter."""
    own = occurrences.c
    found: Select[Any] = _owed_by(bindparam("unit_id", type_=own.plan_id.type)) if "unit_id" in by else select(*_WIRE, own.sort_on)
    found = found.join(plans, plans.c.id == own.plan_id).where(known)
    found = found.where(*(own[name] == bindparam(name) for name in ("plan_id", "subject_year", "state") if name in by))
    found = found.where(*_due_between(by))
    return _page_of_few(found, query) if "unit_id" in by else after(found, query, (own.sort_on, date), (own.id, UUID))


def _owed_by(unit_id: Any) -> Select[Any]:
    """Key and order of the occurrences of duties that name the unit, by itself or as a member of a group, on the day they are due."""
    named = naming(unit_id)
    on = occurrences.c.sort_on  # what has no day is owed by who owes it without end
    begun = [or_(day.is_(None), day <= on) for day in (named.c.valid_from, named.c.member_from)]
    not_over = [or_(day.is_(None), day > on) for day in (named.c.valid_until, named.c.member_until)]
    duty = and_(named.c.about == ObligationKind.DUTY, occurrences.c.plan_id == named.c.plan_id, occurrences.c.duty_key == named.c.action_key)
    return select(occurrences.c.id, on).distinct().join(named, and_(duty, *begun, *not_over))


def _page_of_few(found: Select[Any], query: PageQuery) -> Select[Any]:
    """A page of the few occurrences ``found``: all are put in order, then those of the page are told in full."""
    few = first_found(found, "few")
    page = first_found(after(select(few), query, (few.c.sort_on, date), (few.c.id, UUID)), "page")
    return select(*_WIRE, occurrences.c.sort_on).join(page, page.c.id == occurrences.c.id).order_by(page.c.sort_on, page.c.id)


def _due_between(by: frozenset[str]) -> Iterator[ColumnElement[bool]]:
    """Said of the sort key, so that one index serves range and order; what has no day is due on none."""
    if "due_from" in by:
        yield occurrences.c.sort_on >= bindparam("due_from")
    if "due_until" in by:
        yield occurrences.c.sort_on <= bindparam("due_until")
    if by & {"due_from", "due_until"}:
        yield occurrences.c.due_on.is_not(None)


async def days_ahead(db: Db, first: date, last: date, now: datetime) -> Sequence[Row[Any]]:
    """The distinct (printed day, policy, due day) of occurrences printed between two days and due after ``now``."""
    return await db.all(_days_ahead, {"first": first, "last": last, "now": now})


async def occurrences_on(db: Db, days: Sequence[tuple[date, str, date]], now: datetime) -> Sequence[Row[Any]]:
    """The occurrences ahead of these (printed day, policy, due day)."""
    key = tuple_(occurrences.c.printed_on, occurrences.c.workday_policy, occurrences.c.due_on)
    statement = select(*_WIRE).where(*_ahead, key.in_(days)).order_by(occurrences.c.sort_on, occurrences.c.id)
    return await db.all(statement, {"now": now})


async def settle_days(db: WriteDb, rows: Sequence[dict[str, Any]], now: datetime) -> None:
    """Give every occurrence ahead of some (printed day, policy, due day) its new day and calendars."""
    await db.run(_settle, [{**row, "now": now} for row in rows])


async def void_open(db: WriteDb, plan_id: UUID, because: str, due_after: datetime | None, about_from: int | None) -> Sequence[Row[Any]]:
    """Void a plan's scheduled occurrences, all or those due after an instant (or never) and about a year or later; ids and new versions."""
    statement = _void
    if due_after is not None:
        statement = statement.where(or_(occurrences.c.due > due_after, occurrences.c.due.is_(None)))
    if about_from is not None:
        statement = statement.where(occurrences.c.subject_year >= about_from)
    return await db.all(statement, {"plan": plan_id, "because": because})
