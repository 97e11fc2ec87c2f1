"""Bytes that are no readable document: each is refused for its own reason, before it can cost anything."""

import io
import struct
import time
import zipfile

import pytest

from services.plans.rules.reading.sources import LARGEST, Refusal, UnreadableDocument, check_document, open_document
from shared.kit.files.refusals import WORDS
from tests.factories.files import column, docx, p, packed, pdf

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TEXT = "到2025年，居民健康素养水平达到40%以上。"
GOOD_PDF = pdf([column(TEXT)])
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
LAUGHS = '<!DOCTYPE w [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;">]>'


def wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def encrypted_zip() -> bytes:
    """A package whose directory says that its parts are encrypted."""
    data = bytearray(docx(p(TEXT)))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + place] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


def lying_zip() -> bytes:
    """A package whose directory declares a small part that unfolds to 60 MB."""
    data = bytearray(packed({"[Content_Types].xml": "<Types/>", "word/document.xml": b" " * 60_000_000}))
    start = data.rfind(b"PK\x01\x02", 0, data.find(b"word/document.xml", data.rfind(b"PK\x01\x02") - 200) + 1)
    for at in (data.find(b"PK\x01\x02"), start, data.rfind(b"PK\x01\x02")):
        struct.pack_into("<I", data, at + 24, 1000)
    return bytes(data)


def renamed(name: str) -> bytes:
    """A Word document with one more part of any name."""
    made = io.BytesIO(docx(p(TEXT)))
    with zipfile.ZipFile(made, "a") as package:
        package.writestr(zipfile.ZipInfo(name), b"x")
    return made.getvalue()


CASES: list[tuple[str, bytes, Refusal]] = [
    ("empty", b"", Refusal.EMPTY),
    ("over 20 MB", b"a" * (LARGEST + 1), Refusal.TOO_LARGE),
    ("zeros", bytes(1_000_000), Refusal.NUL_BYTES),
    ("100 MB of zeros", bytes(100_000_000), Refusal.TOO_LARGE),
    ("random bytes", bytes((n * 7919 + n // 3 * 104729) % 251 + 1 for n in range(4000)), Refusal.UNKNOWN_ENCODING),
    ("control characters", b"\x01\x02\x03\x04abc" * 100, Refusal.NOT_A_DOCUMENT),
    ("text with NUL", "总体要求\n".encode() + b"\0" + b"abc", Refusal.NUL_BYTES),
    ("png", b"\x89PNG\r\n\x1a\n" + bytes(100), Refusal.IMAGE),
    ("jpeg", b"\xff\xd8\xff\xe0" + bytes(100), Refusal.IMAGE),
    ("exe", b"MZ\x90\0" + bytes(100), Refusal.NOT_A_DOCUMENT),
    ("gzip", b"\x1f\x8b\x08" + bytes(100), Refusal.NOT_A_DOCUMENT),
    ("other xml", b"<?xml version='1.0'?><note/>", Refusal.NOT_A_DOCUMENT),
    ("rtf", rb"{\rtf1\ansi text}", Refusal.LEGACY_FORMAT),
    ("doc", OLE + wide("WordDocument"), Refusal.LEGACY_FORMAT),
    ("xls", OLE + wide("Workbook"), Refusal.SPREADSHEET),
    ("other ole", OLE + wide("Anything"), Refusal.NOT_A_DOCUMENT),
    ("encrypted docx", OLE + wide("EncryptionInfo") + wide("EncryptedPackage"), Refusal.ENCRYPTED),
    ("encrypted zip", encrypted_zip(), Refusal.ENCRYPTED),
    ("xlsx", packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}), Refusal.SPREADSHEET),
    ("odt", packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), Refusal.LEGACY_FORMAT),
    ("any zip", packed({"readme.txt": "text"}), Refusal.NOT_A_DOCUMENT),
    ("broken zip", docx(p(TEXT))[:-30], Refusal.BROKEN),
    ("damaged part", docx(p(TEXT)).replace(b"word/document.xml", b"word/dokument.xml", 1), Refusal.BROKEN),
    ("path traversal", renamed("../../etc/passwd"), Refusal.UNSAFE_NAMES),
    ("absolute name", renamed("/etc/passwd"), Refusal.UNSAFE_NAMES),
    ("windows path", renamed("..\\..\\evil.dll"), Refusal.UNSAFE_NAMES),
    ("docm", docx(p(TEXT), main_type=DOCM), Refusal.MACROS),
    ("vba", renamed("word/vbaProject.bin"), Refusal.MACROS),
    ("zip bomb by ratio", packed({"word/document.xml": bytes(8_000_000)}), Refusal.BOMB),
    ("zip bomb by number", packed({f"word/{n}": b"" for n in range(5001)}), Refusal.BOMB),
    ("zip bomb that lies", lying_zip(), Refusal.BROKEN),
    ("entity bomb", packed({"word/document.xml": LAUGHS + "<w>&b;</w>"}), Refusal.UNSAFE_XML),
    ("entity bomb in utf-16", packed({"word/document.xml": (LAUGHS + "<w>&b;</w>").encode("utf-16")}), Refusal.UNSAFE_XML),
    ("entity bomb in the numbering", docx(p(TEXT), numbering=(LAUGHS + "<w/>").encode()), Refusal.UNSAFE_XML),
    ("outside entity", packed({"word/document.xml": '<!DOCTYPE w SYSTEM "file:///etc/passwd"><w/>'}), Refusal.UNSAFE_XML),
    ("no xml", packed({"word/document.xml": "<w:document"}), Refusal.BROKEN),
    ("no body", packed({"word/document.xml": "<document/>"}), Refusal.BROKEN),
    ("deep xml", packed({"word/document.xml": "<a>" * 5000 + "</a>" * 5000}), Refusal.TOO_DEEP),
    ("docx without text", docx(p() + p("   ")), Refusal.NO_TEXT),
    ("blank text", " \n\t\u3000\n".encode(), Refusal.NO_TEXT),
    ("html without text", b"<html><body><script>var a = 1</script><p> </p></body></html>", Refusal.NO_TEXT),
    ("html of a million tags", b"<html><body>" + b"<div>" * 1_000_000, Refusal.TOO_DEEP),
    ("html of many kinds of tags", b"<html>" + b"<b><i><u><em><q>" * 100 + "字".encode(), Refusal.TOO_DEEP),
    ("html with entities", b'<!DOCTYPE html [<!ENTITY a "aaa">]><html><p>&a;</p></html>', Refusal.UNSAFE_XML),
    ("truncated pdf", GOOD_PDF[: len(GOOD_PDF) // 2], Refusal.BROKEN),
    ("pdf in name only", b"%PDF-1.7\nnothing\n%%EOF", Refusal.BROKEN),
    ("pdf without pages", pdf([]), Refusal.BROKEN),
    ("scanned pdf", pdf([[], []], picture=True), Refusal.NEEDS_OCR),
    ("blank pdf", pdf([[]]), Refusal.NO_TEXT),
]


@pytest.mark.parametrize(("data", "reason"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
@pytest.mark.parametrize("read", [open_document, check_document], ids=["opened", "checked"])
def test_each_is_refused_for_its_reason(data: bytes, reason: Refusal, read: object) -> None:
    started = time.perf_counter()
    with pytest.raises(UnreadableDocument) as refused:
        read(data, None)  # type: ignore[operator]
    assert refused.value.reason is reason
    assert time.perf_counter() - started < 10


def test_every_reason_has_a_case_and_words_that_say_what_to_do() -> None:
    told = {reason for _, _, reason in CASES}
    assert set(Refusal) - told == {Refusal.TOO_LONG}  # below: it takes a large document
    assert set(WORDS) == set(Refusal)
    assert all(words.zh and words.en for words in WORDS.values())


def test_too_many_lines_are_refused() -> None:
    with pytest.raises(UnreadableDocument) as refused:
        open_document("字\n".encode() * 500_001)
    assert refused.value.reason is Refusal.TOO_LONG


def encrypted_pdf() -> bytes:
    """A PDF with a user password: standard security handler, revision 2; the stored hash fits no empty password."""
    secret = b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32)
    return pdf([column(TEXT)], tail=b"/Encrypt " + secret + b" /ID [<00> <00>] ")


def test_a_pdf_with_a_password_is_refused() -> None:
    for read in (open_document, check_document):
        with pytest.raises(UnreadableDocument) as refused:
            read(encrypted_pdf(), "计划.pdf")
        assert refused.value.reason is Refusal.ENCRYPTED


def test_a_refused_pdf_does_not_stand_in_the_way_of_the_next() -> None:
    for data in (encrypted_pdf(), b"%PDF-1.7\nnothing\n%%EOF", pdf([[]])):
        with pytest.raises(UnreadableDocument):
            open_document(data)
    assert open_document(GOOD_PDF).text == TEXT


@pytest.mark.parametrize(
    "data",
    [
        "健康行動計畫：居民健康素養水準達到百分之四十".encode("big5"),
        "健康づくり推進計画の目標".encode("shift-jis"),
        "Gesündheit über älles ÄÖÜß".encode("latin-1"),
    ],
)
def test_other_encodings_are_refused_and_not_garbled(data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        open_document(data * 20)
    assert refused.value.reason is Refusal.UNKNOWN_ENCODING


def test_a_text_whose_characters_were_lost_before_is_refused() -> None:
    with pytest.raises(UnreadableDocument) as refused:
        open_document("健康\ufffd\ufffd行动".encode())
    assert refused.value.reason is Refusal.UNKNOWN_ENCODING
