"""Printed target text: read, never stored."""

from services.indicators.service import parsing
from shared.kit.app import api_router
from shared.kit.routing import guarded
from shared.rules.access import Permission
from shared.schemas.target_text import ReadTargets, TargetText

router = api_router("/api/v1/indicators", "targets")


@router.post("/targets:parse", operation_id="parse_targets", **guarded(Permission.CATALOGUE_READ, **{"x-reads": True}))
async def parse_targets(body: TargetText) -> ReadTargets:
    """Read a printed target text into expressions, with what was understood, assumed and refused; nothing is stored."""
    return parsing.parse_targets(body)
