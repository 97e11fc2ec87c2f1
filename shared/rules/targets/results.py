"""What reading gives back: targets with what was understood, assumed and refused; and targets found in prose."""

from dataclasses import dataclass

from shared.rules.targets.remarks import Remark
from shared.schemas.targets import Comparator, TargetExpression


@dataclass(frozen=True, slots=True)
class ParsedTarget:
    """One target of a printed text.

    ``raw`` is its piece as printed; ``printed`` the comparator as printed, None for a bare number (an expression may hold
    more: the polarity's comparator); ``indicator``, ``population`` and ``year`` only where the text itself names them.
    """

    expression: TargetExpression
    raw: str
    indicator: str | None = None
    population: str | None = None
    year: int | None = None
    printed: Comparator | None = None
    unit: str | None = None
    aimed: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """A piece of the text and the target, by its place in ``targets``, that it became."""

    raw: str
    target: int
    kind: str


@dataclass(frozen=True, slots=True)
class ParsedTargets:
    """A printed target text in the algebra. ``refused`` says what no target was made of: nothing is guessed."""

    raw: str
    targets: tuple[ParsedTarget, ...]
    understood: tuple[Understood, ...] = ()
    assumed: tuple[Remark, ...] = ()
    refused: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A target found in prose: ``start`` and ``end`` in the text given, ``text`` from the indicator's name to the end of the value."""

    start: int
    end: int
    text: str
    indicator: str
    year: int | None
    parsed: ParsedTarget
