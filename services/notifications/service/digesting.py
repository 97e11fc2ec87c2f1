"""Digests: what waited for the same reader leaves the platform in one message, less what nobody owes any more."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Row

from services.notifications.repository import digests
from services.notifications.rules import wording
from services.notifications.rules.wording import Text
from services.notifications.service.calendars import workdays_around
from services.notifications.service.delivering import Outside
from services.notifications.service.speaking import Said, speaker
from services.notifications.service.telling import Circle, Occasion, message_row, put
from shared.kit.clock import today
from shared.kit.db import WriteDb
from shared.kit.service import Service
from shared.rules.workdays import Workdays
from shared.schemas.deadlines import DeadlineState
from shared.schemas.messages import MessageKind

_MOST = 2000


class Digesting:
    """Collects what waits, in one transaction per batch of readers."""

    def __init__(self, service: Service, outside: Outside) -> None:
        self._service, self._outside = service, outside

    async def turn(self) -> int:
        """How many readers' digests went out."""
        now, day = self._service.clock.now(), today(self._service.clock)
        readers = await digests.readers(self._service.database.read, now, _MOST)
        if readers:
            async with self._service.database.write() as db:
                await _collect(db, await digests.items_of(db, readers, now), _Moment(now, day), self._outside)
        return len(readers)


@dataclass(frozen=True, slots=True)
class _Moment:
    now: datetime
    day: date


async def _collect(db: WriteDb, waiting: Sequence[Row[Any]], moment: _Moment, outside: Outside) -> None:
    """One digest per reader, by the channels that its parts ask for."""
    owed = [one for one in waiting if one.state == DeadlineState.OPEN]
    by_reader: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for one in owed:
        by_reader[one.account_id].append(one)
    by_channels: dict[frozenset[str], list[dict[str, Any]]] = defaultdict(list)
    settled: dict[UUID, UUID | None] = {one.message_id: None for one in waiting}
    workdays = await workdays_around(db, {moment.day, *(one.due_on for one in owed)})
    texts = {account_id: _text(own, moment.day, workdays) for account_id, own in by_reader.items()}
    speaks = await speaker(db, [(text, by_reader[account_id][0].region_path) for account_id, text in texts.items()], moment.now)
    for account_id, own in by_reader.items():
        text = texts[account_id]
        row = _digest(own, text, speaks.say(text, own[0].region_path), moment)
        by_channels[_channels(own, outside)].append(row)
        settled |= dict.fromkeys((one.message_id for one in own), row["id"])
    await speaks.flag_failures(db)
    for channels, rows in by_channels.items():
        await put(db, rows, outside.only(channels))
    await digests.settle(db, settled)


def _text(own: Sequence[Row[Any]], day: date, workdays: Workdays) -> Text:
    return wording.digest([(one.title, one.due_on, (one.due_on - day).days, workdays.between(day, one.due_on)) for one in own])


def _digest(own: Sequence[Row[Any]], text: Text, said: Said, moment: _Moment) -> dict[str, Any]:
    """One reader's digest; it lies in the archive of the inbox, for its parts lie in the inbox."""
    first, ended = own[0], max(one.ends_at for one in own)
    account_id: UUID = first.account_id
    link = first.link if len(own) == 1 else None
    occasion = Occasion(f"digest/{ended.isoformat()}", MessageKind.DIGEST, text, uuid5(account_id, ended.isoformat()), link)
    row = message_row(occasion, said, account_id, Circle(first.why, first.unit_id, first.region_path, moment.now))
    return row | {"archived_at": moment.now}


def _channels(owed: Sequence[Row[Any]], outside: Outside) -> frozenset[str]:
    """Every channel that one of them asks for."""
    return frozenset(channel for one in owed for channel in (outside.channels if one.channels is None else one.channels))
