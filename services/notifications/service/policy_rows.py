"""Policies between their three forms: as entered, as stored, as the rules read them."""

from collections.abc import Mapping
from typing import Any

from services.notifications.models import PolicyRecord
from services.notifications.rules.policies import Policy, Quiet, Step
from shared.schemas.policies import Audience, Counted, PolicyContent


def stored(content: PolicyContent) -> Mapping[str, Any]:
    """The columns that a person's entry fills."""
    return {name: value for name, value in content.model_dump(mode="json").items() if name in PolicyContent.model_fields}


def policy_of(row: Any) -> Policy:
    """A stored policy as the rules read it: one step per role."""
    quiet = None if row.quiet is None else Quiet(**row.quiet)
    return Policy(tuple(_steps(row)), row.id, row.zone, quiet, row.workdays_only, tuple(row.digest_hours))


def _steps(row: PolicyRecord) -> list[Step]:
    return [
        Step(
            step["offset"],
            Audience(role),
            step["hour"],
            Counted(step["counted"]),
            _channels(step["channels"]),
            digest=step.get("digest", False),
            unless_acknowledged=step.get("unless_acknowledged", False),
        )
        for step in row.steps
        for role in step["to"]
    ]


def _channels(written: list[str] | None) -> tuple[str, ...] | None:
    return None if written is None else tuple(written)
