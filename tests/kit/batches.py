"""Events and batches made by hand."""

import json
from typing import Any
from uuid import UUID

import httpx2

from shared.kit.ids import new_id
from shared.schemas.events.reporting import DeadlineCleared
from tests.kit.platform import Line, Platform


def cleared(why: str = "完成", *, subject: UUID | None = None, version: int = 1) -> DeadlineCleared:
    """A state event of a subject of its own."""
    return DeadlineCleared(version=version, deadline_id=subject or new_id(), why=why)


def event_ids(line: Line) -> list[str]:
    """The ids of all events that went over a line, in order."""
    return [event["id"] for batch in batches(line) for event in json.loads(batch.content)]


def batches(line: Line) -> list[httpx2.Request]:
    """The event batches that went over a line."""
    return [request for request in line.seen if request.url.path.endswith("/events")]


async def post_again(toys: Platform, batch: httpx2.Request) -> Any:
    """Send a seen batch once more, as it was."""
    wanted = ("authorization", "content-type")
    headers = {name: batch.headers[name] for name in wanted}
    response = await toys.receiver.client.post(batch.url.path, content=batch.content, headers=headers)
    assert response.status_code == 200, response.text
    return response.json()["outcomes"]
