"""The scanner's protocol against a socket that speaks it as clamd(8) says."""

import asyncio
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from shared.kit.scanning import Clamd, ScannerUnavailableError, Verdict

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@asynccontextmanager
async def clamd(answer: Callable[[bytes], bytes | None], at: Path | None = None) -> AsyncIterator[str]:
    """A daemon that answers what ``answer`` makes of the bytes it was sent; its address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        came = b""
        while length := struct.unpack("!I", await reader.readexactly(4))[0]:
            came += await reader.readexactly(length)
        if (told := answer(came)) is not None:
            writer.write(told)
            await writer.drain()
        writer.close()

    server = await (asyncio.start_unix_server(serve, at) if at else asyncio.start_server(serve, "127.0.0.1", 0))
    async with server:
        yield str(at) if at else f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


def like_clamd(came: bytes) -> bytes:
    """Finds the test signature that every scanner knows."""
    return b"stream: Eicar-Signature FOUND\0" if EICAR in came else b"stream: OK\0"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of several chunks."""
    made = tmp_path / "upload"
    made.write_bytes(b"a" * 200_000)
    return made


@pytest.mark.parametrize("unix", [False, True], ids=["tcp", "unix"])
async def test_clean_and_infected(file: Path, tmp_path: Path, unix: bool) -> None:
    async with clamd(like_clamd, tmp_path / "clamd.sock" if unix else None) as address:
        assert await Clamd(address).scan(file) == Verdict()
        file.write_bytes(b"x" * 100_000 + EICAR)
        assert await Clamd(address).scan(file) == Verdict("Eicar-Signature")
        file.write_bytes(b"")
        assert await Clamd(address).scan(file) == Verdict()


async def test_the_scanner_gets_every_byte(file: Path) -> None:
    seen: list[bytes] = []
    async with clamd(lambda came: seen.append(came) or b"stream: OK\0") as address:
        await Clamd(address).scan(file)
    assert seen == [file.read_bytes()]


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", None, b"nonsense\0", b"\xff\xfe\0"])
async def test_an_answer_that_is_none_is_no_clean_bill(file: Path, answer: bytes | None) -> None:
    async with clamd(lambda _: answer) as address:
        with pytest.raises(ScannerUnavailableError):
            await Clamd(address).scan(file)


async def test_a_scanner_that_is_away_or_slow(file: Path, tmp_path: Path) -> None:
    for address in ("127.0.0.1:1", str(tmp_path / "none.sock")):
        with pytest.raises(ScannerUnavailableError):
            await Clamd(address).scan(file)
    held = asyncio.Event()

    async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await held.wait()
        writer.close()

    server = await asyncio.start_server(never, "127.0.0.1", 0)
    async with server:
        with pytest.raises(ScannerUnavailableError):
            await Clamd(f"127.0.0.1:{server.sockets[0].getsockname()[1]}", seconds=0.2).scan(file)
        held.set()
