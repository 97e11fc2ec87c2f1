"""Documents as bytes, made in the test: Word packages part by part, PDFs with Chinese text in a font that needs no file."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from itertools import zip_longest

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def packed(parts: dict[str, bytes | str], level: int = 9) -> bytes:
    """A zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def docx(body: str, main_type: str = _MAIN, **parts: str | bytes) -> bytes:
    """A Word document around the XML of a body; further parts of ``word/`` by name (``numbering=…``)."""
    more = {f"word/{name}.xml": _root(name, content) if isinstance(content, str) else content for name, content in parts.items()}
    document = f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>"
    return packed({"[Content_Types].xml": _TYPES.format(main=main_type), "word/document.xml": document, **more})


def _root(name: str, content: str) -> str:
    return f"<w:{name} {_NAMES}>{content}</w:{name}>"


def p(text: str = "", properties: str = "", more: str = "") -> str:
    """A paragraph."""
    run = f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>" if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{more}</w:p>"


def numbered(text: str, level: int = 0, list_id: int = 1) -> str:
    """A paragraph that Word numbers."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def table(*rows: Sequence[str]) -> str:
    """A table of cells; a cell is text, or XML of a whole ``w:tc``."""
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def _cell(content: str) -> str:
    return content if content.startswith("<w:tc") else cell(content)


def cell(*paragraphs: str, properties: str = "") -> str:
    """A cell of paragraphs."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(p, paragraphs))}</w:tc>"


Placed = tuple[float, float, str]


def pdf(pages: Iterable[Sequence[Placed]], *, size: int = 12, picture: bool = False, drawn: Sequence[str] = (), tail: bytes = b"") -> bytes:
    """A PDF whose pages hold texts at (x, y) in STSong-Light, a font every reader knows; ``picture`` draws a box, ``drawn`` whatever else."""
    streams = [_page(placed, size, picture, lines) for placed, lines in zip_longest(pages, drawn, fillvalue="")]
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000 /W [1 [500] 814 939 500]"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 0 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880"
        b" /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    for number, stream in enumerate(streams):
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        objects += [page.encode(), b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)]
    return _file(objects, tail)


def _page(placed: Sequence[Placed], size: int, picture: bool, drawn: str) -> bytes:
    texts = [f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, text in placed]
    return "\n".join([*(["0.8 g 50 50 400 600 re f 0 g"] if picture else []), *([drawn] if drawn else []), *texts]).encode()


def _file(objects: Sequence[bytes], tail: bytes) -> bytes:
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(made) + b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, tail, start)


def column(*lines: str, x: float = 80, top: float = 760, step: float = 20) -> list[Placed]:
    """Lines below one another."""
    return [(x, top - step * number, line) for number, line in enumerate(lines)]
