"""Calling another service: one deadline per call, retries of what may be repeated, the request id passed on."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx2
import stamina

from shared.kit.context import request_id
from shared.kit.db import refuse_inside_write
from shared.kit.framework_problems import PeerUnavailable
from shared.kit.log import logger

_PASSING = frozenset({429, 500, 502, 503, 504})
_RETRY_AFTER = {"Retry-After": "5"}

stamina.instrumentation.set_on_retry_hooks([])


class _PassingFaultError(Exception):
    """The peer may answer if asked again."""


class Peer:
    """One other service. Every answer below 500 is handed on; anything else ends as PeerUnavailable."""

    def __init__(self, name: str, client: httpx2.AsyncClient, token: Callable[[], str], deadline: float) -> None:
        self.name = name
        self._client, self._token, self._deadline = client, token, deadline

    async def get(self, path: str, params: dict[str, Any] | None = None, *, token: bool = True) -> httpx2.Response:
        """GET with up to three tries within the deadline; raises PeerUnavailable."""
        return await self._within_deadline(self._get_with_retries(path, params, token))

    async def post(self, path: str, content: bytes, media_type: str) -> httpx2.Response:
        """POST once within the deadline (the caller repeats what is safe to repeat); raises PeerUnavailable."""
        return await self._within_deadline(self._send("POST", path, None, content, {"Content-Type": media_type}))

    async def _within_deadline(self, call: Any) -> httpx2.Response:
        try:
            refuse_inside_write()
            async with asyncio.timeout(self._deadline):
                response: httpx2.Response = await call
                return response
        except (TimeoutError, _PassingFaultError) as fault:
            logger.warning("peer unavailable", peer=self.name, why=str(fault) or "deadline passed")
            raise PeerUnavailable(peer=self.name, headers=_RETRY_AFTER) from fault
        finally:
            call.close()

    async def _get_with_retries(self, path: str, params: dict[str, Any] | None, token: bool) -> httpx2.Response:
        retries = stamina.retry_context(on=_PassingFaultError, attempts=3, timeout=self._deadline, wait_initial=0.05, wait_max=0.5)
        async for attempt in retries:
            with attempt:
                return await self._send("GET", path, params, None, {}, token=token)
        raise AssertionError("stamina yields at least one attempt")

    async def _send(
        self, method: str, path: str, params: dict[str, Any] | None, content: bytes | None, headers: dict[str, str], *, token: bool = True
    ) -> httpx2.Response:
        headers = {**headers, "X-Request-Id": request_id(), "Accept-Language": "en"}
        if token:
            headers["Authorization"] = f"Bearer {self._token()}"
        try:
            response = await self._client.request(method, path, params=params, content=content, headers=headers)
        except httpx2.TransportError as fault:
            raise _PassingFaultError(f"{type(fault).__name__}: {fault}") from fault
        if response.status_code in _PASSING:
            raise _PassingFaultError(f"status {response.status_code}")
        return response

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()
