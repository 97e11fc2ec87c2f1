"""What a use case is given: who acts, where it writes, what time it is, and whom to tell."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request

from shared.kit.audit import audit
from shared.kit.context import request_scope
from shared.kit.db import ReadDb, WriteDb
from shared.kit.given import Given
from shared.kit.outbox import Written
from shared.kit.service import Service
from shared.kit.tokens import service_actor
from shared.rules.access import Actor
from shared.schemas.events import Event


@dataclass(frozen=True, slots=True)
class Work:
    """One act of one actor. ``db`` is the request's only write transaction; ``read`` sees what is committed."""

    actor: Actor
    db: WriteDb
    read: ReadDb
    service: Service

    def now(self) -> datetime:
        """Business time."""
        return self.service.clock.now()

    async def tell(self, *events: Event | Written) -> None:
        """Leave events in the outbox; they go out once this act is durable."""
        await self.service.outbox.record(self.db, *events, at=self.now())

    async def audit(self, act: str, subject: UUID, **detail: Any) -> None:
        """Note the act in the audit trail, where its ``reason`` has a place of its own.

        A request that writes and leaves no entry is refused (``WriteDb.require_audited``).
        """
        reason = detail.pop("reason", None)
        await audit(self.db, self.actor, act, subject, detail, at=self.now(), reason=reason)


@asynccontextmanager
async def own_work(service: Service) -> AsyncIterator[Work]:
    """An act of the service itself, for loops: one write transaction under a request id of its own, committed at the end."""
    with request_scope():
        async with service.database.write() as db:
            yield Work(service_actor(service.name), db, service.database.read, service)


def _work(request: Request) -> Work:
    service: Service = request.app.state.service
    return Work(request.state.actor, request.state.write, service.database.read, service)


InWork = Annotated[Work, Given(_work)]
