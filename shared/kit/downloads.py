"""Files to be saved, named in both scripts."""

from urllib.parse import quote

from fastapi import Response

from shared.kit.language import Words
from shared.schemas.tables import TableFormat

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {TableFormat.CSV: "text/csv; charset=utf-8", TableFormat.XLSX: XLSX}


def attachment(name: Words) -> dict[str, str]:
    """Headers of a file to be saved: a plain name for old clients, the real one in UTF-8 beside it (RFC 6266, RFC 8187); never sniffed."""
    named = f"attachment; filename=\"{name.en}\"; filename*=UTF-8''{quote(name.zh, safe='')}"
    return {"Content-Disposition": named, "X-Content-Type-Options": "nosniff"}


def download(content: bytes, media_type: str, name: Words) -> Response:
    """A file as an answer; ``name`` holds its Chinese name and an ASCII one, both with their endings."""
    return Response(content, media_type=media_type, headers=attachment(name))
