"""Two that judge the same targets at the same moment: the second waits, and sees what the first has done."""

import asyncio
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.indicators.repository import catalogue
from services.indicators.service.judging import rejudge
from tests.factories.documents import LITERACY
from tests.factories.people import COUNTY
from tests.platform import World
from tests.services.indicators.test_intake import table, take
from tests.services.indicators.test_observations import verdict_on
from tests.services.indicators.test_taking_over import by_key

_LONG_ENOUGH = 0.5
"""Seconds for which the first holds what the second needs."""


async def test_a_value_that_comes_while_the_loop_judges_is_taken(world: World) -> None:
    office = await world.sign_in("office")
    owner = UUID((await by_key(office))["T01"]["id"])
    service, day = world.service("indicators"), date(2023, 6, 10)
    async with service.database.write() as db:
        owners = await catalogue.plan_indicators_by_id(db, [owner])
        await rejudge(db, service.outbox, owners, day=day, at=world.now, on_track_from=Decimal("0.95"))
        coming = asyncio.create_task(take(office, table(f"{LITERACY},{COUNTY},2022,33")))
        await asyncio.wait([coming], timeout=_LONG_ENOUGH)
    assert (await coming)["new"] == 1
    assert (await verdict_on(office, "T01", 2022))["word"] == "met"
