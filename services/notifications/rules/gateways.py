"""What a gateway of text messages or work notices is sent: an approved template and its variables, nothing free-form; and what it answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import orjson
from pydantic import JsonValue

from services.notifications.rules.delivery import Outcome
from services.notifications.rules.robots import REFUSED, TOO_MANY
from services.notifications.rules.templates.rendering import Places, day_en, day_zh
from services.notifications.rules.templates.sayings import Place, places_of
from shared.kit.language import Language
from shared.schemas.providers import AnswerRule, ApprovedTemplate
from shared.schemas.templates import PlaceSort, Saying, TemplateFamily

PLACE = re.compile(r"\{([a-z_]+)\}")
LONGEST = 35
"""Characters of a variable: what operators approve, so that no variable carries a message of its own."""
_MINUTE = timedelta(minutes=1)
_GOOD = range(200, 300)


class MissingVariableError(Exception):
    """The message lacks a place that the approved template wants."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands around the variables."""

    mobile: str
    template_id: str
    delivery_id: str
    secret: str


def sayable(saying: Saying) -> Mapping[str, Place]:
    """Places of a saying that a variable can hold: everything but rows."""
    return {place.name: place for place in places_of(saying, TemplateFamily.SHORT) if place.sort is not PlaceSort.ROWS}


def variables(template: ApprovedTemplate, places: Places, language: Language) -> dict[str, str]:
    """The variables with what they say, in the template's order; MissingVariableError names one that the message lacks."""
    sorts = sayable(Saying(template.saying))
    found: dict[str, str] = {}
    for variable in template.variables:
        value = places.get(variable.place)
        if value is None:
            raise MissingVariableError(variable.place)
        said = _said(sorts[variable.place].sort, value, language)
        found[variable.name] = said if variable.place == "link" or len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"
    return found


def _said(sort: PlaceSort, value: JsonValue, language: Language) -> str:
    if isinstance(value, dict):
        value = value[language]
    if sort is PlaceSort.DAY:
        return (day_zh if language == "zh" else day_en)(str(value))
    if isinstance(value, list):
        return ("、" if language == "zh" else ", ").join(map(str, value))
    return " ".join(str(value).split())


def filled(shape: JsonValue, around: Envelope, said: Mapping[str, str]) -> JsonValue:
    """A body with its places filled."""
    if isinstance(shape, dict):
        return {name: filled(value, around, said) for name, value in shape.items()}
    if isinstance(shape, list):
        return [filled(value, around, said) for value in shape]
    if not isinstance(shape, str):
        return shape
    if shape == "{variables}":
        return dict(said)
    return list(said.values()) if shape == "{values}" else filled_text(shape, around, said)


def filled_text(shape: str, around: Envelope, said: Mapping[str, str]) -> str:
    """A text with its places filled, each once: what fills one is not looked through again."""
    places = {
        "mobile": around.mobile,
        "template_id": around.template_id,
        "delivery_id": around.delivery_id,
        "secret": around.secret,
        "variables_json": orjson.dumps(dict(said)).decode(),
    }
    return PLACE.sub(lambda found: places[found[1]], shape)


def answered(rule: AnswerRule | None, status: int, body: bytes, asked: timedelta | None) -> Outcome:
    """What an answer means; ``asked``: what Retry-After says."""
    if status == 429:  # noqa: PLR2004 - Too Many Requests (RFC 6585)
        return Outcome.postponed(f"{TOO_MANY}-429", asked or _MINUTE)
    if status not in _GOOD:
        return Outcome.passing(str(status), "", asked)
    if rule is None:
        return Outcome.delivered(str(status))
    code = _at(rule.field, body)
    if code is None:
        return Outcome.passing("no-code")
    if code in rule.accepted:
        return Outcome.delivered(code)
    if code in rule.too_many:
        return Outcome.postponed(f"{TOO_MANY}-{code}", asked or _MINUTE)
    if code in rule.unknown_number:
        return Outcome.permanent(code, bad_address=True)
    return Outcome.permanent(f"{REFUSED}-{code}") if code in rule.refused else Outcome.passing(code)


def _at(pointer: str, body: bytes) -> str | None:
    """The code in an answer, as a text; None where there is none."""
    try:
        found = orjson.loads(body)
        for step in pointer.removeprefix("/").split("/"):
            found = found[int(step)] if isinstance(found, list) else found[step.replace("~1", "/").replace("~0", "~")]
    except (orjson.JSONDecodeError, KeyError, IndexError, TypeError, ValueError):
        return None
    return found if isinstance(found, str) else str(found) if isinstance(found, int) and not isinstance(found, bool) else None
