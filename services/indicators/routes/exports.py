"""Official values as files: CSV, XLSX, SDMX-CSV 2.0 and SDMX-JSON 2.0."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from fastapi.responses import StreamingResponse

from services.indicators.deps import InSettings
from services.indicators.errors import RefusedExport, TooManyValues
from services.indicators.rules.exporting.messages import SdmxJson
from services.indicators.service import exporting
from services.indicators.service.exporting import Asked, Batches, Export
from services.indicators.settings import IndicatorsSettings
from shared.kit.app import InClock, InLanguage, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import Clock, today
from shared.kit.downloads import MEDIA_TYPES, attachment
from shared.kit.framework_problems import NotAcceptable
from shared.kit.language import Language, Words
from shared.kit.negotiation import InAccept, wanted_form
from shared.kit.routing import guarded
from shared.rules.access import Permission
from shared.rules.periods import Grain
from shared.schemas.base import Instant, Year
from shared.schemas.exports import ValueForm
from shared.schemas.tables import TableFormat

router = api_router("/api/v1/indicators", "exports")
FORMS = {
    ValueForm.CSV: MEDIA_TYPES[TableFormat.CSV],
    ValueForm.XLSX: MEDIA_TYPES[TableFormat.XLSX],
    ValueForm.SDMX_CSV: "application/vnd.sdmx.data+csv;version=2.0.0",
    ValueForm.SDMX_JSON: "application/vnd.sdmx.data+json;version=2.0.0",
}
_ENDINGS = {ValueForm.CSV: "csv", ValueForm.XLSX: "xlsx", ValueForm.SDMX_CSV: "sdmx.csv", ValueForm.SDMX_JSON: "sdmx.json"}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_COUNTS = {
    "X-Values": {"schema": {"type": "integer"}, "description": "how many values the file holds"},
    "X-Values-Held-Back": {"schema": {"type": "integer"}, "description": "how many more there are that are not yours to know"},
}
_EXPORT = guarded(Permission.OBSERVATION_READ, RefusedExport, TooManyValues, NotAcceptable)
_EXPORT["responses"] |= {200: {"content": dict.fromkeys(FORMS.values(), _BINARY), "headers": _COUNTS, "description": "the file"}}
Listed = Annotated[str, Query(max_length=80)]


Several = "; may be given several times"


async def _asked(
    indicator: Annotated[list[Listed], Query(max_length=200, description=f"code or id of an indicator{Several}")] = [],  # noqa: B006
    region: Annotated[list[Listed], Query(max_length=200, description=f"code (GB/T 2260) or id of a region{Several}")] = [],  # noqa: B006
    subtree: Annotated[bool, Query(description="with everything below the regions")] = False,
    period: Annotated[list[Listed], Query(max_length=200, description=f"2025, 2025-H1, 2025-Q3 or 2025-07{Several}")] = [],  # noqa: B006
    grain: Annotated[Grain | None, Query(description="only values of years, halves, quarters or months")] = None,
    first_year: Year | None = None,
    last_year: Year | None = None,
    plan_id: Annotated[UUID | None, Query(description="only what this plan measures, where it measures it")] = None,
    as_of: Annotated[Instant | None, Query(description="as it counted at this instant; now if left out")] = None,
) -> Asked:
    return Asked(indicator, region, period, subtree, grain, first_year, last_year, plan_id, as_of)


@router.get("/observations:export", operation_id="export_observations", response_class=StreamingResponse, **_EXPORT)
async def export_observations(
    db: InRead,
    actor: CurrentActor,
    clock: InClock,
    language: InLanguage,
    settings: InSettings,
    asked: Annotated[Asked, Depends(_asked)],
    form: Annotated[ValueForm | None, Query(alias="format", description="goes before the Accept header; csv if neither says anything")] = None,
    accept: InAccept = None,
) -> Response:
    """Official values as they count, or counted, by disclosure level; the answer is written while it is read, of one moment."""
    wanted, day = wanted_form(form, accept, FORMS), today(clock)
    most = settings.max_workbook_values if wanted is ValueForm.XLSX else settings.max_export_values
    export = await exporting.prepare_export(db, actor, asked, wanted, most, day)
    batches = await exporting.begun(exporting.exported_rows(db, actor, export, day))
    pieces = _written(batches, export, wanted, settings, clock, language)
    return StreamingResponse(pieces, headers=_headers(export, wanted), media_type=FORMS[wanted])


def _headers(export: Export, form: ValueForm) -> dict[str, str]:
    name = Words(f"监测值.{_ENDINGS[form]}", f"values.{_ENDINGS[form]}")
    return {**attachment(name), "Vary": "Accept", "X-Values": str(export.seen), "X-Values-Held-Back": str(export.held_back)}


def _written(
    batches: Batches, export: Export, form: ValueForm, settings: IndicatorsSettings, clock: Clock, language: Language
) -> AsyncIterator[bytes]:
    match form:
        case ValueForm.CSV:
            return exporting.as_csv(batches, language)
        case ValueForm.XLSX:
            return exporting.as_workbook(batches, export, language)
        case ValueForm.SDMX_CSV:
            return exporting.as_sdmx_csv(batches, settings.agency)
        case ValueForm.SDMX_JSON:
            return exporting.as_sdmx_json(batches, SdmxJson(settings.agency, clock.now(), export.held_back))
