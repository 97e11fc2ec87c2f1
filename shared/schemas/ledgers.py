"""Ledgers (台账) on the wire: dated entries that prove a count, and what counts of them on a day.

Source: domain notes, sections 1 and 5.
"""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from shared.rules.access import Disclosure
from shared.schemas.base import Exact, Instant, Key, Name, Note, RegionId, UnitId, Wire
from shared.schemas.verdicts import Said

BUILT_IN = ("name", "region", "held_on", "unit", "level", "proof", "similar")
"""What every entry has, and how the columns of a table are called; a kind's own fields bear other keys."""
_HEADINGS = ("日期", "街道（乡镇）", "级别", "责任单位", "佐证", "名称相近")
_EXAMPLE_ID = "01a203ef-2e36-720a-8f11-3b984351fa2c"


class FieldKind(StrEnum):
    """What a field of an entry holds."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    CHOICE = "choice"


class LedgerField(Wire):
    """A field that entries of a kind have beside what every entry has."""

    key: Key
    title: Said
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    choices: list[Name] = Field(default_factory=list, max_length=100)

    @model_validator(mode="after")
    def _choices_for_a_choice(self) -> Self:
        if (self.kind is FieldKind.CHOICE) is not bool(self.choices):
            raise ValueError("choices belong to a choice, and only to it")
        return self


def _choices(fields: list[LedgerField]) -> list[str]:
    return [text for field in fields for text in (field.title.en, *field.choices)]


class LedgerDefinition(Wire):
    """What a ledger holds: how its objects are called, what is said of each, and by what two entries are the same object."""

    object_title: Said = Field(description="what the name of an entry is the name of")
    fields: list[LedgerField] = Field(default_factory=list, max_length=30)
    identity: list[Key] = Field(min_length=1, max_length=8, description="of name, region, held_on, unit, and the fields")
    levels: list[Name] = Field(default_factory=list, max_length=20, description="from the highest; empty: entries have no level")
    recheck_months: int | None = Field(default=None, ge=1, le=120, description="months after which an entry is checked again")
    watches_names: bool = Field(default=False, description="a name much like another one is put before a person")

    @model_validator(mode="after")
    def _keys_fit(self) -> Self:
        keys = [field.key for field in self.fields]
        if len({*keys, *BUILT_IN}) != len(keys) + len(BUILT_IN):
            raise ValueError("a field's key is there twice, or one that every entry has")
        titles = [self.object_title.zh, *_HEADINGS, *(field.title.zh for field in self.fields)]
        if len(set(titles)) != len(titles):
            raise ValueError("two columns would bear the same title")
        if any(sign in text for text in (*titles, *self.levels, *_choices(self.fields)) for sign in "{}"):
            raise ValueError("titles, levels and choices have no braces")
        if not set(self.identity) <= {"name", "region", "held_on", "unit", *keys}:
            raise ValueError("identity names something that entries do not have")
        return self


class LedgerKind(Wire):
    """A kind that is shipped; a ledger opened of it takes its definition over."""

    key: Key
    title: Said
    definition: LedgerDefinition


class LedgerKinds(Wire):
    """Every kind that is shipped."""

    kinds: list[LedgerKind]


class LedgerOpening(Wire):
    """A new ledger. Without a definition it takes that of its kind; a kind of one's own needs one."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "lecturers", "name": "江北区健康科普讲师台账", "unit_id": _EXAMPLE_ID, "disclosure": "upward"}]}
    )

    kind: Key
    name: Name
    unit_id: UnitId = Field(description="the unit that keeps it; entries lie in its region and below")
    disclosure: Disclosure = Disclosure.UPWARD
    indicator_id: UUID | None = Field(default=None, description="the indicator whose value is counted from it")
    definition: LedgerDefinition | None = None


class Ledger(Wire):
    """A ledger and what it holds."""

    id: UUID
    version: int
    kind: Key
    name: Name
    unit_id: UnitId
    unit_name: Name
    region_path: str
    disclosure: Disclosure
    indicator_id: UUID | None = None
    definition: LedgerDefinition


class NewLedgerEntry(Wire):
    """One object. ``another``: its name is much like another one's, and it is another object all the same."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "王某",
                    "held_on": "2023-03-18",
                    "region_id": _EXAMPLE_ID,
                    "level": "区级",
                    "proof": "江北卫健〔2023〕12号",
                    "details": {"workplace": "区疾控中心", "field": "慢性病防治"},
                }
            ]
        }
    )

    name: Name
    held_on: date = Field(description="the day from which it counts: named, built, held")
    region_id: RegionId = Field(description="street, town, or wherever it lies")
    unit_id: UnitId | None = None
    level: Name | None = None
    proof: Name | None = Field(default=None, description="the document, certificate or file that proves it")
    details: dict[Key, Name] = Field(default_factory=dict, description="the kind's own fields")
    another: bool = False


class LedgerEntryEdit(Wire):
    """What changes; absent fields stay, null clears."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"level": "市级", "reason": "升级为市级"}]})

    name: Name | None = None
    held_on: date | None = None
    region_id: RegionId | None = None
    unit_id: UnitId | None = None
    level: Name | None = None
    proof: Name | None = None
    details: dict[Key, Name | None] = Field(default_factory=dict)
    reason: Note

    @model_validator(mode="after")
    def _keeps_what_must_be(self) -> Self:
        if any(name in self.model_fields_set and getattr(self, name) is None for name in ("name", "held_on", "region_id")):
            raise ValueError("name, held_on and region_id cannot be cleared")
        return self


class LedgerWithdrawal(Wire):
    """From which day an entry counts no more, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"on": "2024-06-01", "reason": "已调离本区"}]})

    on: date
    reason: Note


class RecheckOutcome(StrEnum):
    """Whether the object still deserves its entry."""

    PASSED = "passed"
    FAILED = "failed"


class LedgerRecheck(Wire):
    """A re-check. One that fails withdraws the entry from that day, and says why in its note."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"on": "2025-03-20", "outcome": "passed", "note": "现场复核"}]})

    on: date
    outcome: RecheckOutcome
    note: Note | None = None

    @model_validator(mode="after")
    def _failure_says_why(self) -> Self:
        if self.outcome is RecheckOutcome.FAILED and self.note is None:
            raise ValueError("a failed re-check says why in its note")
        return self


class Counting(StrEnum):
    """Whether an entry counts on a day, and if not, why not."""

    COUNTED = "counted"
    NOT_YET = "not_yet"
    BEFORE = "before"
    WITHDRAWN = "withdrawn"


class LedgerEntry(Wire):
    """An entry as it stands, and whether it counts on the day that was asked about."""

    id: UUID
    version: int
    ledger_id: UUID
    name: Name
    held_on: date
    region_id: RegionId
    region_path: str
    region_name: Name
    unit_id: UnitId | None = None
    unit_name: Name | None = None
    level: Name | None = None
    proof: Name | None = None
    details: dict[str, str] = Field(default_factory=dict)
    withdrawn_on: date | None = None
    withdrawn_because: Note | None = None
    rechecked_on: date | None = None
    recheck_due_on: date | None = None
    counting: Counting
    because: Said


class LedgerEntryVersion(Wire):
    """An entry as it was after one act."""

    number: int
    act: str
    at: Instant
    by: Name
    content: dict[str, object]


class LedgerEntryVersions(Wire):
    """Every version of an entry, oldest first."""

    versions: list[LedgerEntryVersion]


class LevelCount(Wire):
    """How many count at a level; null: entries without one. ``share`` is in per cent of all that count."""

    level: Name | None
    count: int
    share: Exact | None = None


class RegionCount(Wire):
    """How many count in a region and everything below it."""

    region_id: RegionId
    region_name: Name
    region_path: str
    count: int
    share: Exact | None = None


class LedgerCounts(Wire):
    """What a ledger proves on a day: how many entries count, how many do not and why, by level and by region directly below."""

    ledger_id: UUID
    as_of: date
    since: date | None = None
    region_path: str
    total: int
    reasons: dict[Counting, int] = Field(description="every entry of the region, by whether and why it counts")
    by_level: list[LevelCount]
    by_region: list[RegionCount] = Field(description="every region directly below, those with nothing too")
    here: int = Field(description="of the total, entries of the region itself and of no region below")
    covered: int = Field(description="regions directly below with at least one entry that counts")
    share: Exact | None = Field(default=None, description="per cent of `of`, where that is given")
    provenance: str = "ledger"
    said: Said
