"""Files to be saved, named in both scripts."""

import re
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Header, Response
from fastapi.responses import StreamingResponse

from shared.kit.framework_problems import RangeNotThere
from shared.kit.language import Words
from shared.kit.storage import Store
from shared.schemas.tables import TableFormat

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {TableFormat.CSV: "text/csv; charset=utf-8", TableFormat.XLSX: XLSX}
TABLES = {form: MEDIA_TYPES[form] for form in (TableFormat.XLSX, TableFormat.CSV)}
"""What a table of people's is offered as: a workbook, unless something else is asked for."""
TABLE_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {kind.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for kind in TABLES.values()},
        "description": "the file",
    }
}
"""``responses=`` of a route that answers with such a table."""


def attachment(name: Words) -> dict[str, str]:
    """Headers of a file to be saved: a plain name for old clients, the real one in UTF-8 beside it (RFC 6266, RFC 8187); never sniffed."""
    named = f"attachment; filename=\"{name.en}\"; filename*=UTF-8''{quote(name.zh, safe='')}"
    return {"Content-Disposition": named, "X-Content-Type-Options": "nosniff"}


def download(content: bytes, media_type: str, name: Words) -> Response:
    """A file as an answer; ``name`` holds its Chinese name and an ASCII one, both with their endings."""
    return Response(content, media_type=media_type, headers=attachment(name))


@dataclass(frozen=True, slots=True)
class Seen:
    """What a client has already, and which part it wants."""

    wants: str | None
    has: str | None
    if_range: str | None


async def _seen(
    range_: Annotated[str | None, Header(alias="Range", max_length=80)] = None,
    if_none_match: Annotated[str | None, Header(max_length=1000)] = None,
    if_range: Annotated[str | None, Header(max_length=80)] = None,
) -> Seen:
    return Seen(range_, if_none_match, if_range)


InSeen = Annotated[Seen, Depends(_seen)]
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def part_of(wanted: str | None, size: int) -> tuple[int, int] | None:
    """Start and end (not included) of the one range of a ``Range`` header; None where all is to be sent (RFC 9110, section 14.2).

    Several ranges and other units are answered with everything, which the standard allows. RangeNotThere for one beyond the end.
    """
    found = _RANGE.fullmatch((wanted or "").replace(" ", ""))
    if found is None or found[0] == "bytes=-":
        return None
    first, last = found.groups()
    start, end = (max(0, size - int(last)), size) if not first else (int(first), min(int(last) + 1 if last else size, size))
    if last and first and int(last) < int(first):
        return None
    if start >= size or start >= end:
        raise RangeNotThere(size=size, headers={"Content-Range": f"bytes */{size}"})
    return start, end


async def kept_bytes(store: Store, sha256: str, media_type: str, name: str, seen: Seen) -> Response:
    """Kept bytes to be saved, whole or in part, streamed; NotKeptError if they are not there."""
    size, mark = await store.size(sha256), f'"{sha256}"'
    headers = {**attachment(Words(name, "document")), "ETag": mark, "Accept-Ranges": "bytes"}
    if seen.has is not None and (seen.has.strip() == "*" or mark in seen.has):
        return Response(status_code=304, headers={"ETag": mark})
    part = part_of(seen.wants, size) if seen.if_range in (None, mark) else None
    start, end = part or (0, size)
    headers["Content-Length"] = str(end - start)
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    status = 206 if part is not None else 200
    return StreamingResponse(store.read(sha256, start, end), status, headers, media_type)
