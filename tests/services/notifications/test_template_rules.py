"""What is wrong with a template: every fault at once, with its line; and that nothing gets out of the sandbox."""

from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.rules.templates.faults import template_faults
from services.notifications.rules.templates.rendering import Source, TemplateFailedError, fill
from services.notifications.rules.templates.sayings import SHAPES
from shared.schemas.templates import Saying, TemplateFamily

GOOD = "{{ unit }} {{ title }} {{ due_on|day }}"
EXAMPLES: dict[str, Any] = {place.name: place.example for place in SHAPES[Saying.REMINDER].places}


def source(body: str, title: str = "提醒", family: TemplateFamily = TemplateFamily.INBOX, language: Literal["zh", "en"] = "zh") -> Source:
    """A template of a reminder."""
    return Source(title, body, language, family)


def faults(body: str, saying: Saying = Saying.REMINDER, **more: Any) -> list[tuple[str, int | None]]:
    """Codes and lines."""
    return [(fault.code, fault.row) for fault in template_faults(source(body, **more), saying)]


@pytest.mark.parametrize(
    "body",
    [
        GOOD,
        GOOD + "{% if days > 3 and not workdays == 0 %}早{% elif title == '年报' %}年报{% else %}急{% endif %}",
        GOOD + "{# 给联络员 #}{% raw %}{{ 不填 }}{% endraw %}{{ '字' }}",
        "{{ unit }}\n{{ title }}\n{{ due_on }}",
    ],
)
def test_what_the_grammar_has_is_taken(body: str) -> None:
    assert faults(body) == []
    assert fill(source(body), EXAMPLES).body


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("{{ unit", [("template-syntax", 1)]),
        ("行\n{% if days %}", [("template-syntax", 2)]),
        ("行\n行\n{% endfor %}", [("template-syntax", 3)]),
        ("{% import 'os' as os %}" + GOOD, [("template-refused", 1)]),
        ("{% include 'x' %}" + GOOD, [("template-refused", 1)]),
        ("{% set x = 1 %}" + GOOD, [("template-refused", 1)]),
        ("{% macro m() %}{% endmacro %}" + GOOD, [("template-refused", 1)]),
        ("{{ unit.__class__.__mro__ }}" + GOOD, [("template-refused", 1)]),
        ("{{ unit['x'] }}" + GOOD, [("template-refused", 1)]),
        ("{{ unit.upper() }}" + GOOD, [("template-refused", 1)]),
        ("{{ range(9) }}" + GOOD, [("template-refused", 1)]),
        ("{{ 'a' * 999999999 }}" + GOOD, [("template-refused", 1)]),
        ("{{ days ** days }}" + GOOD, [("template-refused", 1)]),
        ("{{ title|upper }}" + GOOD, [("template-refused", 1)]),
        ("{{ title|day }}" + GOOD, [("unfit-place", 1)]),
        ("{{ due_on|join }}" + GOOD, [("unfit-place", 1)]),
        ("{% if title > 3 %}{% endif %}" + GOOD, [("unfit-place", 1)]),
        ("{% if false %}\n{{ nobody }}{% endif %}" + GOOD, [("template-refused", 1), ("unknown-place", 2)]),
        ("{{ link }}" + GOOD, [("unknown-place", 1)]),
        ("{% for one in title %}{% endfor %}" + GOOD, [("unfit-place", 1)]),
        ("{{ title }}", [("missing-place", None)] * 2),
        (GOOD + "长" * 4000, [("template-fails", None)]),
        ("{{ '" + "(" * 3 + "' }}" + "{{ " + "(" * 1900 + "1" + ")" * 1900 + " }}", [("template-syntax", 1)]),
        ("{% if days %}" * 150 + "{% endif %}" * 150 + GOOD, [("template-fails", None)]),
    ],
)
def test_what_it_has_not_is_refused(body: str, found: list[tuple[str, int | None]]) -> None:
    assert faults(body) == found


def test_every_fault_is_told_at_once() -> None:
    body = "{{ nope }}\n{{ title.x }}\n{{ unit() }}{% set x=1 %}\n{{ due_on|join }}"
    found = template_faults(source(body, title="{{ wrong }}"), Saying.REMINDER)
    assert [(one.code, one.pointer, one.row) for one in found] == [
        ("unknown-place", "/title", 1),
        ("unknown-place", "/body", 1),
        ("template-refused", "/body", 2),
        ("template-refused", "/body", 3),
        ("template-refused", "/body", 3),
        ("unfit-place", "/body", 4),
        ("missing-place", "/body", None),
        ("missing-place", "/body", None),
    ]
    for fault in found:
        assert fault.told("zh").message != fault.told("en").message


ROWS = "{{ unit }}{{ title }}{{ due_on|day }}{{ by }}{{ count }}"


@pytest.mark.parametrize(
    ("loop", "found"),
    [
        ("{% for r in reasons %}{{ r.name }}{% if r.fix %}{{ r.fix }}{% endif %}{% if not loop.last %};{% endif %}{% endfor %}", []),
        ("{% for r in reasons %}{{ r.items }}{% endfor %}", [("template-refused", 1)]),
        ("{% for r in reasons %}{{ r }}{% endfor %}", [("unfit-place", 1)]),
        ("{% for r in reasons %}{{ loop.cycle }}{% endfor %}", [("template-refused", 1)]),
        ("{% for r in reasons %}{% for s in reasons %}{% endfor %}{% endfor %}", [("template-refused", 1)]),
        ("{% for a, b in reasons %}{% endfor %}{{ reasons }}", [("template-refused", 1), ("unfit-place", 1)]),
    ],
)
def test_rows_are_gone_through_once(loop: str, found: list[tuple[str, int | None]]) -> None:
    assert faults(ROWS + loop, Saying.RETURNED) == found


@pytest.mark.parametrize("family", [TemplateFamily.SHORT, TemplateFamily.MARKDOWN])
def test_where_nothing_stands_around_the_words_they_say_why_and_where(family: TemplateFamily) -> None:
    assert faults(GOOD, family=family) == [("missing-place", None)] * 2
    assert faults(GOOD + "{{ link }}{{ role }}", family=family) == []


@pytest.mark.parametrize(
    "places", [{}, {"unit": "局"}, {**EXAMPLES, "due_on": "someday"}, {**EXAMPLES, "title": "长" * 4000}, {**EXAMPLES, "due_on": 3}]
)
def test_a_template_that_cannot_be_filled_says_so(places: dict[str, Any]) -> None:
    with pytest.raises(TemplateFailedError):
        fill(source(GOOD), places)


@given(st.text(alphabet="{}%#|.()[]'\" \nabunitle_for=+*~-", max_size=60))
def test_whatever_is_entered_is_refused_or_can_be_filled(body: str) -> None:
    """The rule of saving: what has no faults is filled without one."""
    if not template_faults(source(GOOD + body), Saying.REMINDER):
        assert fill(source(GOOD + body), EXAMPLES).body


@given(st.text(max_size=200))
def test_a_value_is_never_read_as_a_template(value: str) -> None:
    assert fill(source("{{ unit }}|" + GOOD), {**EXAMPLES, "unit": value}).body.startswith(f"{value}|".lstrip())
