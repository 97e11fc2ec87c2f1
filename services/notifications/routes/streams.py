"""The inbox as it fills: server-sent events."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from typing import Annotated, Any

import orjson
from fastapi import Header, Query, Response
from fastapi.responses import StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from sqlalchemy import Row
from starlette.types import Receive, Scope, Send

from services.notifications.deps import InSignIn, InStreams
from services.notifications.errors import StreamsFull, TooManyStreams, UnknownPosition
from services.notifications.routes.messages import as_message
from services.notifications.rules.positions import Position
from services.notifications.service.streaming import End, Stream, Streams
from shared.kit.app import InLanguage, api_router
from shared.kit.auth import CurrentActor
from shared.kit.language import Language
from shared.kit.log import logger
from shared.kit.routing import guarded
from shared.kit.tokens import LIFETIME
from shared.rules.access import Permission

router = api_router("/api/v1/notifications", "notifications")
EVENTS = "text/event-stream"
_COME_BACK_MS = 3000
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_EXAMPLE = 'event: message\ndata: {"id": "…", "kind": "returned", "title": "…", …}\nid: 4711-01a203ef2e36720a8f113b984351fa2c\n\n'
_GUARDED = guarded(Permission.MESSAGE_READ, UnknownPosition, TooManyStreams, StreamsFull)
_TOLD = {200: {"description": "events until the stream ends", "content": {EVENTS: {"schema": {"type": "string"}, "example": _EXAMPLE}}}}
_STREAM = {**_GUARDED, "responses": _TOLD | _GUARDED["responses"]}


class EventStream(StreamingResponse):
    """An answer that keeps its place among the streams for as long as it lasts, however it ends."""

    media_type = EVENTS

    def __init__(self, streams: Streams, stream: Stream, events: AsyncIterator[bytes]) -> None:
        super().__init__(events, headers=_HEADERS)
        self._streams, self._stream = streams, stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events, then make room for another stream. No sign-in lasts longer, so neither does a reader who takes nothing."""
        try:
            async with asyncio.timeout(LIFETIME.total_seconds()):
                await super().__call__(scope, receive, send)
        except TimeoutError:
            logger.info("stream ended by time")
        finally:
            self._streams.let_go(self._stream)


@router.get("/stream", operation_id="stream_messages", response_class=Response, **_STREAM)
async def stream_messages(
    actor: CurrentActor,
    still_signed_in: InSignIn,
    streams: InStreams,
    language: InLanguage,
    last_event_id: Annotated[str | None, Header(max_length=60, description="`id` of the last event that came: what followed is sent")] = None,
    after: Annotated[str | None, Query(max_length=60, description="as Last-Event-ID, for clients that cannot send it")] = None,
    *,
    follow: Annotated[bool, Query(description="false: send what is there already, then end")] = True,
) -> Response:
    """The caller's messages as they come, each once, in order; `open` first, with the position from which it sends."""
    position = await streams.start(last_event_id or after)
    stream = Stream(actor, still_signed_in)
    streams.admit(stream)
    return EventStream(streams, stream, _events(streams, stream, position, language, follow=follow))


async def _events(streams: Streams, stream: Stream, position: Position, language: Language, *, follow: bool) -> AsyncIterator[bytes]:
    yield _event("open", {"position": str(position)}, position, retry=_COME_BACK_MS)
    async with aclosing(streams.follow(stream, position, wait=follow)) as batches:
        async for batch in batches:
            if isinstance(batch, End):
                yield _event("end", {"why": batch}, None)
            else:
                yield _messages(batch, language) or KEEPALIVE_COMMENT


def _messages(rows: Sequence[Row[Any]], language: Language) -> bytes:
    told = ((Position(row.arrival, row.id), as_message(row._mapping, language)) for row in rows)
    return b"".join(_event("message", message.model_dump(mode="json"), position) for position, message in told)


def _event(kind: str, data: dict[str, Any], position: Position | None, retry: int | None = None) -> bytes:
    """One event in the wire format of the HTML standard."""
    return format_sse_event(event=kind, data_str=orjson.dumps(data).decode(), id=str(position) if position else None, retry=retry)
