"""What a part of a clause was read as, before names, years and populations are settled."""

from dataclasses import dataclass

from shared.schemas.targets import Comparator, TargetExpression


@dataclass(frozen=True, slots=True)
class Piece:
    """One expression; ``start`` and ``end`` bound its wording in the part, the name stands before ``start`` or, by ``noun``, behind.

    ``printed`` is the comparator as printed (None for a bare number), ``assumed`` keys of ``remarks.ASSUMED``.
    """

    expression: TargetExpression
    start: int
    end: int
    printed: Comparator | None = None
    noun: str = ""
    assumed: tuple[str, ...] = ()
    note: str | None = None
    unit: str | None = None
