"""PDF with a text layer: lines by their position, without running headers, footers and page numbers."""

from collections.abc import Iterator

from services.plans.rules.reading.sources.lines import Line, put_together
from services.plans.rules.reading.sources.pdf.characters import Pdf
from services.plans.rules.reading.sources.pdf.layout import lines_of_page
from services.plans.rules.reading.sources.pdf.running import without_running_lines
from services.plans.rules.reading.text import SourceText
from shared.kit.files.refusals import Refusal, UnreadableDocument
from shared.kit.files.sniffing import Format

_ENOUGH = 20
"""Characters on a page that show that it has a text layer; a scan may carry a stamp or a page number."""


def read_pdf(data: bytes) -> SourceText:
    """The text of a PDF, page by page."""
    with Pdf(data) as pdf:
        pages = [lines_of_page(*pdf.characters(number), pdf.rules(number)) for number in range(pdf.page_count)]
        textless = [number for number, lines in enumerate(pages, 1) if not lines]
        if len(textless) == len(pages):
            raise UnreadableDocument(Refusal.NEEDS_OCR if pdf.has_pictures() else Refusal.NO_TEXT)
    return put_together(_numbered(without_running_lines(pages)), Format.PDF.value, len(pages), textless)


def check_pdf(data: bytes) -> None:
    """Raise UnreadableDocument for a PDF that cannot be read; stops at the first page with text."""
    with Pdf(data) as pdf:
        found = 0
        for number in range(pdf.page_count):
            found += pdf.count(number)
            if found >= _ENOUGH:
                return
        if not found:
            raise UnreadableDocument(Refusal.NEEDS_OCR if pdf.has_pictures() else Refusal.NO_TEXT)


def _numbered(pages: list[list[str]]) -> Iterator[Line]:
    for number, lines in enumerate(pages, 1):
        yield from (Line(line, number) for line in lines)
