"""What a cell says: texts without their frills, digits of any width, days as offices write them, lists."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared.kit.sheets.faults import Findings

LONGEST = 300
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad"))
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?: ?0{1,2}:00(?::00(?:\.0+)?)?)?|(\d{4})(\d{2})(\d{2})")
_BETWEEN = re.compile(r"[、；;，,|\n]+")
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def text_of(value: Any) -> str:
    """A spreadsheet's value as it reads: 330205.0 is 330205, midnight is its day."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.time().min else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def plain(text: str) -> str:
    """Without white space at both ends, invisible signs, line breaks, and the apostrophe that keeps a spreadsheet from computing."""
    text = " ".join(text.translate(_INVISIBLE).split())
    return text[1:].strip() if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"} else text


def narrow(text: str) -> str:
    """Full-width digits and letters made half-width; blanks dropped."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def harmless(text: str) -> str:
    """``text`` so that no spreadsheet takes it for a formula; ``plain`` gives it back (OWASP: CSV injection)."""
    return f"'{text}" if text.startswith(_RISKY) else text


def day_of(text: str) -> date | None:
    """The day that a cell writes; ValueError if it writes none, None if it is empty."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return None
    found = _DAY.fullmatch(text) or _DAY.fullmatch("".join(text.split()))
    if found is None:
        raise ValueError(text)
    year, month, day = (int(part) for part in found.groups() if part is not None)
    return date(year, month, day)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its number as a spreadsheet shows it, and its texts by column key."""

    row: int
    cells: Mapping[str, str]

    def text(self, column: str, findings: Findings, *, required: bool = False, most: int = LONGEST) -> str:
        """A cell's text; noted if it is too long, or empty where it must not be."""
        text = self.cells.get(column, "")
        if required and not text:
            findings.add(self.row, column, "empty")
        if len(text) > most:
            findings.add(self.row, column, "too-long", most=most)
        return text

    def day(self, column: str, findings: Findings) -> date | None:
        """The day in a cell; noted if it is none."""
        text = self.cells.get(column, "")
        try:
            return day_of(text)
        except ValueError:
            findings.add(self.row, column, "not-a-date", value=text)
            return None

    def listed(self, column: str, findings: Findings) -> tuple[str, ...]:
        """The texts of a list, each once; parted by 、；;，, or |."""
        parts = dict.fromkeys(part.strip() for part in _BETWEEN.split(self.cells.get(column, "")))
        if any(len(part) > LONGEST for part in parts):
            findings.add(self.row, column, "too-long", most=LONGEST)
        return tuple(part for part in parts if part)


def check_order(row: int, since: date | None, until: date | None, column: str, findings: Findings) -> None:
    """Note an end that is not after the beginning."""
    if since is not None and until is not None and until <= since:
        findings.add(row, column, "dates-reversed", since=since.isoformat(), until=until.isoformat())
