"""Kinds of submission on the wire: a kind is data, versioned and never edited."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from shared.rules.access import Disclosure
from shared.schemas.base import Key, Name, Wire
from shared.schemas.plan_document import DutyKind


class FormRule(StrEnum):
    """What must hold between two fields of a form."""

    IN_ORDER = "in_order"  # the first day is not after the second
    AT_MOST = "at_most"  # the first number is not above the second


class FormCheck(Wire):
    """One rule between two fields; it is silent while one of them is empty."""

    rule: FormRule
    fields: tuple[Key, Key]


class KindDefinition(Wire):
    """What a kind of submission asks for.

    ``form``: a subset of JSON Schema (2020-12) with the fields to fill in; every field has a ``title`` and ``title_en``.
    ``has_items``: whether rounds of this kind ask for the values of indicators, too.
    ``disclosure``: who may read the fields once they are approved. ``fulfils``: the kinds of duty it answers.
    """

    code: Key
    name: Name
    name_en: Name
    has_items: bool = False
    disclosure: Disclosure = Disclosure.UPWARD
    fulfils: list[DutyKind] = Field(default_factory=list, max_length=20)
    checks: list[FormCheck] = Field(default_factory=list, max_length=50)
    form: dict[str, Any]


class KindAddition(KindDefinition):
    """A new kind, or the next version of one, for a region and everything below it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "region_path": "a1.b2.",
                    "code": "smoke_free_check",
                    "name": "无烟单位检查",
                    "name_en": "Smoke-free check",
                    "form": {
                        "type": "object",
                        "properties": {"checked_on": {"type": "string", "format": "date", "title": "检查日期", "title_en": "Checked on"}},
                        "required": ["checked_on"],
                        "additionalProperties": False,
                    },
                }
            ]
        }
    )

    region_path: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Kind(KindDefinition):
    """A kind in one version. An empty ``region_path``: shipped with the platform, known everywhere."""

    id: UUID
    version: int
    region_path: str


class KindName(Wire):
    """Which kind, in which version."""

    id: UUID
    code: Key
    version: int
    name: Name
    name_en: Name
