"""Paragraphs, tables and boxes of a body in their order, as lines with their pages."""

from collections.abc import Iterator
from typing import Any

from services.plans.rules.reading.sources.docx.names import attribute, is_on, w
from services.plans.rules.reading.sources.docx.numbering import Numbering
from services.plans.rules.reading.sources.docx.runs import LINE, PAGE, RENDERED_PAGE, boxes, is_nested, notes, pieces
from services.plans.rules.reading.sources.docx.tables import Table
from services.plans.rules.reading.sources.lines import Line, one_line, row_of

_WRAPPERS = frozenset({w(name) for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")})


class Body:
    """One pass over a document. ``page`` is where it stands; ``notes`` the footnotes met on the way."""

    def __init__(self, numbering: Numbering, *, counts_rendered_pages: bool) -> None:
        self._numbering = numbering
        self._page_sign = RENDERED_PAGE if counts_rendered_pages else PAGE
        self._counts_sections = not counts_rendered_pages
        self.page = 1
        self.notes: list[str] = []
        self._open = ""
        """Text of a paragraph whose end mark was deleted: the next one goes on in it."""

    def lines_of(self, container: Any) -> Iterator[Line]:
        """The lines of a body, cell or box."""
        for child in container:
            if child.tag == w("p"):
                yield from self._paragraph(child)
            elif child.tag == w("tbl"):
                yield from self._table(child)
            elif child.tag in _WRAPPERS:
                yield from self.lines_of(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Line]:
        properties = paragraph.find(w("pPr"))
        if properties is not None and self._counts_sections and is_on(properties.find(w("pageBreakBefore"))):
            self.page += 1
        self.notes += notes(paragraph)
        text = self._open + "".join(pieces(paragraph))
        if properties is not None and properties.find(f"{w('rPr')}/{w('del')}") is not None:
            self._open = text
            return
        self._open = ""
        label = self._numbering.label(properties)  # an empty paragraph counts too, as it does in Word
        text = label + text if text.strip() else text
        yield from self._split(text)
        for box in boxes(paragraph):
            if not is_nested(box, paragraph):
                yield from self.lines_of(box)
        self._end_section(properties)

    def _split(self, text: str) -> Iterator[Line]:
        """Soft breaks part lines; a page break parts them too, but one that Word only noted goes on in the line."""
        for number, page in enumerate(text.split(PAGE)):
            if number and self._page_sign == PAGE:
                self.page += 1
            for line in page.split(LINE):
                lead = line[: len(line) - len(line.lstrip(RENDERED_PAGE))]
                self._turn(len(lead))
                yield Line(line.replace(RENDERED_PAGE, "").rstrip(), self.page)
                self._turn(line.count(RENDERED_PAGE) - len(lead))

    def _turn(self, pages: int) -> None:
        if self._page_sign == RENDERED_PAGE:
            self.page += pages

    def _end_section(self, properties: Any | None) -> None:
        section = properties.find(w("sectPr")) if properties is not None else None
        if section is not None and self._counts_sections and attribute(section.find(w("type")), "val", "nextPage") != "continuous":
            self.page += 1

    def _table(self, element: Any) -> Iterator[Line]:
        """A row is a line; a table of one column is a box (专栏), whose paragraphs stay lines."""
        table = Table(element)
        if table.is_box:
            for cell in table.cells():
                yield from self.lines_of(cell)
            return
        texts: dict[Any, str] = {}
        for row in table.rows:
            page, cells = self.page, []
            for place in row:
                if place.cell is not None and place.cell not in texts:
                    texts[place.cell] = self._cell(place.cell)
                cells.append(texts[place.cell] if place.cell is not None else "")
            if any(cells):
                yield Line(row_of(cells), page)

    def _cell(self, cell: Any) -> str:
        return one_line(" ".join(line.text for line in self.lines_of(cell)))
