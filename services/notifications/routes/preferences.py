"""Preferences: how the caller wants to be reached outside of the inbox."""

from fastapi import Response

from services.notifications.errors import InvalidPreferences
from services.notifications.service import preferences
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.etag import RequiredIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, MissingIfMatch, StaleEtag
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.preferences import PreferenceContent, Preferences

router = api_router("/api/v1/notifications/preferences", "preferences")
_EDIT = (InvalidPreferences, ConcurrentChange, StaleEtag, MissingIfMatch)


def _tagged(told: Preferences, response: Response) -> Preferences:
    response.headers["ETag"] = etag(told.version)
    return told


@router.get("", operation_id="read_preferences", **guarded(Permission.PREFERENCE_KEEP))
async def read_preferences(db: InRead, actor: CurrentActor, response: Response) -> Preferences:
    """The caller's preferences; version 0 where nothing was ever set."""
    return _tagged(await preferences.own_preferences(db, actor), response)


@router.put("", operation_id="set_preferences", **guarded(Permission.PREFERENCE_KEEP, *_EDIT))
async def set_preferences(work: InWork, body: PreferenceContent, if_match: RequiredIfMatch, response: Response) -> Preferences:
    """Replace the caller's preferences; what is not sent yet follows. Escalations come by every channel whatever is said."""
    return _tagged(await preferences.set_preferences(work, body, if_match), response)
