"""What becomes of the official value of a slot when another value for it arrives, or when one is withdrawn. Pure.

The reported value (上报值) and the verified one (核定值) stand side by side: the verified one counts from its arrival on, what was
reported is kept beside it and may still be corrected. Nothing is overwritten: each change is a next version.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from shared.schemas.verdicts import Standing


class Content(NamedTuple):
    """What counts for a slot, and beside a verified value what was reported. Neither value nor state: withdrawn."""

    value: Decimal | None
    state: str | None
    numerator: Decimal | None
    denominator: Decimal | None
    standing: str
    definition: int = 1
    reported: dict[str, Any] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing counts (any more)."""
        return self.value is None and self.state is None


def next_content(present: Content | None, arriving: Content) -> Content | None:
    """The content of the next version; None where the value that arrives says nothing new.

    45.0 and 45.00 are not reported alike: values are compared as they are printed.
    """
    following = _next(present, arriving)
    return None if present is not None and _printed(following) == _printed(present) else following


def _next(present: Content | None, arriving: Content) -> Content:
    if present is None or present.is_empty:
        return arriving
    if present.standing == Standing.VERIFIED:
        return arriving._replace(reported=present.reported) if arriving.standing == Standing.VERIFIED else present._replace(reported=told(arriving))
    return arriving._replace(reported=told(present)) if arriving.standing == Standing.VERIFIED else arriving


def told(content: Content) -> dict[str, Any]:
    """A value as it is kept beside a verified one: decimals as printed."""
    fields = content._asdict()
    del fields["reported"]
    return {name: value if value is None or isinstance(value, int) else _plain(value) for name, value in fields.items()}


def _plain(value: object) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _printed(content: Content) -> tuple[Any, ...]:
    return (*(None if part is None else _plain(part) for part in content[:-1]), content.reported)


@dataclass(frozen=True, slots=True)
class Said:
    """One version of a value, as far as withdrawing goes: ``voids`` is the version that it withdraws."""

    version: int
    voids: int | None


def standing_version(versions: Iterable[Said]) -> int | None:
    """The newest version that says something and was not withdrawn: the one that counts; None if all were."""
    every = list(versions)
    voided = {said.voids for said in every}
    return max((said.version for said in every if said.voids is None and said.version not in voided), default=None)
