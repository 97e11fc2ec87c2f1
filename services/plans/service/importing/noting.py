"""Changes of the directory as an import notes them."""

from datetime import date
from typing import Any

from shared.kit.clock import today
from shared.kit.ids import new_id
from shared.kit.work import Work
from shared.schemas.borders import ChangeKind


def change_row(work: Work, kind: ChangeKind, on: date, detail: dict[str, Any], **about: Any) -> dict[str, Any]:
    """A row of ``directory_changes``: done if its day has come, for an import stores what follows beside it; ``about`` holds ids."""
    done = work.now() if on <= today(work.service.clock) else None
    who = {"actor_id": work.actor.id, "actor_name": work.actor.name, "recorded_at": work.now()}
    return {"id": new_id(), "kind": kind, "happens_on": on, "detail": detail, "applied_at": done, **who, **about}
