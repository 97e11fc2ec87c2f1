"""What bytes are, by their content; a name or a declared type is never trusted."""

import re
from enum import StrEnum

from shared.kit.files.refusals import Refusal, UnreadableDocument


class Format(StrEnum):
    """Formats that are read, by media type."""

    PLAIN = "text/plain"
    HTML = "text/html"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"\0\0\x01\0", b"8BPS", b"%!PS")
_OTHERS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"SQLite format 3", b"MIME-Version:")
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|p|table)\b", re.I | re.S
)
_ANY_TAG = re.compile(rb"<(?:p|div|br|table|span|html)\b", re.I)
_HEAD = 2048
_LEAST_BITMAP = 26


def format_of(data: bytes, name: str | None) -> Format:
    """The format of a document; raises UnreadableDocument for everything that is none."""
    if not data:
        raise UnreadableDocument(Refusal.EMPTY)
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"PK"):
        return Format.DOCX
    _refuse_known(data)
    head = data[:_HEAD]
    if _HTML_START.match(head) or (_named_html(name) and _ANY_TAG.search(head)):
        return Format.HTML
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        raise UnreadableDocument(Refusal.NOT_A_DOCUMENT, "xml")
    return Format.PLAIN


def _refuse_known(data: bytes) -> None:
    if data.startswith(_OLE):
        raise UnreadableDocument(_inside_ole(data))
    if data.startswith(b"{\\rtf"):
        raise UnreadableDocument(Refusal.LEGACY_FORMAT, "rtf")
    if _is_image(data):
        raise UnreadableDocument(Refusal.IMAGE)
    if data.startswith(_OTHERS):
        raise UnreadableDocument(Refusal.NOT_A_DOCUMENT)


def _inside_ole(data: bytes) -> Refusal:
    """An OLE container is an encrypted docx, an old Word or WPS file, or something else; its directory names are UTF-16."""
    if _wide("EncryptedPackage") in data:
        return Refusal.ENCRYPTED
    if _wide("WordDocument") in data or _wide("WpsContent") in data:
        return Refusal.LEGACY_FORMAT
    if _wide("Workbook") in data or _wide("PowerPoint Document") in data:
        return Refusal.SPREADSHEET
    return Refusal.NOT_A_DOCUMENT


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def _is_image(data: bytes) -> bool:
    if data.startswith(b"BM"):  # two letters may also begin a text
        return len(data) >= _LEAST_BITMAP and b"\0\0\0\0" in data[6:10]
    return data.startswith(_IMAGES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP")


def _named_html(name: str | None) -> bool:
    return name is not None and name.lower().endswith((".html", ".htm", ".xhtml"))
