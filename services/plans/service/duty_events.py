"""Telling of duties of issued plans: each with everybody who owes, owed or will owe it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from services.plans.repository import duties as repository
from shared.kit.work import Work
from shared.schemas.base import PlanId
from shared.schemas.duties import Bearer
from shared.schemas.events.duties import DutyChanged
from shared.schemas.plan_document import Duty

_BEARER = ("role", "written", "unit_id", "group_id", "valid_from", "valid_until")


async def tell_duties(work: Work, plan_id: UUID, keys: Iterable[str]) -> None:
    """Tell duties of an issued plan as they now are, under a new version."""
    rows = await repository.count_changes(work.db, plan_id, keys)
    owed = await repository.bearers_by_key(work.db, plan_id, [row.key for row in rows])
    await work.tell(*(_changed(plan_id, row, row.version, owed.get(row.key, [])) for row in rows))


async def tell_gone_duties(work: Work, plan_id: UUID, gone: Iterable[Any], versions: Mapping[str, int]) -> None:
    """Tell duties (rows with id, key and fact) that an amendment took out; ``versions``: how often each had changed before."""
    await work.tell(*(_changed(plan_id, row, versions[row.key] + 1, [], gone=True) for row in gone))


def _changed(plan_id: UUID, row: Any, version: int, owed: Iterable[Any], *, gone: bool = False) -> DutyChanged:
    bearers = [Bearer(**{name: getattr(one, name) for name in _BEARER}) for one in owed]
    return DutyChanged(version=version, duty_id=row.id, plan_id=PlanId(plan_id), duty=Duty.model_validate(row.fact), bearers=bearers, gone=gone)
