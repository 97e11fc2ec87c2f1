"""What an entry holds: its faults, by what it is known, and in what it differs from what is there."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from shared.kit.sheets.cells import day_of
from shared.kit.sheets.faults import Findings
from shared.kit.sheets.outcomes import Change, differing
from shared.schemas.ledgers import FieldKind, LedgerDefinition, LedgerField

_ASIDE = re.compile(r"[\s·•.,，。、\-—_（）()]+")


@dataclass(frozen=True, slots=True)
class Content:
    """An entry as it is to be; ``region_name`` and ``unit_name`` are for people."""

    name: str
    held_on: date
    region_id: UUID
    region_path: str
    region_name: str = ""
    unit_id: UUID | None = None
    unit_name: str | None = None
    level: str | None = None
    proof: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)


def fold(text: str) -> str:
    """A name as far as it tells objects apart: no width, case, blanks, dots, dashes or brackets."""
    return _ASIDE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def identity(definition: LedgerDefinition, content: Content) -> str:
    """What is the same for two entries about one object: a digest of what the definition names."""
    built_in = {
        "name": content.name,
        "region": str(content.region_id),
        "held_on": content.held_on.isoformat(),
        "unit": str(content.unit_id),
    }
    told = [fold(built_in[key] if key in built_in else content.details.get(key, "")) for key in definition.identity]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def check(definition: LedgerDefinition, content: Content, row: int, today: date, findings: Findings) -> None:
    """Note every fault of an entry's contents."""
    if content.held_on > today:
        findings.add(row, "held_on", "day-ahead", value=content.held_on.isoformat())
    if content.level is not None and content.level not in definition.levels:
        findings.add(row, "level", "unknown-word", value=content.level)
    known = {one.key: one for one in definition.fields}
    for key in sorted(set(content.details) - set(known)):
        findings.add(row, key, "unknown-field", value=key)
    for key, one in known.items():
        _check_field(one, content.details.get(key, ""), row, findings)


def _check_field(asked: LedgerField, text: str, row: int, findings: Findings) -> None:
    if not text:
        if asked.required:
            findings.add(row, asked.key, "empty")
    elif asked.kind is FieldKind.CHOICE and text not in asked.choices:
        findings.add(row, asked.key, "unknown-word", value=text)
    elif asked.kind is FieldKind.NUMBER and not is_number(text):
        findings.add(row, asked.key, "not-a-number", value=text)
    elif asked.kind is FieldKind.DAY and not _is_day(text):
        findings.add(row, asked.key, "not-a-date", value=text)


def is_number(text: str) -> bool:
    """Whether a text is a finite number that is not below zero."""
    try:
        number = Decimal(unicodedata.normalize("NFKC", text))
    except InvalidOperation:
        return False
    return number.is_finite() and number >= 0


def _is_day(text: str) -> bool:
    try:
        return day_of(text) is not None
    except ValueError:
        return False


def differences(before: Content, after: Content) -> tuple[Change, ...]:
    """What a row says otherwise; an empty cell says nothing."""
    details = (one for key, text in after.details.items() for one in differing(key, before.details.get(key), text))
    return (
        *differing("name", before.name, after.name),
        *differing("held_on", before.held_on, after.held_on),
        *differing("region", before.region_name, after.region_name if after.region_id != before.region_id else None),
        *differing("unit", before.unit_name, after.unit_name if after.unit_id != before.unit_id else None),
        *differing("level", before.level, after.level),
        *differing("proof", before.proof, after.proof),
        *details,
    )


def merged(before: Content, after: Content) -> Content:
    """What is there with what a row says; what the row leaves empty stays."""
    return Content(
        after.name,
        after.held_on,
        after.region_id,
        after.region_path,
        after.region_name,
        after.unit_id or before.unit_id,
        after.unit_name or before.unit_name,
        after.level or before.level,
        after.proof or before.proof,
        {**before.details, **after.details},
    )
