"""Kept bytes as answers: whole, in part, or not at all where the client has them."""

import hashlib
from pathlib import Path

import pytest
from fastapi.responses import StreamingResponse

from shared.kit.downloads import Seen, kept_bytes, part_of
from shared.kit.framework_problems import RangeNotThere
from shared.kit.storage import FolderStore, NotKeptError

DATA = bytes(range(100))
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
async def store(tmp_path: Path) -> FolderStore:
    """A store that holds one file."""
    made = FolderStore(tmp_path / "kept")
    (tmp_path / "file").write_bytes(DATA)
    await made.keep(SHA256, tmp_path / "file")
    return made


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        (None, None),
        ("bytes=0-0", (0, 1)),
        ("bytes=0-", (0, 100)),
        ("bytes=90-", (90, 100)),
        ("bytes=90-1000", (90, 100)),
        ("bytes=-10", (90, 100)),
        ("bytes=-1000", (0, 100)),
        ("bytes= 5 - 6", (5, 7)),
        ("bytes=6-5", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("lines=0-1", None),
        ("bytes=a-b", None),
        ("bytes=0-" + "9" * 30, None),
    ],
)
def test_a_range_as_the_standard_reads_it(wanted: str | None, part: tuple[int, int] | None) -> None:
    assert part_of(wanted, 100) == part


@pytest.mark.parametrize("wanted", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused(wanted: str) -> None:
    with pytest.raises(RangeNotThere):
        part_of(wanted, 100)


@pytest.mark.parametrize(
    ("seen", "status", "sent"),
    [
        (Seen(None, None, None), 200, DATA),
        (Seen("bytes=10-19", None, None), 206, DATA[10:20]),
        (Seen("bytes=10-19", None, f'"{SHA256}"'), 206, DATA[10:20]),
        (Seen("bytes=10-19", None, '"other"'), 200, DATA),
        (Seen(None, '"other"', None), 200, DATA),
    ],
)
async def test_what_is_sent(store: FolderStore, seen: Seen, status: int, sent: bytes) -> None:
    answer = await kept_bytes(store, SHA256, "application/pdf", "监测报告 2023.pdf", seen)
    assert isinstance(answer, StreamingResponse)
    assert (answer.status_code, b"".join([bytes(chunk) async for chunk in answer.body_iterator])) == (status, sent)  # type: ignore[arg-type]
    assert answer.headers["content-length"] == str(len(sent))
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E7%9B%91" in answer.headers["content-disposition"]
    assert (answer.headers["etag"], answer.headers["x-content-type-options"]) == (f'"{SHA256}"', "nosniff")
    assert (answer.headers.get("content-range") == "bytes 10-19/100") == (status == 206)


@pytest.mark.parametrize("has", ["*", f'"{SHA256}"', f'"other", W/"{SHA256}"'])
async def test_who_has_it_gets_nothing(store: FolderStore, has: str) -> None:
    answer = await kept_bytes(store, SHA256, "application/pdf", "a.pdf", Seen(None, has, None))
    assert (answer.status_code, answer.body) == (304, b"")


async def test_bytes_that_are_not_kept(store: FolderStore) -> None:
    with pytest.raises(NotKeptError):
        await kept_bytes(store, "0" * 64, "application/pdf", "a.pdf", Seen(None, None, None))
