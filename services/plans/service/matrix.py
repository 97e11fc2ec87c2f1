"""The responsibility matrix of a plan, and what one unit owes anywhere."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.plans.repository import directory, groups, obligations, plans
from services.plans.repository import responsibilities as repository
from services.plans.rules.matrix import Entry, actions_by_role, expanded, on
from services.plans.service.seeing import visible_plan
from shared.kit.db import Db
from shared.kit.framework_problems import NotFound
from shared.kit.paging import PageQuery
from shared.rules.access import Actor
from shared.schemas.base import PlanId, UnitId
from shared.schemas.plan_document import ResponsibilityRole
from shared.schemas.responsibilities import Liaison, MatrixCell, MatrixGroup, MatrixRow, MatrixUnit, ObligationKind, ResponsibilityMatrix

_CELL = tuple(name for name in MatrixCell.model_fields)


async def matrix_of(db: Db, actor: Actor, plan_id: UUID, day: date, *, expand: bool) -> ResponsibilityMatrix:
    """Actions × units × roles of a plan on ``day``; ``expand``: members of named groups stand beside them."""
    await visible_plan(db, actor, plan_id)
    named = on(map(_entry, await repository.matrix_entries(db, plan_id)), day)
    group_ids = {entry.group_id for entry in named if entry.group_id}
    members = await groups.units_on(db, group_ids, day)
    shown = list(expanded(named, members)) if expand else named
    unit_ids = {entry.unit_id for entry in shown if entry.unit_id}
    return ResponsibilityMatrix(
        plan_id=PlanId(plan_id),
        as_of=day,
        rows=_rows(await plans.facts(db, "actions", plan_id), shown),
        units=await _units(db, actor, unit_ids, shown, day),
        groups=[MatrixGroup(id=g.id, name=g.name, member_ids=members.get(g.id, [])) for g in await repository.groups_named(db, group_ids)],
        unresolved=sum(entry.is_unresolved for entry in named),
    )


def _entry(row: Any) -> Entry:
    rest = {"office": row.office, "unit_id": row.unit_id, "group_id": row.group_id}
    dates = {"valid_from": row.valid_from, "valid_until": row.valid_until}
    return Entry(row.id, row.action_key, row.role, row.written, **rest, **dates)


def _rows(actions: Sequence[Any], entries: Iterable[Entry]) -> list[MatrixRow]:
    cells: dict[str, list[MatrixCell]] = {}
    for entry in entries:
        cells.setdefault(entry.action, []).append(MatrixCell(**{name: getattr(entry, name) for name in _CELL}))
    facts = [row.fact for row in actions]
    return [MatrixRow(action=f["key"], number=f["number"], name=f["name"], cells=cells.get(f["key"], [])) for f in facts]


async def _units(db: Db, actor: Actor, unit_ids: set[UUID], entries: Sequence[Entry], day: date) -> list[MatrixUnit]:
    counts = actions_by_role(entries)
    people: dict[UUID, list[Liaison]] = {}
    for person in await liaisons_of(db, actor, unit_ids, day):
        people.setdefault(person.unit_id, []).append(person)
    return [
        MatrixUnit(id=row.id, name=row.name, people=people.get(row.id, []), **{role.value: counts[row.id, role] for role in ResponsibilityRole})
        for row in await repository.units_named(db, unit_ids)
    ]


async def liaisons_of(db: Db, actor: Actor, unit_ids: Iterable[UUID], day: date) -> list[Liaison]:
    """Who holds a reporting post of the units on ``day``, as far as the actor may know."""
    rows = await repository.liaisons(db, actor, unit_ids, day)
    return [Liaison(unit_id=UnitId(row.unit_id), account_id=row.account_id, name=row.name, role=row.role) for row in rows]


async def obligations_of(
    db: Db, actor: Actor, query: PageQuery, unit_id: UUID, day: date, about: ObligationKind | None
) -> tuple[Any, list[Liaison], Sequence[Any]]:
    """The unit, its people on ``day``, and a page of what it owes then in every plan that the actor may know of."""
    unit = await directory.unit(db, unit_id)
    if unit is None:
        raise NotFound(what="unit", what_zh="单位")
    people = await liaisons_of(db, actor, [unit_id], day)
    return unit, people, await obligations.obligation_page(db, query, actor, unit_id, day, about)
