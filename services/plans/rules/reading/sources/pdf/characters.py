"""What pdfium says of a page: its characters with their boxes. One PDF at a time: pdfium is not made for threads."""

import ctypes
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import pypdfium2
from pypdfium2 import raw

from services.plans.rules.reading.sources.pdf.drawn import Rule, rules_of
from shared.kit.files.refusals import Refusal, UnreadableDocument

MOST_PAGES = 2_000
MOST_CHARACTERS = 200_000
"""On one page: an A0 poster in small print has fewer."""
_TAIL = 4096
_ALONE = threading.Lock()
_LOST = frozenset({"\ufffd", "\ufffe", "\uffff", "\x00"})
_LOST_SHARE = 0.3
_SURROGATES, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
_CONTROLS = range(0x20)


@dataclass(frozen=True, slots=True)
class Character:
    """One printed character; points from the page's lower left corner. ``size`` is that of its font."""

    sign: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


class Pdf:
    """An open PDF."""

    def __init__(self, data: bytes) -> None:
        if b"%%EOF" not in data.rstrip(b"\0\r\n\t ")[-_TAIL:]:
            raise UnreadableDocument(Refusal.BROKEN, "the end is missing")
        self._data = data

    def __enter__(self) -> Self:
        _ALONE.acquire()
        try:
            self._document = pypdfium2.PdfDocument(self._data)
            self.page_count = len(self._document)
            self._check()
        except pypdfium2.PdfiumError as fault:
            _ALONE.release()
            raise UnreadableDocument(_refusal_of(fault), "pdf") from fault
        except UnreadableDocument:
            self._document.close()
            _ALONE.release()
            raise
        return self

    def __exit__(self, _kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None) -> None:
        self._document.close()
        _ALONE.release()

    def _check(self) -> None:
        if not self.page_count:
            raise UnreadableDocument(Refusal.BROKEN, "no page")
        if self.page_count > MOST_PAGES:
            raise UnreadableDocument(Refusal.TOO_LONG, f"{self.page_count} pages")

    def characters(self, number: int) -> tuple[list[Character], float]:
        """The visible characters of a page in the order of the file, and the page's width."""
        page, text = self._open(number)
        try:
            found = list(_characters(text, raw.FPDFText_CountChars(text)))
            if sum(1 for one in found if one.sign in _LOST) > _LOST_SHARE * len(found):
                raise UnreadableDocument(Refusal.NEEDS_OCR, f"page {number + 1}: the text layer names no characters")
            return found, float(raw.FPDF_GetPageWidthF(page))
        finally:
            raw.FPDFText_ClosePage(text)
            raw.FPDF_ClosePage(page)

    def rules(self, number: int) -> list[Rule]:
        """The lines along an axis that a page draws: the borders of its tables among them."""
        page = raw.FPDF_LoadPage(self._document.raw, number)
        if not page:
            raise UnreadableDocument(Refusal.BROKEN, f"page {number + 1}")
        try:
            return rules_of(page)
        finally:
            raw.FPDF_ClosePage(page)

    def count(self, number: int) -> int:
        """How many characters a page has."""
        page, text = self._open(number)
        try:
            return max(0, int(raw.FPDFText_CountChars(text)))
        finally:
            raw.FPDFText_ClosePage(text)
            raw.FPDF_ClosePage(page)

    def has_pictures(self) -> bool:
        """Whether any page shows anything but text: then an empty text layer means a scan."""
        return any(self._has_objects(number) for number in range(self.page_count))

    def _has_objects(self, number: int) -> bool:
        page = raw.FPDF_LoadPage(self._document.raw, number)
        if not page:
            return False
        try:
            return bool(raw.FPDFPage_CountObjects(page) > 0)
        finally:
            raw.FPDF_ClosePage(page)

    def _open(self, number: int) -> tuple[Any, Any]:
        page = raw.FPDF_LoadPage(self._document.raw, number)
        if not page:
            raise UnreadableDocument(Refusal.BROKEN, f"page {number + 1}")
        text = raw.FPDFText_LoadPage(page)
        if not text:
            raw.FPDF_ClosePage(page)
            raise UnreadableDocument(Refusal.BROKEN, f"text of page {number + 1}")
        if raw.FPDFText_CountChars(text) > MOST_CHARACTERS:
            raw.FPDFText_ClosePage(text)
            raw.FPDF_ClosePage(page)
            raise UnreadableDocument(Refusal.TOO_LONG, f"characters of page {number + 1}")
        return page, text


def _refusal_of(fault: pypdfium2.PdfiumError) -> Refusal:
    return Refusal.ENCRYPTED if getattr(fault, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(fault).lower() else Refusal.BROKEN


def _characters(text: Any, count: int) -> Iterator[Character]:
    """Characters with loose boxes (as high as their font), so that 一 stands on the same line as its neighbours."""
    box, high = raw.FS_RECTF(), 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in _SURROGATES:
            high = code
            continue
        if code in _LOW:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if raw.FPDFText_IsGenerated(text, index) == 1 or code in _CONTROLS:
            continue
        if not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
            continue
        bottom, top = sorted((box.bottom, box.top))
        # A page may be drawn in another scale than its font says: what is seen decides.
        size = min(float(raw.FPDFText_GetFontSize(text, index)) or top - bottom, (top - bottom) or 1.0)
        yield Character(chr(code), box.left, box.right, bottom, top, size)
