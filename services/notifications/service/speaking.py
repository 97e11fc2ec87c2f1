"""Saying things in the words that are in force: the nearest region's templates, else the shipped ones, which never fail."""

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.notifications.repository import templates
from services.notifications.rules.templates.rendering import Filled, Places, Source, TemplateFailedError, fill, fill_whole, shortened
from services.notifications.rules.wording import Countdown, Text
from services.notifications.service.calendars import workdays_around
from shared.kit.clock import SHANGHAI
from shared.kit.db import Db, WriteDb
from shared.kit.language import Language
from shared.kit.rights import ancestors
from shared.rules.workdays import Workdays
from shared.schemas.templates import Saying, TemplateFamily

Said = Mapping[str, Any]
"""What one occasion says in one region, as columns of a message."""
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_FRAMES = "frames"


@cache
def _files(language: Language) -> Mapping[str, Any]:
    return tomllib.loads((files("services.notifications") / "templates" / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def shipped(saying: Saying, language: Language) -> Source:
    """What the inbox is told where no template is in force; letters say the same."""
    return Source(**_files(language)[saying], language=language, family=TemplateFamily.INBOX)


@cache
def frame(family: TemplateFamily, language: Language) -> Source:
    """What stands around the words of the inbox on a telephone or in a chat group."""
    return Source(**_files(language)[_FRAMES][family], language=language, family=family)


def source_of(row: Any) -> Source:
    """The template as the rules read it."""
    return Source(row.title, row.body, row.language, TemplateFamily(row.family))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says many things about some regions at one instant. ``failures`` gathers templates that could not be filled."""

    in_force: Mapping[tuple[str, str], Sequence[Row[Any]]]
    ahead: Countdown
    at: datetime
    failures: dict[UUID, str] = field(default_factory=dict)

    def say(self, text: Text, region_path: str) -> Said:
        """The saying in both languages, and by which templates of each family it was said."""
        places = text.counted(self.ahead)
        mine = self._nearest(text.saying, region_path) if self.in_force else {}
        said = {
            language: self._filled(mine[TemplateFamily.INBOX, language], places) for language in LANGUAGES if (TemplateFamily.INBOX, language) in mine
        }
        failed = {mine[TemplateFamily.INBOX, language].id for language, filled in said.items() if filled is None}
        zh, en = (said.get(language) or shipped_words(text.saying, places, language) for language in LANGUAGES)
        return {
            "saying": text.saying,
            "places": dict(places),
            "made_by": {f"{family}.{language}": str(row.id) for (family, language), row in mine.items() if row.id not in failed},
            "fell_back": bool(failed),
            "title": {"zh": zh.title, "en": en.title},
            "body": {"zh": zh.body, "en": en.body},
        }

    async def flag_failures(self, db: WriteDb) -> None:
        """Note which templates failed, so that their office sees it."""
        await templates.flag(db, self.failures, self.at)

    def _nearest(self, saying: Saying, region_path: str) -> Mapping[tuple[TemplateFamily, Language], Row[Any]]:
        """From the outermost region inwards: the nearest has the last word."""
        over = (row for path in ancestors(region_path) for row in self.in_force.get((saying, path), ()))
        return {(TemplateFamily(row.family), row.language): row for row in over}

    def _filled(self, row: Row[Any], places: Places) -> Filled | None:
        try:
            return fill(source_of(row), places)
        except TemplateFailedError as fault:
            self.failures[row.id] = str(fault)
            return None


def shipped_words(saying: Saying, places: Places, language: Language) -> Filled:
    """The shipped words, cut where a name is too long for them: they are always said."""
    return shortened(fill_whole(shipped(saying, language), places), TemplateFamily.INBOX)


async def speaker(db: Db, about: Sequence[tuple[Text, str]], at: datetime) -> Speaker:
    """Who can say these texts about their regions: two statements at most, however many there are."""
    in_force: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for row in await templates.in_force(db, {path for _, path in about}, {text.saying for text, _ in about}):
        in_force[row.saying, row.region_path].append(row)
    today, days = at.astimezone(SHANGHAI).date(), {text.due_on for text, _ in about if text.due_on is not None}
    return Speaker(in_force, Countdown(today, await workdays_around(db, {*days, today}) if days else Workdays()), at)
