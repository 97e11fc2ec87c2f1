"""HTML pages: text as laid out, without scripts, styles and navigation; a table row is a line."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as parser

from services.plans.rules.reading.sources.lines import Line, one_line, put_together, row_of
from services.plans.rules.reading.text import SourceText
from shared.kit.files.encodings import decode
from shared.kit.files.refusals import Refusal, UnreadableDocument
from shared.kit.files.sniffing import Format


def _names(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


DEEPEST = 250
_DROPPED = _names("script style noscript template head nav header footer aside form button select svg iframe object")
_BLOCKS = _names(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 hr html li main",
    "ol p pre section summary table tbody tfoot thead tr td th ul",
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"<!entity", re.I)
_TAG, _MOST_TAGS = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^<>]*?(/?)>", re.I), 500_000
# Tags without an end, or whose end may be left out: their count says nothing about depth.
_UNCOUNTED = _names("area base br col embed hr img input link meta source track wbr p li td tr th dd dt option")


def read_html(data: bytes) -> SourceText:
    """The text of an HTML page; raises UnreadableDocument on one that is nested or declared absurdly."""
    text = decode(data)
    _check(text)
    try:
        reading = parser.HTMLParser(no_network=True, remove_comments=True)
        root = parser.document_fromstring(_DECLARATION.sub("", text), parser=reading)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as fault:
        raise UnreadableDocument(Refusal.NO_TEXT if "mpty" in str(fault) else Refusal.BROKEN, "html") from fault
    if any("xcessive depth" in entry.message for entry in reading.error_log):  # libxml2 would leave out the rest in silence
        raise UnreadableDocument(Refusal.TOO_DEEP, "html")
    return put_together((Line(line) for line in _without_doubles(_lines(root))), Format.HTML.value)


def _check(text: str) -> None:
    """Entities and depth, before a parser builds anything: libxml2 itself gives up silently on depth."""
    if _ENTITY.search(text):
        raise UnreadableDocument(Refusal.UNSAFE_XML, "html")
    depth = 0
    for count, tag in enumerate(_TAG.finditer(text)):
        if count > _MOST_TAGS:
            raise UnreadableDocument(Refusal.TOO_LONG, "tags")
        if tag[2].lower() not in _UNCOUNTED and not tag[3]:
            depth = max(0, depth + (-1 if tag[1] else 1))
        if depth > DEEPEST:
            raise UnreadableDocument(Refusal.TOO_DEEP, "html")


def _lines(root: Any) -> Iterator[str]:
    made: list[str] = []
    for piece in _pieces(root):
        if piece == "\n":
            yield one_line("".join(made))
            made.clear()
        elif piece.startswith("\t"):  # a whole row, or a line of preformatted text
            yield piece[1:]
        else:
            made.append(piece)
    yield one_line("".join(made))


def _pieces(element: Any) -> Iterator[str]:
    """Inline text as it stands, a line feed where a line ends, a table row with a tab before it."""
    if _is_dropped(element):
        return
    if element.tag == "table" and not _is_box(element):
        yield "\n"
        for row in _rows(element):
            if any(row):
                yield "\t" + row_of(row)
        return
    if element.tag == "pre":
        yield from ("\n", *("\t" + line.rstrip() for line in element.text_content().split("\n")))
        return
    block = element.tag in _BLOCKS
    yield from ("\n",) * (block or element.tag == "br")
    if element.text:
        yield element.text.replace("\n", " ").replace("\t", " ")
    for child in element:
        yield from _pieces(child)
        if child.tail:
            yield child.tail.replace("\n", " ").replace("\t", " ")
    yield from ("\n",) * block


def _is_dropped(element: Any) -> bool:
    return not isinstance(element.tag, str) or element.tag in _DROPPED or bool(_HIDDEN.search(element.get("style", ""))) or "hidden" in element.attrib


def _is_box(table: Any) -> bool:
    """A table of one column, or one that holds tables, only lays out the page."""
    if next((inner for inner in table.iter("table") if inner is not table), None) is not None:
        return True
    return max((len(list(row.iterchildren("td", "th"))) for row in table.iter("tr")), default=0) <= 1


def _rows(table: Any) -> Iterator[list[str]]:
    """Rows of cell texts; a cell over several rows stands in each of them, over several columns in the first only."""
    below: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _hang(cells, below)
            text = one_line(" ".join(_lines(cell)))
            rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
            if rows > 1:
                below |= {len(cells) + step: (rows - 1, text if step == 0 else "") for step in range(columns)}
            cells += [text, *[""] * (columns - 1)]
        _hang(cells, below)
        yield cells


def _hang(cells: list[str], below: dict[int, tuple[int, str]]) -> None:
    """Fill the places that cells of rows above still take."""
    while len(cells) in below:
        left, text = below[len(cells)]
        if left <= 1:
            del below[len(cells)]
        else:
            below[len(cells)] = (left - 1, text)
        cells.append(text)


def _span(cell: Any, name: str) -> int:
    given = cell.get(name, "1").strip()
    return min(max(int(given), 1), 1000) if given.isdecimal() and len(given) < 5 else 1  # noqa: PLR2004 - HTML: at most 1000 columns


def _without_doubles(lines: Iterator[str]) -> Iterator[str]:
    """Blank lines that only blocks within blocks make are one."""
    blank = True
    for line in lines:
        if line or not blank:
            yield line
        blank = not line
