"""Saying things in the words that are in force: the nearest region's templates, else the shipped ones, which never fail."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.notifications.repository import templates
from services.notifications.rules.templates.rendering import Filled, Places, Source, TemplateFailedError, fill, fill_whole, shortened
from services.notifications.rules.wording import Text
from services.notifications.service.calendars import workdays_around
from shared.kit.clock import SHANGHAI
from shared.kit.db import Db, WriteDb
from shared.kit.language import Language
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
    """Says many things about some regions on one day. ``failures`` gathers templates that could not be filled."""

    active: Sequence[Row[Any]]
    workdays: Workdays
    at: datetime
    failures: dict[UUID, str] = field(default_factory=dict)

    def say(self, text: Text, region_path: str) -> Said:
        """The saying in both languages, and by which templates of each family it was said."""
        places = text.counted(self.at.astimezone(SHANGHAI).date(), self.workdays).places
        mine = self._nearest(text.saying, region_path) if self.active else {}
        by = {language: mine.get((TemplateFamily.INBOX, language)) for language in LANGUAGES}
        filled = {language: self._filled(row, places) if row is not None else None for language, row in by.items()}
        failed = {row.id for language, row in by.items() if row is not None and filled[language] is None}
        told = {language: one or shipped_words(text.saying, places, language) for language, one in filled.items()}
        return {
            "saying": text.saying,
            "places": dict(places),
            "made_by": {f"{family}.{language}": str(row.id) for (family, language), row in mine.items() if row.id not in failed},
            "fell_back": bool(failed),
            "title": {language: one.title for language, one in told.items()},
            "body": {language: one.body for language, one in told.items()},
        }

    async def flag_failures(self, db: WriteDb) -> None:
        """Note which templates failed, so that their office sees it."""
        await templates.flag(db, self.failures, self.at)

    def _nearest(self, saying: Saying, region_path: str) -> Mapping[tuple[TemplateFamily, Language], Row[Any]]:
        over = [row for row in self.active if row.saying == saying and region_path.startswith(row.region_path)]
        return {(TemplateFamily(row.family), row.language): row for row in sorted(over, key=lambda row: len(row.region_path))}

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
    active = await templates.in_force(db, {path for _, path in about}, {text.saying for text, _ in about})
    days: set[date] = {text.due_on for text, _ in about if text.due_on is not None}
    return Speaker(active, await workdays_around(db, {*days, at.astimezone(SHANGHAI).date()}) if days else Workdays(), at)
