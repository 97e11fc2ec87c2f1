"""What a template says about something real, and everything that can be said."""

from typing import Any
from uuid import UUID

from pydantic import JsonValue

from services.notifications.errors import TemplateSaysOtherwise
from services.notifications.repository import deadlines, directory
from services.notifications.rules import wording
from services.notifications.rules.templates.rendering import Places, TemplateFailedError, fill
from services.notifications.rules.templates.sayings import FRAMED, SHAPES, places_of, role_said
from services.notifications.rules.wording import Countdown
from services.notifications.service.calendars import workdays_around
from services.notifications.service.inbox import visible_message
from services.notifications.service.rewording import framed
from services.notifications.service.speaking import LANGUAGES, shipped, shipped_words, source_of
from shared.kit.clock import Clock, today
from shared.kit.db import Db
from shared.kit.rights import see
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.policies import Audience
from shared.schemas.templates import Saying, Sayings, SayingShape, ShippedWords, TemplateFamily, TemplatePlace, TemplatePreview

_ROLE = "liaison"


class Shown:
    """Where the places of a preview come from: one of the caller's own messages, a deadline, or the examples."""

    def __init__(self, db: Db, actor: Actor, clock: Clock, public_url: str) -> None:
        self._db, self._actor, self._clock, self._public_url = db, actor, clock, public_url

    async def preview(self, row: Any, message_id: UUID | None, deadline_id: UUID | None) -> TemplatePreview:
        """What the template says there; the shipped words and the fault where it cannot."""
        saying, source = Saying(row.saying), source_of(row)
        places = await self._places(saying, message_id, deadline_id)
        if not {place.name for place in SHAPES[saying].places} <= set(places):
            raise TemplateSaysOtherwise(saying=saying)
        usable = {name: places[name] for name in (place.name for place in places_of(saying, source.family))}
        try:
            filled, fault = fill(source, usable), None
        except TemplateFailedError as failed:
            filled, fault = shipped_words(saying, places, source.language), str(failed)
            if source.family in FRAMED:
                filled = framed(source.family, source.language, filled, usable)
        return TemplatePreview(title=filled.title, body=filled.body, places=usable, fault=fault)

    async def _places(self, saying: Saying, message_id: UUID | None, deadline_id: UUID | None) -> Places:
        if message_id is not None:
            return await self._of_message(saying, message_id)
        if deadline_id is not None:
            return await self._of_deadline(deadline_id)
        return {place.name: place.example for place in places_of(saying, TemplateFamily.SHORT)}

    async def _of_message(self, saying: Saying, message_id: UUID) -> Places:
        row = await visible_message(self._db, self._actor, message_id)
        if row.saying != saying:
            return {}
        return {**row.places, **self._around(row.why, row.link)}

    async def _of_deadline(self, deadline_id: UUID) -> Places:
        row = await deadlines.deadline(self._db, deadline_id)
        thing = Thing(region_path=row.region_path, unit_id=row.unit_id) if row else None
        see(self._actor, Permission.DEADLINE_READ, thing, what="deadline", what_zh="报送时限")
        assert row is not None
        unit, day = await directory.unit_name(self._db, row.unit_id), today(self._clock)
        text = wording.reminder(row.title, unit, row.due_on, (day - row.due_on).days, Audience.LIAISON)
        counted = text.counted(Countdown(day, await workdays_around(self._db, [day, row.due_on])))
        return {**counted, **self._around(_ROLE, row.link)}

    def _around(self, why: str, link: str | None) -> dict[str, JsonValue]:
        return {"link": f"{self._public_url}{link or ''}", "role": {**role_said(why)}}


def sayings() -> Sayings:
    """Everything that messages say, with its places and shipped words."""
    return Sayings(items=[_shape(saying) for saying in Saying])


def _shape(saying: Saying) -> SayingShape:
    places = [
        TemplatePlace(name=one.name, sort=one.sort, needed=one.needed, example=one.example, fields=[*one.fields]) for one in SHAPES[saying].places
    ]
    words = [shipped(saying, language) for language in LANGUAGES]
    told = [ShippedWords(title=one.title, body=one.body, family=one.family, language=one.language) for one in words]
    return SayingShape(saying=saying, kind=SHAPES[saying].kind, places=places, shipped=told)
