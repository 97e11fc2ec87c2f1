"""Values that follow from others by a formula: what came of them, from what, and what they wait for."""

from typing import Any
from uuid import UUID

from services.indicators.repository import derivations as repository
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.framework_problems import InvalidCursor
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.rules.access import Permission
from shared.schemas.derivations import Derivation, DerivationOutcome
from shared.schemas.page import Page

router = api_router("/api/v1/indicators", "observations")


def _derivation(row: Any) -> Derivation:
    copied = {name: row._mapping[name] for name in Derivation.model_fields if name != "stale"}
    return Derivation(**{**copied, "unit_of_measure": row.unit_of_measure or None}, stale=row.asked_at is not None)


@router.get("/derivations", operation_id="list_derivations", **guarded(Permission.OBSERVATION_READ, InvalidCursor))
async def list_derivations(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    indicator_id: UUID | None = None,
    region_id: UUID | None = None,
    outcome: DerivationOutcome | None = None,
) -> Page[Derivation]:
    """Values by formula with every input and its version: enough to do the arithmetic again. `waiting` ones name what is missing."""
    rows = await repository.derivation_page(db, paging, actor, indicator_id, region_id, outcome)
    return page_of(rows, paging, [_derivation(row) for row in rows], "id")
