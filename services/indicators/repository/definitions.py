"""Queries on definitions (口径): which an entry has had, which values follow which, and what was accepted as comparable."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update

from services.indicators.models import AcceptanceRecord, IndicatorVersionRecord, ObservationRecord, ObservationVersionRecord, PlanIndicatorRecord
from services.indicators.rules.definitions import FIRST, Since
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.tables import table_of

versions, acceptances = table_of(IndicatorVersionRecord), table_of(AcceptanceRecord)
owners = table_of(PlanIndicatorRecord)
values, earlier_values = table_of(ObservationRecord), table_of(ObservationVersionRecord)
_later = (
    select(versions.c.indicator_id, versions.c.definition_number, func.min(versions.c.valid_from).label("valid_from"))
    .where(versions.c.definition_number > FIRST)
    .group_by(versions.c.indicator_id, versions.c.definition_number)
)
_stands = acceptances.c.revoked_at.is_(None)


async def histories(db: Db, indicator_ids: Collection[UUID]) -> dict[UUID, list[Since]]:
    """The later definitions of those entries that have had more than one."""
    found: dict[UUID, list[Since]] = {}
    if indicator_ids:
        for row in await db.all(_later.where(versions.c.indicator_id.in_(sorted(indicator_ids)))):
            found.setdefault(row.indicator_id, []).append(Since(row.valid_from, row.definition_number))
    return found


async def acceptances_standing(db: Db, plan_indicator_ids: Iterable[UUID]) -> dict[UUID, list[int]]:
    """What somebody has accepted for some plan indicators and nobody has revoked, by plan indicator."""
    found: dict[UUID, list[int]] = {}
    wanted = select(acceptances).where(acceptances.c.plan_indicator_id.in_(sorted(set(plan_indicator_ids))), _stands)
    for row in await db.all(wanted.order_by(acceptances.c.definition)):
        found.setdefault(row.plan_indicator_id, []).append(row.definition)
    return found


async def acceptance_page(db: Db, query: PageQuery, plan_indicator_id: UUID) -> Sequence[Row[Any]]:
    """Everything that was ever accepted for a plan indicator, revoked or not, in order of time."""
    wanted = select(acceptances).where(acceptances.c.plan_indicator_id == plan_indicator_id)
    return await db.all(after(wanted, query, (acceptances.c.id, UUID)))


async def acceptance(db: WriteDb, acceptance_id: UUID) -> AcceptanceRecord | None:
    """An acceptance, locked until the transaction ends."""
    wanted = select(AcceptanceRecord).where(AcceptanceRecord.id == acceptance_id)
    return (await db.session.scalars(wanted.with_for_update())).one_or_none()


async def standing(db: Db, plan_indicator_id: UUID, definition: int) -> bool:
    """Whether it was accepted already."""
    wanted = (acceptances.c.plan_indicator_id == plan_indicator_id, acceptances.c.definition == definition, _stands)
    return await db.one(select(acceptances.c.id).where(*wanted)) is not None


async def number_owners(db: WriteDb, numbers: Mapping[UUID, int]) -> Sequence[Row[Any]]:
    """Give some plan indicators the number of the definition that their targets follow; all of them as they now are."""
    for number in sorted(set(numbers.values())):
        ids = [owner for owner, wanted in numbers.items() if wanted == number]
        await db.run(update(owners).where(owners.c.id.in_(ids)).values(definition=number))
    return await db.all(select(owners).where(owners.c.id.in_(sorted(numbers))))


async def number_values(db: WriteDb, numbers: Mapping[UUID, int]) -> None:
    """Give some values, with all their versions, the number of the definition that they follow from now on."""
    by_number: dict[int, list[UUID]] = {}
    for value_id, number in numbers.items():
        by_number.setdefault(number, []).append(value_id)
    for number, ids in by_number.items():
        await db.run(update(values).where(values.c.id.in_(ids)).values(definition=number))
        await db.run(update(earlier_values).where(earlier_values.c.observation_id.in_(ids)).values(definition=number))
