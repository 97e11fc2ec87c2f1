"""Queries on results of assessments: standings, appeals, adjustments."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, or_, select, true, update

from services.indicators.models import AdjustmentRecord, AppealRecord, AssessmentRecord, StandingRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.assessment_appeals import AdjustmentState, AppealState
from shared.schemas.assessment_results import AssessmentState

assessments, standings = table_of(AssessmentRecord), table_of(StandingRecord)
appeals, adjustments = table_of(AppealRecord), table_of(AdjustmentRecord)
_RIGHTS = RightsColumns(region_path=assessments.c.region_path, state=assessments.c.state, disclosure=assessments.c.disclosure)
_OWN = RightsColumns(region_path=standings.c.own_path, unit_id=standings.c.unit_id)
_APPEALS, _OWN_APPEALS = RightsColumns(region_path=appeals.c.region_path), RightsColumns(region_path=appeals.c.own_path, unit_id=appeals.c.unit_id)
_ADJUSTMENTS = RightsColumns(region_path=adjustments.c.region_path)
_OWN_ADJUSTMENTS = RightsColumns(region_path=adjustments.c.own_path, unit_id=adjustments.c.unit_id)

_by_id = select(assessments).where(assessments.c.id == bindparam("id"))
_standing_by_id = select(standings).where(standings.c.id == bindparam("id"))
_standings_of = select(standings).where(standings.c.assessment_id == bindparam("of")).order_by(standings.c.position, standings.c.id)
_BRIEF = [column for column in standings.c if column.name not in {"card", "inputs", "place"}]
_shown = select(assessments.c.id).where(assessments.c.scheme_id == bindparam("scheme"), assessments.c.state != AssessmentState.PROVISIONAL)
_appeal_by_id = select(appeals).where(appeals.c.id == bindparam("id"))
_adjustment_by_id = select(adjustments).where(adjustments.c.id == bindparam("id"))
_confirmed = select(adjustments.c.standing_id, adjustments.c.points).where(
    adjustments.c.assessment_id == bindparam("of"), adjustments.c.state == AdjustmentState.CONFIRMED
)
_open_appeals = select(appeals.c.id).where(appeals.c.assessment_id == bindparam("of"), appeals.c.state == AppealState.OPEN)
_proposed = select(adjustments.c.id).where(adjustments.c.assessment_id == bindparam("of"), adjustments.c.state == AdjustmentState.PROPOSED)


async def assessment(db: Db, assessment_id: UUID) -> Row[Any] | None:
    """A result."""
    return await db.one(_by_id, {"id": assessment_id})


async def assessment_to_change(db: WriteDb, assessment_id: UUID) -> AssessmentRecord:
    """A result as a record, locked; it must exist."""
    return (await db.session.scalars(select(AssessmentRecord).where(AssessmentRecord.id == assessment_id).with_for_update())).one()


async def shown_result(db: Db, scheme_id: UUID) -> UUID | None:
    """The announced or final result of an edition."""
    row = await db.one(_shown, {"scheme": scheme_id})
    return row.id if row else None


async def assessment_page(
    db: Db, query: PageQuery, actor: Actor, scheme_id: UUID | None, year: int | None, state: AssessmentState | None
) -> Sequence[Row[Any]]:
    """Results the actor may know of: as a whole, or because an announced one holds its own standing."""
    mine = select(standings.c.id).where(standings.c.assessment_id == assessments.c.id, visible(actor, Permission.ASSESSMENT_APPEAL, _OWN))
    own = mine.exists() & (assessments.c.state != AssessmentState.PROVISIONAL)
    statement = select(assessments).where(or_(visible(actor, Permission.ASSESSMENT_READ, _RIGHTS), own))
    for column, wanted in ((assessments.c.scheme_id, scheme_id), (assessments.c.year, year), (assessments.c.state, state)):
        if wanted is not None:
            statement = statement.where(column == wanted)
    return await db.all(after(statement, query, (assessments.c.id, UUID)))


async def has_own_standing(db: Db, actor: Actor, assessment_id: UUID) -> bool:
    """Whether the actor's own unit or region is among the assessed."""
    own = visible(actor, Permission.ASSESSMENT_APPEAL, _OWN)
    return bool(await db.all(select(standings.c.id).where(standings.c.assessment_id == assessment_id, own).limit(1)))


async def standing_page(db: Db, query: PageQuery, actor: Actor, assessment_id: UUID, *, whole: bool, grade: str | None) -> Sequence[Row[Any]]:
    """Standings in order of the ranking; not ``whole``: the actor's own alone."""
    seen: ColumnElement[bool] = true() if whole else visible(actor, Permission.ASSESSMENT_APPEAL, _OWN)
    statement = select(*_BRIEF).where(standings.c.assessment_id == assessment_id, seen)
    if grade is not None:
        statement = statement.where(standings.c.grade == grade)
    return await db.all(after(statement, query, (standings.c.position, int), (standings.c.id, UUID)))


async def standing(db: Db, standing_id: UUID) -> Row[Any] | None:
    """A standing with its card and inputs."""
    return await db.one(_standing_by_id, {"id": standing_id})


async def standings_of(db: Db, assessment_id: UUID) -> Sequence[Row[Any]]:
    """Every standing of a result with card and inputs, best first."""
    return await db.all(_standings_of, {"of": assessment_id})


async def own_standings_of(db: Db, actor: Actor, assessment_id: UUID) -> Sequence[Row[Any]]:
    """The actor's own standings of a result."""
    own = visible(actor, Permission.ASSESSMENT_APPEAL, _OWN)
    return await db.all(select(standings).where(standings.c.assessment_id == assessment_id, own).order_by(standings.c.position, standings.c.id))


async def set_places(db: WriteDb, rows: Sequence[dict[str, Any]]) -> None:
    """Give standings (``which``) their new scores, places and grades."""
    changed = [name for name in rows[0] if name != "which"] if rows else []
    change = update(standings).where(standings.c.id == bindparam("which")).values({name: bindparam(f"new_{name}") for name in changed})
    change = change.values(version=standings.c.version + 1)
    await db.run(change, [{"which": row["which"], **{f"new_{name}": row[name] for name in changed}} for row in rows])


async def confirmed_points(db: Db, assessment_id: UUID) -> dict[UUID, Decimal]:
    """The sum of the confirmed adjustments of each standing."""
    found: dict[UUID, Decimal] = {}
    for row in await db.all(_confirmed, {"of": assessment_id}):
        found[row.standing_id] = found.get(row.standing_id, Decimal(0)) + row.points
    return found


async def unsettled(db: Db, assessment_id: UUID) -> tuple[int, int]:
    """How many appeals are open and how many adjustments wait for their second person."""
    return len(await db.all(_open_appeals, {"of": assessment_id})), len(await db.all(_proposed, {"of": assessment_id}))


async def appeal(db: Db, appeal_id: UUID) -> Row[Any] | None:
    """An appeal."""
    return await db.one(_appeal_by_id, {"id": appeal_id})


async def appeal_to_change(db: WriteDb, appeal_id: UUID) -> AppealRecord:
    """An appeal as a record, locked; it must exist."""
    return (await db.session.scalars(select(AppealRecord).where(AppealRecord.id == appeal_id).with_for_update())).one()


async def appeal_page(db: Db, query: PageQuery, actor: Actor, assessment_id: UUID | None, state: AppealState | None) -> Sequence[Row[Any]]:
    """Appeals the actor may know of: those to its office, and its own."""
    seen = or_(visible(actor, Permission.ASSESSMENT_READ, _APPEALS), visible(actor, Permission.ASSESSMENT_APPEAL, _OWN_APPEALS))
    statement = select(appeals).where(seen)
    for column, wanted in ((appeals.c.assessment_id, assessment_id), (appeals.c.state, state)):
        if wanted is not None:
            statement = statement.where(column == wanted)
    return await db.all(after(statement, query, (appeals.c.id, UUID)))


async def adjustment(db: Db, adjustment_id: UUID) -> Row[Any] | None:
    """An adjustment."""
    return await db.one(_adjustment_by_id, {"id": adjustment_id})


async def adjustment_to_change(db: WriteDb, adjustment_id: UUID) -> AdjustmentRecord:
    """An adjustment as a record, locked; it must exist."""
    return (await db.session.scalars(select(AdjustmentRecord).where(AdjustmentRecord.id == adjustment_id).with_for_update())).one()


async def adjustment_page(db: Db, query: PageQuery, actor: Actor, assessment_id: UUID | None, state: AdjustmentState | None) -> Sequence[Row[Any]]:
    """Adjustments the actor may know of: those of its office, and confirmed ones of its own unit or region."""
    own = visible(actor, Permission.ASSESSMENT_APPEAL, _OWN_ADJUSTMENTS) & (adjustments.c.state == AdjustmentState.CONFIRMED)
    statement = select(adjustments).where(or_(visible(actor, Permission.ASSESSMENT_READ, _ADJUSTMENTS), own))
    for column, wanted in ((adjustments.c.assessment_id, assessment_id), (adjustments.c.state, state)):
        if wanted is not None:
            statement = statement.where(column == wanted)
    return await db.all(after(statement, query, (adjustments.c.id, UUID)))
