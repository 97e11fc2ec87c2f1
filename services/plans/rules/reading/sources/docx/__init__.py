"""Word documents: what a reader would see on paper, as lines. Headers, footers, deletions and hidden text are not part of it."""

from typing import Any

from services.plans.rules.reading.sources.docx.body import Body
from services.plans.rules.reading.sources.docx.footnotes import notes_of
from services.plans.rules.reading.sources.docx.names import NAMESPACE, STRICT, w
from services.plans.rules.reading.sources.docx.numbering import Numbering
from services.plans.rules.reading.sources.docx.styles import Styles
from services.plans.rules.reading.sources.lines import put_together
from services.plans.rules.reading.text import SourceText
from shared.kit.files.archive import Package
from shared.kit.files.refusals import Refusal, UnreadableDocument
from shared.kit.files.safe_xml import parse
from shared.kit.files.sniffing import Format

MAIN = "word/document.xml"
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_OFFICE_OTHERS = ("xl/", "ppt/", "visio/")


def open_package(data: bytes) -> Package:
    """The package of a Word document; raises UnreadableDocument if it is none, or one that must not be opened."""
    package = Package(data)
    names = package.names()
    if any(name.lower().rsplit("/", 1)[-1] in _MACRO_PARTS for name in names):
        raise UnreadableDocument(Refusal.MACROS)
    if not package.has(MAIN):
        raise UnreadableDocument(_other_kind(names))
    types = package.part("[Content_Types].xml") if package.has("[Content_Types].xml") else b""
    if b"macroEnabled" in types:
        raise UnreadableDocument(Refusal.MACROS)
    return package


def _other_kind(names: list[str]) -> Refusal:
    if any(name.startswith(_OFFICE_OTHERS) for name in names):
        return Refusal.SPREADSHEET
    return Refusal.LEGACY_FORMAT if "content.xml" in names and "mimetype" in names else Refusal.NOT_A_DOCUMENT


def read_docx(data: bytes) -> SourceText:
    """The text of a Word document, its automatic numbers written out."""
    package = open_package(data)
    document = _part(package, MAIN)
    body = document.find(w("body"))
    if body is None:
        raise UnreadableDocument(Refusal.BROKEN, "no body")
    styles = Styles(_part(package, "word/styles.xml"))
    numbering = Numbering(_part(package, "word/numbering.xml"), styles)
    reading = Body(numbering, counts_rendered_pages=next(document.iter(w("lastRenderedPageBreak")), None) is not None)
    lines = list(reading.lines_of(body))
    lines += notes_of(_part(package, "word/footnotes.xml"), reading.notes, reading.page)
    return put_together(lines, Format.DOCX.value, reading.page)


def _part(package: Package, name: str) -> Any:
    """The root of a part, None where there is none; documents saved as "strict" get the names of all others."""
    if not package.has(name):
        return None
    return parse(package.part(name).replace(STRICT.encode(), NAMESPACE.encode()), name)
