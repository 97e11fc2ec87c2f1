"""What bytes are, which names and labels fit them, and what a scan means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.submissions.rules.evidence import (
    AFTER_SCAN,
    Content,
    Outcome,
    Refused,
    belongs_to,
    content_of,
    fits_label,
    fits_name,
    is_usable_name,
    may_download,
    seconds_to_wait,
)
from shared.schemas.evidence import ScanState
from tests.factories.evidence import PDF, PNG, wide


@pytest.mark.parametrize(
    ("head", "parts", "expected"),
    [
        (PDF, (), "application/pdf"),
        (b"\xef\xbb\xbfjunk before %PDF-1.4", (), "application/pdf"),
        (PNG, (), "image/png"),
        (b"\xff\xd8\xff\xe0", (), "image/jpeg"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", (), "image/webp"),
        (b"II*\0\x08", (), "image/tiff"),
        ("健康讲座签到表".encode(), (), "text/plain"),
        ("健康讲座".encode("gb18030"), (), "text/plain"),
        (b"PK\x03\x04", ("word/document.xml",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"PK\x03\x04", ("OFD.xml",), "application/ofd"),
        (wide("WordDocument"), (), "application/msword"),
        (wide("Workbook"), (), "application/vnd.ms-excel"),
    ],
)
def test_what_is_taken(head: bytes, parts: tuple[str, ...], expected: str) -> None:
    found = content_of(head, head, parts)
    assert isinstance(found, Content) and found.media_type == expected


@pytest.mark.parametrize(
    ("head", "parts", "expected"),
    [
        (b"MZ\x90\0", (), Refused.EXECUTABLE),
        (b"\x7fELF\x02", (), Refused.EXECUTABLE),
        (b"\xcf\xfa\xed\xfe", (), Refused.EXECUTABLE),
        (b"#!/bin/sh\n", (), Refused.EXECUTABLE),
        (b"PK\x03\x04", ("word/document.xml", "word/vbaProject.bin"), Refused.MACROS),
        (b"PK\x03\x04", ("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), Refused.MACROS),
        (wide("WordDocument") + wide("_VBA_PROJECT"), (), Refused.MACROS),
        (wide("EncryptedPackage"), (), Refused.ENCRYPTED),
        (wide("Unknown"), (), Refused.NOT_TAKEN),
        (b"PK\x03\x04", ("a.txt",), Refused.NOT_TAKEN),
        (b"<!doctype html><script>", (), Refused.NOT_TAKEN),
        (b"  <svg xmlns=", (), Refused.NOT_TAKEN),
        (b"Rar!\x1a\x07\x01\x00", (), Refused.NOT_TAKEN),
        (b"\0\0\0", (), Refused.NOT_TAKEN),
    ],
)
def test_what_is_refused(head: bytes, parts: tuple[str, ...], expected: Refused) -> None:
    assert content_of(head, head, parts) is expected


def test_name_and_label_fit_the_content() -> None:
    pdf, text = content_of(PDF, PDF), content_of(b"a", b"a")
    assert isinstance(pdf, Content) and isinstance(text, Content)
    assert fits_name(pdf, "总结.PDF") and not fits_name(pdf, "总结.docx") and not fits_name(pdf, "总结")
    assert not fits_name(text, "run.bat") and fits_name(text, "签到.csv")
    assert fits_label(pdf, "") and fits_label(pdf, "application/octet-stream") and fits_label(pdf, "Application/PDF; x=1")
    assert not fits_label(pdf, "image/png") and fits_label(text, "text/csv")


@pytest.mark.parametrize("name", ["", " ", "..", "a/b.pdf", "..\\a.pdf", "a\nb.pdf", "a\0.pdf", "fdp.\u202eexe.pdf", "长" * 201])
def test_names_that_cannot_be_used(name: str) -> None:
    assert not is_usable_name(name)


@pytest.mark.parametrize("name", ["总结.pdf", "a b（1）.pdf", "长" * 196 + ".pdf"])
def test_names_that_can(name: str) -> None:
    assert is_usable_name(name)


def test_the_table_of_scans_ends_in_clean_or_infected() -> None:
    assert set(AFTER_SCAN) == {(state, outcome) for state in (ScanState.UNSCANNED, ScanState.FAILED) for outcome in Outcome}
    assert {outcome: AFTER_SCAN[ScanState.FAILED, outcome] for outcome in Outcome} == {
        Outcome.NOTHING_FOUND: ScanState.CLEAN,
        Outcome.FOUND: ScanState.INFECTED,
        Outcome.NO_ANSWER: ScanState.FAILED,
    }


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("scanned_here", [True, False])
def test_who_may_have_the_bytes(own: bool, scanned_here: bool) -> None:
    allowed = {state for state in ScanState if may_download(state, is_scanned_here=scanned_here, is_own=own)}
    unknown = {ScanState.UNSCANNED, ScanState.FAILED}
    assert allowed == {ScanState.CLEAN} | (unknown if own or not scanned_here else set())


@given(st.integers(0, 10_000))
def test_waiting_grows_to_an_hour(attempts: int) -> None:
    assert seconds_to_wait(attempts) <= seconds_to_wait(attempts + 1) <= 3600 and seconds_to_wait(0) == 10


@given(st.integers(1, 5), st.integers(0, 5), st.integers(1, 10))
def test_a_file_belongs_to_the_versions_between(since: int, more: int, number: int) -> None:
    assert belongs_to(number, since, since + more) == (number in range(since, since + more))
    assert belongs_to(number, since, None) == (number >= since)
