"""The responsibility matrix of a plan, and what one unit owes anywhere."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.plans.repository import directory, groups, obligations
from services.plans.repository import responsibilities as repository
from services.plans.rules.matrix import Entry, actions_by_role, expanded, on
from services.plans.service.seeing import visible_plan
from shared.kit.db import Db
from shared.kit.framework_problems import NotFound
from shared.kit.paging import PageQuery
from shared.rules.access import Actor
from shared.schemas.base import UnitId
from shared.schemas.plan_document import ResponsibilityRole
from shared.schemas.responsibilities import Liaison, MatrixCell, ObligationKind

_CELL = tuple(MatrixCell.model_fields)
_ROLES = tuple(role.value for role in ResponsibilityRole)


async def matrix_of(db: Db, actor: Actor, plan_id: UUID, day: date, *, expand: bool) -> dict[str, Any]:
    """Actions × units × roles of a plan on ``day``, in the shape of ResponsibilityMatrix; ``expand``: members of named groups stand beside them."""
    await visible_plan(db, actor, plan_id)
    found, headings, liaisons = await asyncio.gather(
        repository.matrix_entries(db, plan_id), repository.headings(db, plan_id), repository.liaisons_of_plan(db, actor, plan_id, day)
    )
    named = on(map(_entry, found), day)
    group_ids = {entry.group_id for entry in named if entry.group_id}
    names = {row.unit_id: row.unit_name for row in found} | {row.group_id: row.group_name for row in found}
    members = await groups.units_on(db, group_ids, day) if group_ids else {}
    shown = list(expanded(named, members)) if expand else named
    unit_ids = {entry.unit_id for entry in shown if entry.unit_id}
    if through := unit_ids - names.keys():
        names |= {row.id: row.name for row in await repository.units_named(db, through)}
    return {
        "plan_id": plan_id,
        "as_of": day,
        "rows": _rows(headings, shown),
        "units": _units(_in_order(unit_ids, names), shown, _people(liaisons)),
        "groups": [{"id": found, "name": name, "member_ids": members.get(found, [])} for name, found in _in_order(group_ids, names)],
        "unresolved": sum(entry.is_unresolved for entry in named),
    }


def _entry(row: Any) -> Entry:
    """By place, not by name: a matrix has hundreds of them."""
    responsibility_id, action, role, written, office, unit_id, group_id, valid_from, valid_until = row[:9]
    return Entry(responsibility_id, action, role, written, office, unit_id, group_id, None, valid_from, valid_until)


def _in_order(ids: Iterable[UUID], names: Mapping[UUID, str]) -> list[tuple[str, UUID]]:
    return sorted((names[found], found) for found in ids)


def _rows(actions: Sequence[Any], entries: Iterable[Entry]) -> list[dict[str, Any]]:
    cells: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        cells.setdefault(entry.action, []).append({name: getattr(entry, name) for name in _CELL})
    return [{"action": key, "number": number, "name": name, "cells": cells.get(key, [])} for key, number, name in actions]


def _units(units: Iterable[tuple[str, UUID]], entries: Sequence[Entry], liaisons: Iterable[Liaison]) -> list[dict[str, Any]]:
    counts = actions_by_role(entries)
    people: dict[UUID, list[Liaison]] = {}
    for person in liaisons:
        people.setdefault(person.unit_id, []).append(person)
    return [
        {"id": found, "name": name, "people": people.get(found, []), **{role: counts.get((found, role), 0) for role in _ROLES}}
        for name, found in units
    ]


def _people(rows: Iterable[Any]) -> list[Liaison]:
    return [Liaison(unit_id=UnitId(row.unit_id), account_id=row.account_id, name=row.name, role=row.role) for row in rows]


async def obligations_of(
    db: Db, actor: Actor, query: PageQuery, unit_id: UUID, day: date, about: ObligationKind | None
) -> tuple[Any, list[Liaison], Sequence[Any]]:
    """The unit, its people on ``day``, and a page of what it owes then in every plan that the actor may know of."""
    unit = await directory.unit(db, unit_id)
    if unit is None:
        raise NotFound(what="unit", what_zh="单位")
    people = _people(await repository.liaisons_of_unit(db, actor, unit_id, day))
    return unit, people, await obligations.obligation_page(db, query, actor, unit_id, day, about)
