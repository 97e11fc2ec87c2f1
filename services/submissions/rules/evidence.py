"""Evidence: what bytes are, under which name and label they are taken, and what a scan means."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Protocol

from shared.schemas.evidence import ScanState

LONGEST_NAME = 200
HEAD = 4096


class Refused(StrEnum):
    """Why bytes are no evidence."""

    NOT_TAKEN = "not_taken"
    EXECUTABLE = "executable"
    MACROS = "macros"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Content:
    """A kind of file that is taken: its media type, and the endings it goes by."""

    media_type: str
    endings: tuple[str, ...]


class Searchable(Protocol):
    """Bytes that need not lie in memory: ``bytes`` or a memory-mapped file."""

    def find(self, wanted: bytes, /) -> int:
        """Where ``wanted`` begins; -1 if nowhere."""
        ...


_OFFICE = "application/vnd.openxmlformats-officedocument."
_PDF = Content("application/pdf", (".pdf",))
_TEXT = Content("text/plain", (".txt", ".csv"))
_STARTS: Mapping[bytes, Content] = {
    b"\x89PNG\r\n\x1a\n": Content("image/png", (".png",)),
    b"\xff\xd8\xff": Content("image/jpeg", (".jpg", ".jpeg")),
    b"II*\0": Content("image/tiff", (".tif", ".tiff")),
    b"MM\0*": Content("image/tiff", (".tif", ".tiff")),
}
_PARTS: Mapping[str, Content] = {
    "word/document.xml": Content(_OFFICE + "wordprocessingml.document", (".docx",)),
    "xl/workbook.xml": Content(_OFFICE + "spreadsheetml.sheet", (".xlsx",)),
    "ppt/presentation.xml": Content(_OFFICE + "presentationml.presentation", (".pptx",)),
    "OFD.xml": Content("application/ofd", (".ofd",)),
}
"""A package is what its main part says; OFD (GB/T 33190) is what offices sign and seal."""
_STREAMS: Mapping[str, Content] = {
    "WordDocument": Content("application/msword", (".doc", ".wps")),
    "Workbook": Content("application/vnd.ms-excel", (".xls", ".et")),
    "PowerPoint Document": Content("application/vnd.ms-powerpoint", (".ppt", ".dps")),
}
_LABELS: Mapping[str, frozenset[str]] = {
    "text/plain": frozenset({"text/csv"}),
    "application/msword": frozenset({"application/wps-office.wps", "application/vnd.ms-works"}),
    "image/jpeg": frozenset({"image/jpg"}),
}
_SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"#!",
    b"dex\n",
)
_MARKUP = (b"<",)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}


def is_package(head: bytes) -> bool:
    """Whether the names of a package's parts are needed to say what it is."""
    return head.startswith(_ZIP)


def content_of(head: bytes, whole: Searchable, parts: Collection[str] = ()) -> Content | Refused:
    """What the bytes are, by their content alone. ``head``: the first HEAD bytes; ``parts``: names in a package."""
    if head.startswith(_PROGRAMS):
        return Refused.EXECUTABLE
    if is_package(head):
        return _package(parts)
    if head.startswith(_OLE):
        return _compound(whole)
    if b"%PDF-" in head[:1024]:
        return _PDF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Content("image/webp", (".webp",))
    known = next((content for start, content in _STARTS.items() if head.startswith(start)), None)
    return known or _text(head)


def _package(parts: Collection[str]) -> Content | Refused:
    if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in parts):
        return Refused.MACROS
    return next((content for part, content in _PARTS.items() if part in parts), Refused.NOT_TAKEN)


def _compound(whole: Searchable) -> Content | Refused:
    """Word, Excel and PowerPoint before 2007, and WPS: named by their directory, which is in UTF-16."""
    if _has(whole, "EncryptedPackage"):
        return Refused.ENCRYPTED
    if _has(whole, "_VBA_PROJECT"):
        return Refused.MACROS
    return next((content for stream, content in _STREAMS.items() if _has(whole, stream)), Refused.NOT_TAKEN)


def _has(whole: Searchable, stream: str) -> bool:
    return whole.find(stream.encode("utf-16-le")) >= 0


def _text(head: bytes) -> Content | Refused:
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return Refused.NOT_TAKEN if plain.startswith(_MARKUP) or not _CONTROLS.isdisjoint(head) else _TEXT


def fits_name(content: Content, name: str) -> bool:
    """Whether the name's ending is one that such bytes go by: nobody opens a file as something else."""
    return PurePosixPath(name).suffix.lower() in content.endings


def fits_label(content: Content, declared: str) -> bool:
    """Whether the declared media type says nothing, or what the bytes are."""
    label = declared.partition(";")[0].strip().lower()
    return label in _SAYS_NOTHING or label == content.media_type or label in _LABELS.get(content.media_type, ())


def is_usable_name(name: str) -> bool:
    """Whether a name is short, names no folder, and shows as it is: no control and no direction marks ("Cc", "Cf")."""
    odd = any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for letter in name)
    return 1 <= len(name) <= LONGEST_NAME and not odd and not {"/", "\\"} & set(name) and bool(name.strip(". "))


class Outcome(StrEnum):
    """How asking a scanner ends."""

    NOTHING_FOUND = "nothing_found"
    FOUND = "found"
    NO_ANSWER = "no_answer"


AFTER_SCAN: Mapping[tuple[ScanState, Outcome], ScanState] = {
    (ScanState.UNSCANNED, Outcome.NOTHING_FOUND): ScanState.CLEAN,
    (ScanState.UNSCANNED, Outcome.FOUND): ScanState.INFECTED,
    (ScanState.UNSCANNED, Outcome.NO_ANSWER): ScanState.FAILED,
    (ScanState.FAILED, Outcome.NOTHING_FOUND): ScanState.CLEAN,
    (ScanState.FAILED, Outcome.FOUND): ScanState.INFECTED,
    (ScanState.FAILED, Outcome.NO_ANSWER): ScanState.FAILED,
}
"""Clean and infected are final: bytes do not change."""


def seconds_to_wait(attempts: int) -> int:
    """How long to leave a scanner alone that did not answer: 10 s, doubled each time, an hour at most."""
    return int(min(3600, 10 * 2 ** min(attempts, 12)))


def may_download(scan: ScanState, *, is_scanned_here: bool, is_own: bool) -> bool:
    """Whether bytes are handed out: infected ones never; unknown ones only to who brought them, unless nothing is scanned here at all."""
    if scan is ScanState.INFECTED:
        return False
    return scan is ScanState.CLEAN or is_own or not is_scanned_here


def belongs_to(number: int, since: int, until: int | None) -> bool:
    """Whether a file belongs to the version of that number: attached before it was made, and not detached by then."""
    return since <= number and (until is None or number < until)
