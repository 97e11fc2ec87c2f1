"""Programs outside hear of a message once, however many people it was told to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from services.notifications.channels.webhook import WEBHOOK
from services.notifications.models import DeliveryRecord, MessageRecord
from services.notifications.repository import endpoints, messages
from services.notifications.service.delivering import delivery_row
from shared.kit.db import WriteDb
from shared.kit.ids import new_id

_TO_PROGRAMS = "programs"


async def tell_programs(db: WriteDb, told: Sequence[Mapping[str, Any]]) -> None:
    """A message without a reader for each occasion that some program of its region wants to hear of, and a delivery to each of those."""
    wanted = await _wanted(db, told)
    fresh = _once(told, wanted)
    there = await messages.sent_keys(db, list(fresh)) if fresh else set()
    rows = [row for key, row in fresh.items() if key not in there]
    await db.insert(MessageRecord, rows)
    sent = [delivery_row(row, WEBHOOK, str(one), row["sent_at"]) for row in rows for one in wanted[row["region_path"], row["kind"]]]
    await db.insert(DeliveryRecord, sent)


async def _wanted(db: WriteDb, told: Sequence[Mapping[str, Any]]) -> Mapping[tuple[str, str], list[Any]]:
    """Endpoints by region and kind of message."""
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    regions = {row["region_path"] for row in told if row["region_path"]}
    for endpoint in await endpoints.listening(db, regions) if regions else ():
        for kind in endpoint.events:
            found[endpoint.region_path, kind].append(endpoint.id)
    return found


def _once(told: Sequence[Mapping[str, Any]], wanted: Mapping[tuple[str, str], list[Any]]) -> dict[str, dict[str, Any]]:
    """One row per occasion that is wanted, by its key."""
    rows: dict[str, dict[str, Any]] = {}
    for row in told:
        if (row["region_path"], row["kind"]) in wanted:
            key = f"{row['dedupe_key'].removesuffix(str(row['account_id']))}{_TO_PROGRAMS}"
            rows.setdefault(key, {**row, "id": new_id(), "account_id": None, "dedupe_key": key, "why": _TO_PROGRAMS, "link": _link(row)})
    return rows


def _link(row: Mapping[str, Any]) -> str | None:
    """Where the message leads; one that leads to itself is for its reader alone."""
    link: str | None = row["link"]
    return None if link is None or link.endswith(str(row["id"])) else link
