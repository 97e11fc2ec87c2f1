"""The events of occurrences, built in one place."""

from collections.abc import Mapping
from typing import Any, TypeVar

from shared.schemas.events.duties import OccurrenceEvent

Kind = TypeVar("Kind", bound=OccurrenceEvent)


def occurrence_event(kind: type[Kind], row: Mapping[str, Any]) -> Kind:
    """An occurrence as it now is, from its row."""
    copied = {name: row[name] for name in kind.model_fields if name != "occurrence_id"}
    return kind(occurrence_id=row["id"], **copied)
