"""Which form an answer takes: the format named first, then the Accept header, then the first one offered (RFC 9110, section 12.5.1)."""

import pytest

from shared.kit.framework_problems import NotAcceptable
from shared.kit.negotiation import wanted_form

OFFERS = {"csv": "text/csv; charset=utf-8", "json": "application/vnd.sdmx.data+json;version=2.0.0", "page": "text/html"}


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "csv"),
        ("", "csv"),
        ("*/*", "csv"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/csv; charset=utf-8", "csv"),
        ("text/*", "csv"),
        ("text/html, text/csv;q=0.9", "page"),
        ("text/csv;q=0.1, */*;q=0.8", "json"),
        ("application/vnd.sdmx.data+json", "json"),
        ("application/vnd.sdmx.data+json; version=2.0.0", "json"),
        ("application/vnd.sdmx.data+json; version=1.0.0, text/html;q=0.5", "page"),
        ("application/*, text/csv;q=0.5", "json"),
        ("text/csv;q=0, */*", "json"),
        ("image/png, text/html;q=0.2", "page"),
        ("text/csv;q=much, text/html;q=0.2", "page"),
    ],
)
def test_the_best_liked_form_is_taken(accept: str | None, expected: str) -> None:
    assert wanted_form(None, accept, OFFERS) == expected


def test_the_format_named_goes_before_the_header() -> None:
    assert wanted_form("page", "text/csv", OFFERS) == "page"


@pytest.mark.parametrize("accept", ["image/png", "text/csv;q=0", "application/vnd.sdmx.data+json;version=1.0.0", "text"])
def test_what_is_not_offered_is_said_with_what_is(accept: str) -> None:
    with pytest.raises(NotAcceptable) as refused:
        wanted_form(None, accept, OFFERS)
    assert all(kind in str(refused.value) for kind in OFFERS.values())
