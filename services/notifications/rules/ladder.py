"""Steps that were reached at the same time: which of them is said."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID


def latest_steps(reached: Iterable[Any]) -> set[UUID]:
    """The latest step of each deadline, version and audience: after downtime these are sent, earlier ones collapse into them.

    ``reached``: rows with id, deadline_id, deadline_version, audience and send_at.
    """
    latest: dict[tuple[UUID, int, str], tuple[datetime, UUID]] = {}
    for step in reached:
        key = step.deadline_id, step.deadline_version, step.audience
        latest[key] = max(latest.get(key, (step.send_at, step.id)), (step.send_at, step.id))
    return {reminder_id for _, reminder_id in latest.values()}
