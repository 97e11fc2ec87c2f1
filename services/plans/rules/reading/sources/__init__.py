"""From bytes to text: plain text, Word, PDF with a text layer, HTML. The same bytes give the same text.

``open_document`` reads or raises ``UnreadableDocument`` with a reason; ``check_document`` finds the same reasons, but reads
a PDF only as far as its first text.
"""

from services.plans.rules.reading.sources.docx import read_docx
from services.plans.rules.reading.sources.html import read_html
from services.plans.rules.reading.sources.pdf import check_pdf, read_pdf
from services.plans.rules.reading.sources.plain import read_plain
from services.plans.rules.reading.text import SourceText
from shared.kit.files.refusals import Refusal, UnreadableDocument
from shared.kit.files.sniffing import Format, format_of

LARGEST = 20 * 1024 * 1024
_READERS = {Format.PLAIN: read_plain, Format.HTML: read_html, Format.DOCX: read_docx, Format.PDF: read_pdf}


def open_document(data: bytes, name: str | None = None) -> SourceText:
    """The text of a document of at most 20 MB, whatever its format; ``name`` only helps to tell HTML fragments from text."""
    return _read(_format(data, name), data)


def check_document(data: bytes, name: str | None = None) -> Format:
    """The document's format, after everything that would refuse it was looked for."""
    found = _format(data, name)
    if found is Format.PDF:
        check_pdf(data)
    else:
        _read(found, data)
    return found


def _read(found: Format, data: bytes) -> SourceText:
    try:
        return _READERS[found](data)
    except RecursionError as fault:
        raise UnreadableDocument(Refusal.TOO_DEEP) from fault


def _format(data: bytes, name: str | None) -> Format:
    if len(data) > LARGEST:
        raise UnreadableDocument(Refusal.TOO_LARGE, f"{len(data)} bytes")
    return format_of(data, name)


__all__ = ["LARGEST", "Format", "Refusal", "UnreadableDocument", "check_document", "open_document"]
