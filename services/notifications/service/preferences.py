"""Use cases of preferences: each reader's own."""

from typing import Any
from uuid import UUID

from services.notifications.errors import InvalidPreferences
from services.notifications.repository import preferences
from services.notifications.rules.preferences import ALWAYS, preference_faults
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.preferences import PreferenceContent, Preferences


async def own_preferences(db: Db, actor: Actor) -> Preferences:
    """What the caller said; version 0 if that was nothing."""
    require(actor, Permission.PREFERENCE_KEEP, Thing(owner_id=actor.id))
    rows = await preferences.of_accounts(db, [actor.id])
    return _told(actor.id, rows[0]) if rows else Preferences(account_id=actor.id, version=0, always=sorted(ALWAYS))


async def set_preferences(work: Work, body: PreferenceContent, if_match: IfMatch) -> Preferences:
    """Keep what the caller says; it counts for what is not sent yet, too (``addressing.py``)."""
    require(work.actor, Permission.PREFERENCE_KEEP, Thing(owner_id=work.actor.id))
    faults = preference_faults(body)
    if faults:
        raise InvalidPreferences(faults=faults, count=len(faults))
    record = await preferences.preferences_to_change(work.db, work.actor.id)
    if_match.check(record.version)
    for name, value in body.model_dump(mode="json").items():
        setattr(record, name, value)
    await work.db.flush()
    await work.audit("set_preferences", work.actor.id)
    return _told(work.actor.id, record)


def _told(account_id: UUID, row: Any) -> Preferences:
    said = {name: getattr(row, name) for name in PreferenceContent.model_fields}
    return Preferences(account_id=account_id, version=row.version, always=sorted(ALWAYS), **said)
