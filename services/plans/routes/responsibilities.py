"""Who owes what: entries, the matrix of a plan, the obligations of a unit, and the history of single facts."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from services.plans.errors import AlreadyResponsible, NameTaken, ReasonWanted, UnknownAction, UnknownBearer, WrongPlanState, WrongResponsibilityState
from services.plans.repository import history as changes
from services.plans.repository import obligations as repository
from services.plans.service import matrix, responsibilities
from services.plans.service.seeing import visible_plan
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, StaleEtag
from shared.kit.paging import InPaging, as_dicts, page_of, page_parts, ready
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.page import Page
from shared.schemas.plans import PlanResponsibility
from shared.schemas.responsibilities import (
    HistoryEntry,
    HistoryKind,
    NameResolution,
    Obligation,
    ObligationKind,
    Obligations,
    ResponsibilityAssignment,
    ResponsibilityEnd,
    ResponsibilityMatrix,
)

router = api_router("/api/v1/plans", "responsibilities")
_WRITE = (WrongPlanState, ConcurrentChange, UnknownBearer, MissingIdempotencyKey, KeyReused)
_MOVE = (*_WRITE, StaleEtag, WrongResponsibilityState)
_SHOWN = tuple(name for name in PlanResponsibility.model_fields if name != "action")
AsOf = Annotated[date | None, Query(description="the day that is asked about; today if absent")]


def _entry(row: Any) -> PlanResponsibility:
    return PlanResponsibility(**{name: row._mapping[name] for name in _SHOWN}, action=row.action_key)


async def _read(db: Db, actor: Actor, responsibility_id: UUID, response: Response) -> PlanResponsibility:
    row = await responsibilities.visible_entry(db, actor, responsibility_id)
    response.headers["ETag"] = etag(row.version)
    return _entry(row)


@router.get("/responsibilities", operation_id="list_responsibilities", **guarded(Permission.PLAN_READ, InvalidCursor))
async def list_responsibilities(
    db: InRead,
    clock: InClock,
    actor: CurrentActor,
    paging: InPaging,
    plan_id: UUID | None = None,
    unit_id: UUID | None = None,
    unresolved: bool = False,
    about: Annotated[ObligationKind, Query(description="entries of actions, of duties or of indicators")] = ObligationKind.ACTION,
) -> Page[PlanResponsibility]:
    """Who owes what: by plan, or by unit across plans (through its groups too), or the work list of unresolved names."""
    rows = await repository.responsibility_page(db, paging, actor, plan_id, unit_id, unresolved, about, today(clock))
    items = [{**{name: row[name] for name in _SHOWN}, "action": row["action_key"]} for row in as_dicts(rows)]
    return page_of(rows, paging, items, "plan_id", "position", "id")


@router.post(
    "/responsibilities",
    operation_id="assign_responsibility",
    status_code=201,
    **guarded(Permission.RESPONSIBILITY_ASSIGN, *_WRITE, ReasonWanted, UnknownAction, AlreadyResponsible),
)
async def assign_responsibility(work: InWork, body: ResponsibilityAssignment, response: Response) -> PlanResponsibility:
    """Make a unit or group responsible for an action from a day on."""
    made = await responsibilities.assign_responsibility(work, body)
    response.headers["Location"] = f"/api/v1/plans/responsibilities/{made}"
    return await _read(work.db, work.actor, made, response)


@router.get("/responsibilities/{responsibility_id:uuid}", operation_id="read_responsibility", **guarded(Permission.PLAN_READ))
async def read_responsibility(db: InRead, actor: CurrentActor, responsibility_id: UUID, response: Response) -> PlanResponsibility:
    """One unit entry with its dates and its ETag."""
    return await _read(db, actor, responsibility_id, response)


@router.post(
    "/responsibilities/{responsibility_id:uuid}:end",
    operation_id="end_responsibility",
    **guarded(Permission.RESPONSIBILITY_ASSIGN, *_MOVE, AlreadyResponsible),
)
async def end_responsibility(
    work: InWork, responsibility_id: UUID, body: ResponsibilityEnd, if_match: OptionalIfMatch, response: Response
) -> PlanResponsibility:
    """Let a responsibility hold until a day, and a successor bear it from then on."""
    await responsibilities.end_responsibility(work, responsibility_id, body, if_match)
    return await _read(work.db, work.actor, responsibility_id, response)


@router.post(
    "/responsibilities/{responsibility_id:uuid}:resolve",
    operation_id="resolve_responsibility",
    **guarded(Permission.RESPONSIBILITY_ASSIGN, *_MOVE, NameTaken),
)
async def resolve_responsibility(
    work: InWork, responsibility_id: UUID, body: NameResolution, if_match: OptionalIfMatch, response: Response
) -> PlanResponsibility:
    """Say which unit or group an unresolved written name stands for."""
    await responsibilities.resolve_responsibility(work, responsibility_id, body, if_match)
    return await _read(work.db, work.actor, responsibility_id, response)


@router.get("/{plan_id:uuid}/matrix", operation_id="read_matrix", **guarded(Permission.PLAN_READ))
async def read_matrix(
    db: InRead,
    clock: InClock,
    actor: CurrentActor,
    plan_id: UUID,
    as_of: AsOf = None,
    expand_groups: Annotated[bool, Query(description="members of named groups stand beside them")] = False,
) -> ResponsibilityMatrix:
    """Actions × units × roles of a plan on a day; people are named to those who may know of their accounts."""
    return ready(ResponsibilityMatrix, await matrix.matrix_of(db, actor, plan_id, as_of or today(clock), expand=expand_groups))


@router.get("/units/{unit_id:uuid}/obligations", operation_id="list_obligations", **guarded(Permission.PLAN_READ, InvalidCursor))
async def list_obligations(
    db: InRead, clock: InClock, actor: CurrentActor, paging: InPaging, unit_id: UUID, as_of: AsOf = None, about: ObligationKind | None = None
) -> Obligations:
    """Everything the unit owes on a day, in every plan that the caller may know of, by itself or through a group."""
    day = as_of or today(clock)
    unit, people, rows = await matrix.obligations_of(db, actor, paging, unit_id, day, about)
    items = [{name: row[name] for name in Obligation.model_fields if name in row} for row in as_dicts(rows)]
    whose = {"unit_id": unit.id, "unit_name": unit.name, "as_of": day, "liaisons": people}
    return ready(Obligations, {**whose, **page_parts(rows, paging, items, "plan_id", "about", "position", "id")})


@router.get("/history", operation_id="list_history", **guarded(Permission.PLAN_READ, InvalidCursor))
async def list_history(
    db: InRead, actor: CurrentActor, paging: InPaging, plan_id: UUID, kind: HistoryKind | None = None, subject_id: UUID | None = None
) -> Page[HistoryEntry]:
    """Changes of a plan's single facts, oldest first: the fact as it was after each, who changed it and why."""
    await visible_plan(db, actor, plan_id)
    rows = await changes.history_page(db, paging, actor, plan_id, kind, subject_id)
    return page_of(rows, paging, [HistoryEntry(**row._mapping) for row in rows], "id")
