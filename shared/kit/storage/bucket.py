"""A bucket that speaks S3 as a store. An object appears whole or not at all; large files go up in parts, never whole in memory."""

from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from shared.kit.storage.base import CHUNK, NotKeptError, StoreUnavailableError

_PART = 8 * 1024 * 1024
_MOST_PARTS_AT_ONCE = 2
_AT_ONCE = 500
"""Names of one request to drop."""


class BucketStore:
    """A bucket of its own for a service, or a prefix in one."""

    def __init__(self, url: str, *, endpoint: str = "", key: str = "", secret: str = "", region: str = "us-east-1") -> None:
        """``url`` is ``s3://bucket/prefix``; without ``key`` the machine's own identity is used."""
        config: dict[str, object] = {"region": region}
        if endpoint:
            config |= {"endpoint": endpoint, "virtual_hosted_style_request": False}
        if key:
            config |= {"access_key_id": key, "secret_access_key": secret}
        options = {"allow_http": endpoint.startswith("http://"), "timeout": "30s", "connect_timeout": "5s"}
        retries = {"max_retries": 2}
        self._store = S3Store.from_url(url, config=config, client_options=options, retry_config=retries)  # type: ignore[arg-type]

    async def keep(self, sha256: str, file: Path) -> None:
        """See ``Store``. Kept anew each time: that is what gives it a fresh date."""
        with _told_faults(sha256):
            await obstore.put_async(self._store, _key(sha256), file, chunk_size=_PART, max_concurrency=_MOST_PARTS_AT_ONCE)

    async def size(self, sha256: str) -> int:
        """See ``Store``."""
        with _told_faults(sha256):
            return int((await obstore.head_async(self._store, _key(sha256)))["size"])

    async def read(self, sha256: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """See ``Store``."""
        last = await self.size(sha256) if end is None else end
        if start >= last:
            return
        with _told_faults(sha256):
            found = await obstore.get_async(self._store, _key(sha256), options={"range": (start, last)})
            async for chunk in found.stream(min_chunk_size=CHUNK):
                yield bytes(chunk)

    @asynccontextmanager
    async def as_file(self, sha256: str) -> AsyncIterator[Path]:
        """See ``Store``."""
        with NamedTemporaryFile(prefix="jianxing-") as copy:
            async for chunk in self.read(sha256):
                copy.write(chunk)
            copy.flush()
            yield Path(copy.name)

    async def aged(self, before: datetime) -> list[str]:
        """See ``Store``. Parts of uploads that broke off are the bucket's own business (a life-cycle rule)."""
        found: list[str] = []
        with _told_faults(""):
            async for page in obstore.list(self._store, chunk_size=_AT_ONCE):
                found += [one["path"].rpartition("/")[2] for one in page if one["last_modified"] < before]
        return found

    async def drop(self, names: Collection[str]) -> None:
        """See ``Store``."""
        wanted = [_key(name) for name in names]
        with _told_faults(""):
            for first in range(0, len(wanted), _AT_ONCE):
                await obstore.delete_async(self._store, wanted[first : first + _AT_ONCE])


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


@contextmanager
def _told_faults(sha256: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as fault:
        raise NotKeptError(sha256) from fault
    except (BaseError, OSError) as fault:
        raise StoreUnavailableError(str(fault)) from fault
