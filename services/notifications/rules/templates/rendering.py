"""Filling templates: sandboxed Jinja, compiled once, whatever a name contains."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import JsonValue

from shared.kit.language import Language
from shared.schemas.templates import TemplateFamily

Places = Mapping[str, JsonValue]
LONGEST_TITLE = 300
LONGEST = {TemplateFamily.INBOX: 4000, TemplateFamily.EMAIL: 4000, TemplateFamily.SHORT: 500, TemplateFamily.MARKDOWN: 4000}
"""Characters of a body: what the inbox keeps, what a gateway of short messages cuts into pieces, what a robot takes."""
_BETWEEN = "\x1e"
_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PLAIN = str.maketrans("[]`*#<>", "［］ˋ＊＃＜＞")
"""What would be a mark in Markdown: a name that came from people makes no link of its own."""


class TemplateFailedError(Exception):
    """A template that could not be filled, or whose text is too long or empty."""


@dataclass(frozen=True, slots=True)
class Source:
    """A template of one language and family."""

    title: str
    body: str
    language: Language
    family: TemplateFamily


@dataclass(frozen=True, slots=True)
class Filled:
    """What a reader gets."""

    title: str
    body: str


def fill(source: Source, places: Places) -> Filled:
    """The template with its places filled; TemplateFailedError says why it cannot be."""
    filled = fill_whole(source, places)
    _measure(filled, source.family)
    return filled


def fill_whole(source: Source, places: Places) -> Filled:
    """The same, however long it becomes."""
    language = source.language
    values = {name: value[language] if isinstance(value, dict) else value for name, value in places.items()}
    try:
        template = _compiled(source)
        title, _, body = "".join(template.root_render_func(template.new_context(values, shared=True))).partition(_BETWEEN)
    except (TemplateError, TypeError, ValueError, LookupError, AttributeError, SyntaxError, RecursionError) as fault:
        raise TemplateFailedError(f"{type(fault).__name__}: {fault}") from fault
    return Filled(" ".join(title.split()), body.strip())


def shortened(filled: Filled, family: TemplateFamily) -> Filled:
    """As much of it as its reader can be given."""
    if _fits(filled, family):
        return filled
    return Filled(_cut(filled.title, LONGEST_TITLE), _cut(filled.body, LONGEST[family]))


def _fits(filled: Filled, family: TemplateFamily) -> bool:
    return len(filled.title) <= LONGEST_TITLE and len(filled.body) <= LONGEST[family]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _measure(filled: Filled, family: TemplateFamily) -> None:
    if not filled.title or not filled.body:
        raise TemplateFailedError("empty")
    if not _fits(filled, family):
        raise TemplateFailedError(f"too long: {len(filled.title)} and {len(filled.body)} characters, {LONGEST_TITLE} and {LONGEST[family]} at most")


@lru_cache(maxsize=4096)
def _compiled(source: Source) -> Template:
    return environment(source.language, source.family).from_string(f"{source.title}{_BETWEEN}{source.body}")


@cache
def environment(language: Language, family: TemplateFamily) -> ImmutableSandboxedEnvironment:
    """The sandbox of a language and family: only the filters ``day`` and ``join``, nothing global."""
    finalize = _in_markdown if family is TemplateFamily.MARKDOWN else None
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, finalize=finalize, autoescape=False, keep_trailing_newline=False)
    made.globals.clear()
    made.filters = {"day": day_zh if language == "zh" else day_en, "join": _joined}
    return made


def _in_markdown(value: object) -> object:
    return value.translate(_PLAIN) if isinstance(value, str) and not value.startswith(("http://", "https://")) else value


def _joined(texts: list[str], between: str = "") -> str:
    return between.join(texts)


@lru_cache(maxsize=4096)
def day_zh(day: str) -> str:
    """2023年5月10日（星期三）."""
    told = date.fromisoformat(day)
    return f"{told.year}年{told.month}月{told.day}日（星期{_WEEKDAYS_ZH[told.weekday()]}）"


@lru_cache(maxsize=4096)
def day_en(day: str) -> str:
    """2023-05-10 (Wednesday)."""
    return f"{day} ({_WEEKDAYS_EN[date.fromisoformat(day).weekday()]})"
