"""Copies of official values: told in bulk and in any order, the newest version stays."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from services.submissions.models import KnownValue
from shared.kit.inbox import take
from shared.schemas.cloud_event import CloudEvent
from tests.platform import World

_SLOT = {"indicator_id": str(uuid4()), "region_id": str(uuid4()), "region_path": "a.", "standing": "reported", "disclosure": "public"}


def told(*values: dict[str, Any]) -> CloudEvent:
    """An event of some values of one slot."""
    batch = str(uuid4())
    data = {"version": 1, "batch_id": batch, "values": [{**_SLOT, **value} for value in values]}
    about = {"source": "/jianxing/indicators", "type": "observation.published", "subject": batch}
    return CloudEvent(id=uuid4(), time=datetime.now(UTC), subjectversion=1, requestid="", data=data, **about)


async def test_an_older_version_never_replaces_a_newer_one(world: World) -> None:
    service, first, other = world.service("submissions"), str(uuid4()), str(uuid4())
    newer = told(
        {"observation_id": first, "version": 3, "period": "2022", "value": "33"},
        {"observation_id": other, "version": 1, "period": "2021", "value": "30"},
        {"observation_id": str(uuid4()), "version": 1, "period": "2022-Q1", "value": "8"},
        {"observation_id": str(uuid4()), "version": 1, "period": "2022", "disaggregation": "sex=female", "value": "9"},
    )
    older = told({"observation_id": first, "version": 2, "period": "2022", "value": "32"}, {"observation_id": other, "version": 2, "period": "2021"})
    for event in (newer, older, newer):
        outcomes = (await take(service.database, service.handlers, [event])).outcomes
        assert [outcome.outcome for outcome in outcomes] != ["refused"], outcomes
    rows = await service.database.read.all(select(KnownValue.__table__).order_by(KnownValue.year))
    assert [(row.year, row.value and str(row.value), row.version) for row in rows] == [(2021, None, 2), (2022, "33", 3)]
