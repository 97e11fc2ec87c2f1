"""The ASGI layers around a service: request id in and out, one log line for what changes or fails; the limit on bodies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.kit.context import request_scope
from shared.kit.log import logger

_FAILED = 400
_TOO_LARGE = 413


def _acceptable(given: str | None) -> str | None:
    """A request id as a caller may give it: short and plain, else a new one is made."""
    return given if given and len(given) <= 64 and given.isascii() and given.replace("-", "").isalnum() else None  # noqa: PLR2004


class RequestScope:
    """Pure ASGI: a BaseHTTPMiddleware would triple the cost of a request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = perf_counter(), 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", current.encode())]
            await send(message)

        with request_scope(_acceptable(Headers(scope=scope).get("x-request-id"))) as current:
            try:
                await self._app(scope, receive, send_with_id)
            finally:
                if scope["method"] != "GET" or status >= _FAILED:
                    spent = round((perf_counter() - started) * 1000, 1)
                    logger.info("request", method=scope["method"], path=scope["path"], status=status, ms=spent)


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """The largest body in bytes, and the addresses (with ``{}`` where any one word stands) that take larger ones: uploads."""

    usual: int
    larger: Mapping[str, int] = field(default_factory=dict)

    def of(self, path: str) -> int:
        """The limit at an address."""
        if (exact := self.larger.get(path)) is not None:
            return exact
        words = path.split("/")
        return next((most for address, most in self.larger.items() if _fits(address.split("/"), words)), self.usual)


def _fits(address: list[str], words: list[str]) -> bool:
    return len(address) == len(words) and all(given == word or given.startswith("{") for given, word in zip(address, words, strict=True))


class BodyLimit:
    """Refuse a larger body as soon as it is announced or has come. FastAPI's own limit answers in plain text, past every handler."""

    def __init__(self, app: ASGIApp, limits: BodyLimits) -> None:
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        came = 0
        most = self._limits.of(scope.get("path", ""))

        async def receive_some() -> Message:
            nonlocal came
            announced = Headers(scope=scope).get("content-length", "")
            if announced.isdecimal() and int(announced) > most:
                raise HTTPException(_TOO_LARGE)
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                raise HTTPException(_TOO_LARGE)
            return message

        await self._app(scope, receive_some if scope["type"] == "http" else receive, send)
