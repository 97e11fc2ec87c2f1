"""The data catalogue: what can be had, of which plans, in which forms, under which terms."""

from typing import Annotated, Any

from fastapi import Header, Response

from services.indicators.deps import InSettings
from services.indicators.routes.exports import FORMS
from services.indicators.rules.exporting.data_catalogue import Publisher
from services.indicators.service import data_catalogue
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.etag import unless_known
from shared.kit.framework_problems import InvalidCursor
from shared.kit.paging import InPaging, ready
from shared.kit.routing import guarded
from shared.rules.access import Permission

router = api_router("/api/v1/indicators", "exports")
MEDIA_TYPE = "application/ld+json"
_CATALOGUE = guarded(Permission.PLAN_READ, InvalidCursor)
_CATALOGUE["responses"] |= {200: {"content": {MEDIA_TYPE: {"schema": {"type": "object"}}}, "description": "a DCAT catalogue as JSON-LD"}}


@router.get("/dcat", operation_id="read_data_catalogue", response_class=Response, **_CATALOGUE)
async def read_data_catalogue(
    db: InRead,
    actor: CurrentActor,
    clock: InClock,
    settings: InSettings,
    paging: InPaging,
    if_none_match: Annotated[str | None, Header(description="the ETag of the answer you have: 304 if it still holds")] = None,
) -> Any:
    """DCAT 3 / DCAT-AP in JSON-LD: all official values, and those of each issued plan that one may know of; `hydra:next` is the next page."""
    publisher = Publisher(settings.publisher, settings.licence, settings.agency, settings.public_url, FORMS)
    told = await data_catalogue.read_data_catalogue(db, actor, publisher, paging, today(clock))
    answer: Any = unless_known(if_none_match, ready(Response, told))
    if answer.status_code == 200:  # noqa: PLR2004 - OK
        answer.headers["Content-Type"] = MEDIA_TYPE
    return answer
