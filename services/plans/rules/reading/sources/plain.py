"""Plain text: lines as they stand; a form feed begins a page."""

from services.plans.rules.reading.sources.lines import Line, put_together
from services.plans.rules.reading.text import SourceText
from shared.kit.files.encodings import decode

MEDIA_TYPE = "text/plain"


def read_plain(data: bytes) -> SourceText:
    """The text of a plain file in whatever of the known encodings it is."""
    text = decode(data).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return put_together((Line(line, number) for number, page in enumerate(text.split("\f"), 1) for line in page.split("\n")), MEDIA_TYPE)
