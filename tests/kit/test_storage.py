"""One promise, two stores: a folder, and a bucket of a real S3 server on this machine."""

import asyncio
import errno
import hashlib
import os
import resource
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from moto.server import ThreadedMotoServer

from shared.kit.storage import (
    BucketStore,
    FolderStore,
    NotKeptError,
    Store,
    StoreFullError,
    StoreUnavailableError,
    TooLargeError,
    receive,
)

LATER, EARLIER = datetime.now(UTC) + timedelta(days=1), datetime.now(UTC) - timedelta(days=1)
NOWHERE = "0" * 64


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """A server that speaks S3; its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
async def store(request: pytest.FixtureRequest, tmp_path: Path, s3: str) -> Store:
    """A new, empty store."""
    if request.param == "folder":
        return FolderStore(tmp_path / "kept")
    bucket = f"b{uuid4().hex}"
    async with httpx2.AsyncClient() as client:
        assert (await client.put(f"{s3}/{bucket}")).status_code == 200
    return BucketStore(f"s3://{bucket}/evidence", endpoint=s3, key="test", secret="test")


def named(tmp_path: Path, data: bytes) -> tuple[str, Path]:
    """Bytes as a file, with their name."""
    file = tmp_path / uuid4().hex
    file.write_bytes(data)
    return hashlib.sha256(data).hexdigest(), file


async def all_of(chunks: AsyncIterator[bytes]) -> bytes:
    """Every byte."""
    return b"".join([chunk async for chunk in chunks])


@pytest.mark.parametrize("size", [1, 300_000, 20 * 1024 * 1024], ids=["one byte", "some chunks", "some parts"])
async def test_what_is_kept_is_read_back(store: Store, tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    sha256, file = named(tmp_path, data)
    await store.keep(sha256, file)
    file.unlink()
    assert await store.size(sha256) == size
    assert await all_of(store.read(sha256)) == data
    async with store.as_file(sha256) as copy:
        assert copy.read_bytes() == data


@pytest.mark.parametrize(("start", "end"), [(0, 10), (5, 6), (299_990, None), (100_000, 280_000), (7, 7)])
async def test_a_part_is_read(store: Store, tmp_path: Path, start: int, end: int | None) -> None:
    data = os.urandom(300_000)
    sha256, file = named(tmp_path, data)
    await store.keep(sha256, file)
    assert await all_of(store.read(sha256, start, end)) == data[start:end]


async def test_what_is_not_there_is_told(store: Store) -> None:
    with pytest.raises(NotKeptError):
        await store.size(NOWHERE)
    with pytest.raises(NotKeptError):
        await all_of(store.read(NOWHERE))
    with pytest.raises(NotKeptError):
        async with store.as_file(NOWHERE):
            pass
    await store.drop([NOWHERE])
    await store.drop([])


async def test_the_same_bytes_twice_and_at_once_are_kept_once(store: Store, tmp_path: Path) -> None:
    sha256, file = named(tmp_path, b"a" * 100_000)
    await asyncio.gather(*(store.keep(sha256, file) for _ in range(5)))
    assert await store.aged(LATER) == [sha256]


async def test_what_is_aged_can_be_dropped(store: Store, tmp_path: Path) -> None:
    names = []
    for data in (b"a", b"b", b"c"):
        sha256, file = named(tmp_path, data)
        await store.keep(sha256, file)
        names.append(sha256)
    assert await store.aged(EARLIER) == []
    assert sorted(await store.aged(LATER)) == sorted(names)
    await store.drop(names[:2])
    assert await store.aged(LATER) == names[2:]


async def test_a_bucket_that_is_away_is_told(tmp_path: Path) -> None:
    sha256, file = named(tmp_path, b"a")
    away = BucketStore("s3://none/x", endpoint="http://127.0.0.1:1", key="a", secret="b")
    with pytest.raises(StoreUnavailableError):
        await away.keep(sha256, file)
    with pytest.raises(StoreUnavailableError):
        await away.size(sha256)


async def test_a_folder_drops_halves_and_gives_a_fresh_date(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "kept")
    sha256, file = named(tmp_path, b"a")
    await store.keep(sha256, file)
    half = store.path(sha256).with_name(f"{sha256}.0.part")
    half.write_bytes(b"")
    for old in (half, store.path(sha256)):
        os.utime(old, (0, 0))
    assert await store.aged(EARLIER) == [sha256]
    assert not half.exists()
    await store.keep(sha256, file)
    assert await store.aged(EARLIER) == []


@pytest.mark.parametrize(("number", "told"), [(errno.ENOSPC, StoreFullError), (errno.EDQUOT, StoreFullError), (errno.EIO, StoreUnavailableError)])
async def test_a_disk_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, told: type[OSError]) -> None:
    def fail(_source: Any, target: Any) -> None:
        Path(target).write_bytes(b"half")
        raise OSError(number, os.strerror(number))

    store = FolderStore(tmp_path / "kept")
    sha256, file = named(tmp_path, b"a")
    monkeypatch.setattr(shutil, "copyfile", fail)
    with pytest.raises(told):
        await store.keep(sha256, file)
    assert [one for one in (tmp_path / "kept").rglob("*") if one.is_file()] == []


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    """Bytes as they come in."""
    for part in parts:
        yield part


@pytest.fixture
def incoming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this machine puts temporary files."""
    folder = tmp_path / "incoming"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def no_room() -> Iterator[None]:
    """No file of this process may become larger than 100,000 bytes: the kernel itself refuses."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_what_comes_in_is_measured_and_hashed(incoming: Path) -> None:
    async with receive(chunks(b"ab", b"", b"c"), 3) as came:
        assert (came.size, came.sha256, came.path.read_bytes()) == (3, hashlib.sha256(b"abc").hexdigest(), b"abc")
        assert came.path.parent == incoming
    assert list(incoming.iterdir()) == []


async def test_too_much_is_cut_off_while_it_comes(incoming: Path) -> None:
    sent: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            sent.append(1)
            yield b"a" * 1000

    with pytest.raises(TooLargeError):
        async with receive(endless(), 10_000):
            pass
    assert len(sent) == 11
    assert list(incoming.iterdir()) == []


@pytest.mark.parametrize("size", [100_001, 500_000], ids=["found at the end", "found on the way"])
async def test_no_room_for_what_comes_in(incoming: Path, no_room: None, size: int) -> None:
    with pytest.raises(StoreFullError):
        async with receive(chunks(*(b"a" * 50_000 for _ in range(size // 50_000)), b"a" * (size % 50_000)), 10**9):
            pass
    assert list(incoming.iterdir()) == []


async def test_no_room_in_the_folder_leaves_nothing(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "kept")
    sha256, file = named(tmp_path, b"a" * 200_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(StoreFullError):
            await store.keep(sha256, file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [one for one in (tmp_path / "kept").rglob("*") if one.is_file()] == []
