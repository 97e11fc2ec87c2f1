"""Preferences between their forms: as entered, as stored, as the rules read them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from services.notifications.repository import preferences
from services.notifications.rules.policies import Quiet
from services.notifications.rules.preferences import Preference
from shared.kit.db import Db


def preference_of(row: Any) -> Preference:
    """A stored preference as the rules read it."""
    return Preference(row.language, row.channels, None if row.quiet is None else Quiet(**row.quiet))


async def preferences_of(db: Db, account_ids: Iterable[UUID]) -> Mapping[UUID, Preference]:
    """What these readers said, those who said anything."""
    return {row.id: preference_of(row) for row in await preferences.of_accounts(db, account_ids)}
