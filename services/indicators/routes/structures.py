"""The SDMX structures of the exported values, at addresses after the SDMX REST standard."""

from typing import Annotated, Any

from fastapi import Header, Path, Query, Response

from services.indicators.deps import InSettings
from services.indicators.service import structures
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.etag import unless_known
from shared.kit.framework_problems import NotFound
from shared.kit.paging import ready
from shared.kit.routing import guarded
from shared.rules.access import Permission
from shared.schemas.exports import References, StructureKind

router = api_router("/api/v1/indicators", "exports")
MEDIA_TYPE = "application/vnd.sdmx.structure+json;version=2.0.0"
_STRUCTURE = guarded(Permission.CATALOGUE_READ)
_STRUCTURE["responses"] |= {200: {"content": {MEDIA_TYPE: {"schema": {"type": "object"}}}, "description": "an SDMX-JSON 2.0 structure message"}}
Id = Annotated[str, Path(max_length=80, pattern=r"^[A-Za-z0-9_@$\-]+$")]


@router.get("/sdmx/structure/{kind}/{agency}/{structure_id}/{version}", operation_id="read_structure", response_class=Response, **_STRUCTURE)
async def read_structure(
    db: InRead,
    actor: CurrentActor,
    clock: InClock,
    settings: InSettings,
    kind: Annotated[Id, Path(description="dataflow, datastructure, conceptscheme or codelist")],
    agency: Id,
    structure_id: Id,
    version: Annotated[str, Path(max_length=80, description="1.0, or latest")],
    references: Annotated[References, Query(description="all: with everything that it refers to")] = References.NONE,
    if_none_match: Annotated[str | None, Header(description="the ETag of the answer you have: 304 if it still holds")] = None,
) -> Any:
    """A data flow, data structure, concept scheme or code list, with names in Chinese and English."""
    if agency != settings.agency or kind not in list(StructureKind):
        raise NotFound(what="structure", what_zh="数据结构")
    day = today(clock)
    message = await structures.read_structure(db, actor, StructureKind(kind), structure_id, version, references, agency, day)
    answer: Any = unless_known(if_none_match, ready(Response, message))
    if answer.status_code == 200:  # noqa: PLR2004 - OK
        answer.headers["Content-Type"] = MEDIA_TYPE
    return answer
