"""Warnings of targets: told to the plan office and to who fills the value, each once a day, and never by the hundred."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

from services.notifications.repository import concerns, messages
from services.notifications.rules import wording
from services.notifications.rules.turning import Telling, telling
from services.notifications.service.telling import Occasion
from shared.kit.db import WriteDb
from shared.rules.workdays import start_of_day
from shared.schemas.events.measuring import VerdictChanged
from shared.schemas.messages import MessageKind
from shared.schemas.policies import Audience

Tell = Callable[[WriteDb, Occasion, Audience, UUID | None, str], Awaitable[None]]


async def warn(db: WriteDb, turned: VerdictChanged, day: date, tell: Tell) -> None:
    """Tell whom a verdict concerns that it turned for the worse; ``tell`` reaches the holders of a role in a unit or region."""
    for audience, unit_id in ((Audience.PLAN_OFFICE, None), (Audience.LIAISON, turned.filling_unit_id)):
        told = await messages.subjects_told(db, MessageKind.VERDICT, (turned.region_path, unit_id), start_of_day(day))
        how = telling(turned.before, turned.word, len(told - {turned.target_id}))
        if how is Telling.SINGLY:
            await tell(db, _one(turned, day), audience, unit_id, turned.region_path)
        elif how is Telling.TOGETHER:
            await tell(db, await _all(db, turned, day), audience, unit_id, turned.region_path)


def _one(turned: VerdictChanged, day: date) -> Occasion:
    """A verdict that goes back and forth says the same word once a day."""
    text = wording.verdict_turned(turned.indicator_name, turned.horizon, turned.said.zh, turned.said.en)
    return Occasion(f"verdict/{turned.target_id}/{turned.word}/{day}", MessageKind.VERDICT, text, turned.target_id)


async def _all(db: WriteDb, turned: VerdictChanged, day: date) -> Occasion:
    plan = await concerns.plan(db, turned.plan_id)
    text = wording.verdicts_turned(plan.title if plan else str(turned.plan_id))
    link = f"/api/v1/indicators/plans/{turned.plan_id}/scoreboard"
    return Occasion(f"verdicts/{turned.plan_id}/{day}", MessageKind.VERDICT, text, turned.plan_id, link)
