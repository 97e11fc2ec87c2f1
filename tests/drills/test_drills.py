"""Every drill with a thousand messages, on whatever database the suite runs on. ``make drill`` runs them with a hundred thousand."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.schemas.services import ServiceName
from tests.databases import TestDatabases
from tests.drills.faults import a_week_goes_by, mail_is_down, urgent_among_many, workers_killed
from tests.drills.field import Field, field

pytestmark = pytest.mark.timeout(150)
MESSAGES, WORKERS, AT_ONCE, SECONDS = 1000, 2, 32, 100.0


@pytest.fixture
async def drill(fresh_url: TestDatabases, tmp_path: Path) -> AsyncIterator[Field]:
    """Two workers that were not started yet."""
    async with field(fresh_url(ServiceName.NOTIFICATIONS), tmp_path / "field", WORKERS, at_once=AT_ONCE) as made:
        yield made


async def test_workers_that_are_killed_leave_nothing_out_and_repeat_only_what_they_held(drill: Field) -> None:
    after = await workers_killed(drill, MESSAGES, 2, seconds=SECONDS, patient=False)
    assert after.is_exact, after
    assert after.kills == 2 and after.lost <= after.kills * 2 * AT_ONCE


async def test_a_mail_server_that_was_away_gets_everything_once(drill: Field) -> None:
    after = await mail_is_down(drill, MESSAGES, seconds=SECONDS)
    assert after.is_exact and after.repeats == 0, after


async def test_a_week_without_workers_is_caught_up_without_a_flood(drill: Field) -> None:
    after = await a_week_goes_by(drill, MESSAGES, seconds=SECONDS)
    assert after.is_exact and after.repeats == 0, after


async def test_an_escalation_overtakes_what_waits(drill: Field) -> None:
    overtaken_by, _ = await urgent_among_many(drill, MESSAGES, seconds=SECONDS)
    assert overtaken_by < MESSAGES // 2
