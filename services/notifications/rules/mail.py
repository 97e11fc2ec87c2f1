"""What a mail says: plain text and the same as HTML, Chinese first, its English below."""

from hashlib import sha256
from html import escape

from services.notifications.rules.templates.sayings import role_said


def message_id(dedupe_id: str, domain: str) -> str:
    """The Message-ID of every attempt of one delivery: a mail server or reader that sees it twice can drop the second."""
    return f"<{sha256(dedupe_id.encode()).hexdigest()[:40]}@{domain}>"


def text_of(body: dict[str, str], why: str, link: str | None) -> str:
    """The plain text."""
    return "\n\n".join([body["zh"], *([link] if link else []), _because_zh(why), "-- ", body["en"], _because_en(why)]) + "\n"


def html_of(title: dict[str, str], body: dict[str, str], why: str, link: str | None) -> str:
    """The same as HTML without pictures, scripts or outside styles; everything that came from people is escaped."""
    button = f'<p><a href="{escape(link)}">打开 Open</a></p>' if link else ""
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title["zh"])}</title></head>'
        '<body style="font-family:sans-serif;line-height:1.6;max-width:40em">'
        f'<h1 style="font-size:1.2em">{escape(title["zh"])}</h1><p>{escape(body["zh"])}</p>{button}<p><small>{escape(_because_zh(why))}</small></p>'
        f'<hr><div lang="en"><p><b>{escape(title["en"])}</b></p><p>{escape(body["en"])}</p><p><small>{escape(_because_en(why))}</small></p></div>'
        "</body></html>"
    )


def _because_zh(why: str) -> str:
    return f"您收到本邮件，因为您是{role_said(why)['zh']}。"


def _because_en(why: str) -> str:
    return f"You get this mail as {role_said(why)['en']}."
