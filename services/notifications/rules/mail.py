"""What a mail says: plain text and the same as HTML, Chinese first, its English below, or in the one language that its reader wants."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from services.notifications.rules.templates.sayings import role_said
from shared.kit.language import Language

_TAGS: Mapping[Language, str] = {"zh": "zh-CN", "en": "en"}
_OPEN: Mapping[Language | None, str] = {None: "打开 Open", "zh": "打开", "en": "Open"}


def message_id(dedupe_id: str, domain: str) -> str:
    """The Message-ID of every attempt of one delivery: a mail server or reader that sees it twice can drop the second."""
    return f"<{sha256(dedupe_id.encode()).hexdigest()[:40]}@{domain}>"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail is made of: title and body by language, the role of its reader, where it leads, and the one language that is wanted (or None)."""

    title: Mapping[str, str]
    body: Mapping[str, str]
    why: str
    link: str | None
    language: Language | None = None


def text_of(letter: Letter) -> str:
    """The plain text: in the language that is wanted, else Chinese with its English below."""
    first, *other = _languages(letter)
    told = [letter.body[first], *([letter.link] if letter.link else []), _because(letter.why, first)]
    below = [part for language in other for part in ("-- ", letter.body[language], _because(letter.why, language))]
    return "\n\n".join([*told, *below]) + "\n"


def html_of(letter: Letter) -> str:
    """The same as HTML without pictures, scripts or outside styles; everything that came from people is escaped."""
    first, *other = _languages(letter)
    title, body, why = (escape(part) for part in (letter.title[first], letter.body[first], _because(letter.why, first)))
    button = f'<p><a href="{escape(letter.link)}">{_OPEN[letter.language]}</a></p>' if letter.link else ""
    return (
        f'<!DOCTYPE html><html lang="{_TAGS[first]}"><head><meta charset="utf-8"><title>{title}</title></head>'
        '<body style="font-family:sans-serif;line-height:1.6;max-width:40em">'
        f'<h1 style="font-size:1.2em">{title}</h1><p>{body}</p>{button}<p><small>{why}</small></p>'
        f"{''.join(_below(letter, language) for language in other)}"
        "</body></html>"
    )


def _below(letter: Letter, language: Language) -> str:
    title, body, why = (escape(part) for part in (letter.title[language], letter.body[language], _because(letter.why, language)))
    return f'<hr><div lang="{_TAGS[language]}"><p><b>{title}</b></p><p>{body}</p><p><small>{why}</small></p></div>'


def _languages(letter: Letter) -> tuple[Language, ...]:
    return ("zh", "en") if letter.language is None else (letter.language,)


def _because(why: str, language: Language) -> str:
    role = role_said(why)[language]
    return f"您收到本邮件，因为您是{role}。" if language == "zh" else f"You get this mail as {role}."
