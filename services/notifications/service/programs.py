"""Programs and group robots outside hear of a message once, however many people it was told to."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.notifications.models import DeliveryRecord, MessageRecord
from services.notifications.repository import endpoints, messages
from services.notifications.service.delivering import Outside, delivery_row
from shared.kit.db import WriteDb
from shared.kit.ids import new_id
from shared.schemas.endpoints import EndpointKind

TO_PROGRAMS = "programs"


async def tell_programs(db: WriteDb, told: Sequence[Mapping[str, Any]], outside: Outside) -> None:
    """A message without a reader for each occasion that some endpoint of its region wants to hear of, and a delivery to each."""
    wanted = await _wanted(db, told, outside.programs)
    fresh = _once(told, wanted)
    there = await messages.sent_keys(db, list(fresh)) if fresh else set()
    rows = [row for key, row in fresh.items() if key not in there]
    await db.insert(MessageRecord, rows)
    sent = [
        delivery_row(row, kind, str(one), _not_before(row["sent_at"], kind, outside))
        for row in rows
        for kind, one in wanted[row["region_path"], row["kind"]]
    ]
    await db.insert(DeliveryRecord, sent)


def _not_before(sent_at: datetime, kind: str, outside: Outside) -> datetime:
    """A group is not disturbed by night either; a program sleeps never."""
    return sent_at if kind == EndpointKind.WEBHOOK or outside.not_before is None else max(sent_at, outside.not_before)


async def _wanted(db: WriteDb, told: Sequence[Mapping[str, Any]], kinds: Collection[str]) -> Mapping[tuple[str, str], list[tuple[str, UUID]]]:
    """Endpoints, each with its own kind, by region and kind of message."""
    found: dict[tuple[str, str], list[tuple[str, UUID]]] = defaultdict(list)
    regions = {row["region_path"] for row in told if row["region_path"]}
    for endpoint in await endpoints.listening(db, regions, kinds) if regions else ():
        for kind in endpoint.events:
            found[endpoint.region_path, kind].append((endpoint.kind, endpoint.id))
    return found


def _once(told: Sequence[Mapping[str, Any]], wanted: Collection[tuple[str, str]]) -> dict[str, dict[str, Any]]:
    """One row per occasion that is wanted, by its key."""
    rows: dict[str, dict[str, Any]] = {}
    for row in told:
        if (row["region_path"], row["kind"]) in wanted:
            key = f"{row['dedupe_key'].removesuffix(str(row['account_id']))}{TO_PROGRAMS}"
            rows.setdefault(key, {**row, "id": new_id(), "account_id": None, "dedupe_key": key, "why": TO_PROGRAMS, "link": _link(row)})
    return rows


def _link(row: Mapping[str, Any]) -> str | None:
    """Where the message leads; one that leads to itself is for its reader alone."""
    link: str | None = row["link"]
    return None if link is None or link.endswith(str(row["id"])) else link
