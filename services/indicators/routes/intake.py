"""Official values in bulk, as CSV or JSON lines."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Annotated, Any

from fastapi import Query

from services.indicators.deps import InOnTrackFrom, InRequest
from services.indicators.errors import RefusedValues
from services.indicators.rules.intake.checking import Candidate
from services.indicators.rules.intake.converting import Written
from services.indicators.rules.intake.faults import RowFault
from services.indicators.rules.intake.outcomes import ranges
from services.indicators.rules.intake.reading import Raw, read_csv, read_json_lines
from services.indicators.service import intake
from services.indicators.settings import INTAKE
from shared.kit.app import InLanguage, api_router
from shared.kit.framework_problems import AlreadyThere, KeyReused, MissingIdempotencyKey, TooLarge, WrongContentType
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Disclosure, Permission
from shared.schemas.observations import Converted, Intake, IntakeChunk, OutcomeRange

router = api_router("", "observations")
_MOST_CONVERTED = 200
_CSV, _LINES = "text/csv", "application/x-ndjson"
_EXAMPLES = {
    _CSV: "indicator,region,period,value,disclosure\n居民健康素养水平,330205,2025,32.6,public\n",
    _LINES: '{"indicator": "居民健康素养水平", "region": "330205", "period": "2025-Q3", "value": "32.6", "disclosure": "public"}\n',
}
_BODY = {"required": True, "content": {kind: {"schema": {"type": "string"}, "example": example} for kind, example in _EXAMPLES.items()}}
_marks = guarded(
    Permission.OBSERVATION_IMPORT,
    RefusedValues, WrongContentType, TooLarge, AlreadyThere, MissingIdempotencyKey, KeyReused,
    requestBody=_BODY,
)  # fmt: skip


@router.post(INTAKE, operation_id="intake_observations", **_marks)
async def intake_observations(
    request: InRequest,
    work: InWork,
    language: InLanguage,
    on_track_from: InOnTrackFrom,
    dry_run: Annotated[bool, Query(description="say what would become of each row, and write nothing")] = False,
    partial: Annotated[bool, Query(description="take the rows without faults; otherwise one faulty row refuses all")] = False,
    disclosure: Annotated[Disclosure | None, Query(description="of rows that name none and that no plan measures")] = None,
    chunk_rows: Annotated[int, Query(ge=1, le=20_000, description="rows written in one transaction")] = 5000,
) -> Intake:
    """Bring in official values in bulk, as CSV with a header or as JSON lines; every fault of every row is told.

    Rows are written chunk by chunk. A request that broke off is sent again as it was, with the same Idempotency-Key: it goes on
    behind the last chunk that was written.
    """
    body = await request.body()
    rows = _reader(request.headers.get("content-type", ""))(body)
    digest = hashlib.sha256(f"{request.url.query}\n".encode() + body).hexdigest()
    key = request.headers["idempotency-key"]
    done = await intake.take_in(work, intake.Upload(rows, key, digest, dry_run, partial, disclosure, chunk_rows), on_track_from)
    return _told(done, language, dry_run=dry_run, partial=partial)


def _converted(value: Candidate, cell: Written) -> Converted:
    return Converted(row=value.row, column=cell.column, written=cell.text, value=getattr(value, cell.column), unit_of_measure=cell.unit)


def _reader(content_type: str) -> Callable[[bytes], Iterator[Raw | RowFault]]:
    kind, _, parameters = content_type.partition(";")
    match kind.strip().lower():
        case "text/csv":
            charset = parameters.partition("charset=")[2].partition(";")[0].strip().strip('"')
            return lambda data: read_csv(data, charset)
        case "application/x-ndjson" | "application/jsonl" | "application/json-lines":
            return read_json_lines
    raise WrongContentType(wanted=f"{_CSV} · {_LINES}")


def _told(done: intake.Done, language: Any, *, dry_run: bool, partial: bool) -> Intake:
    counts = {outcome: sum(one.outcome == outcome for one in done.outcomes) for outcome in ("new", "corrected", "unchanged", "refused")}
    return Intake(
        id=done.id,
        dry_run=dry_run,
        partial=partial,
        rows=done.rows,
        **counts,
        outcomes=[OutcomeRange(**one) for one in ranges(done.outcomes)],
        chunks=[IntakeChunk(number=number, first_row=first, last_row=last, repeated=again) for number, first, last, again in done.chunks],
        converted=[_converted(value, cell) for value in done.converted for cell in value.written][:_MOST_CONVERTED],
        errors=[fault.told(language) for fault in intake.worded(done.faults)],
    )
