"""What a channel says of a message: the words of its family, by the templates that were in force when the message was told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.notifications.channels.base import Parcel
from services.notifications.repository import templates
from services.notifications.rules.templates.rendering import Filled, Places, TemplateFailedError, fill, fill_whole, shortened
from services.notifications.rules.templates.sayings import FRAMED, role_said
from services.notifications.service.speaking import LANGUAGES, frame, source_of
from shared.kit.db import WriteDb
from shared.kit.language import Language
from shared.schemas.templates import TemplateFamily

FAMILIES = {"email": TemplateFamily.EMAIL, "sms": TemplateFamily.SHORT, "dingtalk": TemplateFamily.MARKDOWN, "wecom": TemplateFamily.MARKDOWN}
"""The family of each channel; any other is told what the inbox is told."""


def framed(family: TemplateFamily, language: Language, inbox: Filled, around: Places) -> Filled:
    """The words of the inbox with the role and the link beside, as short as the family takes them."""
    places = {"title": inbox.title, "body": inbox.body, "link": around["link"], "role": around["role"]}
    return shortened(fill_whole(frame(family, language), places), family)


async def reword(db: WriteDb, parcels: Sequence[Parcel], family: TemplateFamily, public_url: str, at: datetime) -> list[Parcel]:
    """The parcels in the words of the family. A template that fails is flagged, and the shipped words stand in: no message is lost."""
    own = {UUID(one) for parcel in parcels for one in _templates(parcel, family).values()}
    known = await templates.by_ids(db, own) if own else {}
    if not known and family not in FRAMED:
        return [*parcels]
    failures: dict[UUID, str] = {}
    said = [_said(parcel, family, public_url, known, failures) for parcel in parcels]
    if failures:
        await templates.flag(db, failures, at)
        fallen = {parcel.message_id for parcel in parcels if {UUID(one) for one in _templates(parcel, family).values()} & failures.keys()}
        await templates.note_fallen_back(db, fallen)
    return said


def _templates(parcel: Parcel, family: TemplateFamily) -> Mapping[Language, str]:
    made_by = parcel.made_by or {}
    return {language: made_by[f"{family}.{language}"] for language in LANGUAGES if f"{family}.{language}" in made_by}


def _said(parcel: Parcel, family: TemplateFamily, public_url: str, known: Mapping[UUID, Row[Any]], failures: dict[UUID, str]) -> Parcel:
    around: Places = {"link": f"{public_url.rstrip('/')}{parcel.link or ''}", "role": {**role_said(parcel.why)}}
    title, body, by = dict(parcel.title), dict(parcel.body), _templates(parcel, family)
    for language in LANGUAGES:
        inbox = Filled(parcel.title[language], parcel.body[language])
        row = known.get(UUID(by[language])) if language in by else None
        filled = _by_template(row, parcel, around, failures) if row is not None else None
        if filled is None:
            filled = framed(family, language, inbox, around) if family in FRAMED else inbox
        title[language], body[language] = filled.title, filled.body
    return replace(parcel, title=title, body=body)


def _by_template(row: Row[Any], parcel: Parcel, around: Places, failures: dict[UUID, str]) -> Filled | None:
    try:
        return fill(source_of(row), {**(parcel.places or {}), **around})
    except TemplateFailedError as fault:
        failures[row.id] = str(fault)
        return None
