"""Secrets are kept as argon2id hashes (RFC 9106; parameters by OWASP); checking one costs a thread, so few at once."""

import asyncio
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from services.plans.settings import PlansSettings

NO_SECRET = "!"  # noqa: S105 - no hash, so no secret
"""Kept for an account that nobody has given a secret yet: no secret ever matches it."""


class Secrets:
    """Hashes and checks secrets off the event loop."""

    def __init__(self, settings: PlansSettings) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=settings.hash_memory_kib, parallelism=1)
        self._room = asyncio.Semaphore(settings.hashes_at_once)

    async def hash(self, secret: str) -> str:
        """A salted hash of ``secret``."""
        async with self._room:
            return await asyncio.to_thread(self._hasher.hash, secret)

    async def matches(self, secret_hash: str, secret: str) -> bool:
        """Whether ``secret`` made ``secret_hash``."""
        async with self._room:
            return await asyncio.to_thread(self._check, secret_hash, secret)

    @lru_cache(maxsize=1)  # noqa: B019 - one instance per process
    def dummy(self) -> str:
        """A hash to check against when the login is unknown, so that both answers take equally long."""
        return self._hasher.hash("nobody's secret")

    def _check(self, secret_hash: str, secret: str) -> bool:
        try:
            return self._hasher.verify(secret_hash, secret)
        except (VerifyMismatchError, InvalidHashError):
            return False
