"""In which form an answer is wanted: ``?format=`` decides, else the Accept header (RFC 9110, section 12.5.1), else the first form offered."""

from collections.abc import Mapping
from typing import Annotated, TypeVar

from fastapi import Header

from shared.kit.framework_problems import NotAcceptable

Form = TypeVar("Form")
InAccept = Annotated[str | None, Header(alias="Accept", max_length=1000, description="used where `format` is not given")]


def wanted_form(given: Form | None, accept: str | None, offers: Mapping[Form, str]) -> Form:
    """The form that ``given`` names, else the offered media type that ``accept`` likes best; NotAcceptable where it likes none."""
    if given is not None:
        return given
    ranges = [_parsed(part) for part in (accept or "*/*").split(",") if part.strip()]
    liked = {form: _quality(media_type, ranges) for form, media_type in offers.items()}
    best = max(liked, key=lambda form: liked[form])
    if liked[best] <= 0:
        raise NotAcceptable(accept=accept, offered=", ".join(offers.values()))
    return best


Range = tuple[str, frozenset[str], float]
"""(media range, its parameters, how much it is liked)."""


def _parsed(text: str) -> Range:
    kind, *parameters = [part.strip().lower() for part in text.split(";")]
    weight = next((one[2:] for one in parameters if one.startswith("q=")), "1")
    try:
        quality = min(1.0, max(0.0, float(weight)))
    except ValueError:
        quality = 0.0
    return kind, frozenset(one.replace(" ", "").replace('"', "") for one in parameters if one and not one.startswith("q=")), quality


def _quality(media_type: str, ranges: list[Range]) -> float:
    """How much an offer is liked: the most specific range that it fits decides."""
    kind, has, _ = _parsed(media_type)
    fitting = [
        ((named == kind) + (named != "*/*") + len(asked), quality)
        for named, asked, quality in ranges
        if named in {kind, f"{kind.partition('/')[0]}/*", "*/*"} and asked <= has | {"charset=utf-8"}
    ]
    return max(fitting, default=(0, 0.0))[1]
