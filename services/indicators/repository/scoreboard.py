"""Queries of the scoreboard: a plan's indicators and the targets that decide for a year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select

from services.indicators.models import IndicatorRecord, PlanIndicatorRecord, StatementRecord, TargetRecord, VerdictRecord
from shared.kit.db import Db
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

indicators, owners, targets = table_of(IndicatorRecord), table_of(PlanIndicatorRecord), table_of(TargetRecord)
statements, verdicts = table_of(StatementRecord), table_of(VerdictRecord)
_RIGHTS = RightsColumns(region_path=owners.c.region_path, unit_id=owners.c.unit_id, disclosure=owners.c.disclosure)


@dataclass(frozen=True, slots=True)
class Shown:
    """Which indicators of a plan are shown, and for which year; None: whatever it is."""

    plan_id: UUID
    year: int
    action: str | None = None
    unit_id: UUID | None = None
    nature: str | None = None
    dimension: str | None = None
    word: str | None = None

    def conditions(self, actor: Actor) -> list[ColumnElement[bool]]:
        """The WHERE conditions on plan indicators, rights included."""
        named = ((owners.c.action, self.action), (owners.c.unit_id, self.unit_id), (owners.c.nature, self.nature))
        found = [owners.c.plan_id == self.plan_id, visible(actor, Permission.VERDICT_READ, _RIGHTS)]
        if self.dimension is not None:
            found.append(owners.c.indicator_id.in_(select(indicators.c.id).where(indicators.c.dimension == self.dimension)))
        return found + [column == wanted for column, wanted in named if wanted is not None]


async def indicator_page(db: Db, query: PageQuery, actor: Actor, shown: Shown) -> Sequence[Row[Any]]:
    """Indicators in document order; ``word``: only those with a deciding target that got it."""
    statement = select(owners).where(*shown.conditions(actor))
    if shown.word is not None:
        judged = _deciding(shown).join(verdicts, verdicts.c.target_id == targets.c.id).where(verdicts.c.word == shown.word).subquery()
        statement = statement.where(owners.c.id.in_(select(judged.c.plan_indicator_id)))
    return await db.all(after(statement, query, (owners.c.position, int), (owners.c.id, UUID)))


async def deciding_targets(db: Db, shown: Shown, owner_ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """The targets that decide for the year, of some plan indicators, each with its text and verdict."""
    chosen = _deciding(shown).where(targets.c.plan_indicator_id.in_(sorted(set(owner_ids)))).subquery()
    return await db.all(
        select(
            targets.c.plan_indicator_id,
            targets.c.id.label("target_id"),
            targets.c.year.label("horizon"),
            targets.c.population,
            statements.c.raw.label("target"),
            verdicts.c.id.label("verdict_id"),
            verdicts.c.word,
            verdicts.c.explanation["said"].label("said"),
        )
        .join(chosen, chosen.c.id == targets.c.id)
        .join(statements, statements.c.id == targets.c.statement_id)
        .outerjoin(verdicts, verdicts.c.target_id == targets.c.id)
        .order_by(targets.c.plan_indicator_id, targets.c.population, targets.c.part)
    )


async def counts(db: Db, actor: Actor, shown: Shown) -> Sequence[Row[Any]]:
    """(action, unit, nature, dimension, word, how many deciding targets)."""
    chosen, by = _deciding(shown).subquery(), (owners.c.action, owners.c.unit_id, owners.c.nature, indicators.c.dimension, verdicts.c.word)
    statement = select(*by, func.count().label("n")).join(chosen, chosen.c.plan_indicator_id == owners.c.id)
    statement = statement.join(indicators, indicators.c.id == owners.c.indicator_id)
    statement = statement.join(verdicts, verdicts.c.target_id == chosen.c.id).where(*shown.conditions(actor))
    if shown.word is not None:
        statement = statement.where(verdicts.c.word == shown.word)
    return await db.all(statement.group_by(*by))


def _deciding(shown: Shown) -> Select[Any]:
    return deciding_of(shown.year, targets.c.plan_id == shown.plan_id)


def deciding_of(year: int, among: ColumnElement[bool]) -> Select[Any]:
    """Of each indicator and population the targets of the nearest year from ``year`` on, or of the last year where all are past."""
    passed = case((targets.c.year < year, 1), else_=0)
    distance = case((targets.c.year < year, -targets.c.year), else_=targets.c.year)
    place = func.rank().over(partition_by=(targets.c.plan_indicator_id, targets.c.population), order_by=(passed, distance))
    ranked = select(targets.c.id, place.label("place")).where(among).subquery()
    return select(targets.c.id, targets.c.plan_indicator_id).join(ranked, and_(ranked.c.id == targets.c.id, ranked.c.place == 1))
