"""Which printed statement counts for a plan indicator and year: chosen by rule where documents agree, by a person where not.

Source: domain notes, section 3: "per plan indicator and year exactly one target is in force". Sub-populations and the several
targets of one printed cell are targets of their own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.schemas.indicators import TargetBasis
from shared.schemas.targets import Comparator, Direction, NoTarget, Polarity, TargetExpression, Threshold, Trend

_BARE = {Polarity.UP: Comparator.AT_LEAST, Polarity.DOWN: Comparator.AT_MOST, Polarity.WITHIN: Comparator.EQUAL}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A printed statement that could be in force. ``place`` is the printed indicator (one table row, one sentence) it stands in."""

    id: UUID
    place: str
    year: int | None
    population: str
    expression: TargetExpression


@dataclass(frozen=True, slots=True)
class InForce:
    """A statement in force for a year; ``part`` counts the targets of one cell."""

    statement_id: UUID
    year: int
    population: str
    part: int
    basis: TargetBasis


def meaning(expression: TargetExpression, polarity: Polarity) -> TargetExpression:
    """The expression with a bare number's comparator taken from the polarity: 32 of a rising indicator means ≥32."""
    if isinstance(expression, Threshold):
        comparator = expression.comparator or _BARE.get(polarity)
        return Threshold(comparator=comparator, value=expression.value.normalize())
    return expression


def in_force(candidates: Sequence[Candidate], polarity: Polarity, last_year: int) -> Iterator[InForce]:
    """The statements in force without anybody's choice; years whose places disagree yield nothing.

    The first place (the table before the prose) speaks where all places say the same. A statement without a year stands for
    ``last_year``, the end of the plan, unless another statement already stands for it.
    """
    dated = {(c.year, c.population) for c in candidates if c.year is not None}
    undated = [c for c in candidates if c.year is None and (last_year, c.population) not in dated]
    groups = _groups([c for c in candidates if c.year is not None])
    for (year, population), places in groups:
        basis = agreement(places, polarity)
        if basis is not None:
            yield from _parts(_figures(places, polarity)[0], year, population, basis)
    for (_, population), places in _groups(undated):
        if agreement(places, polarity) is not None:
            yield from _parts(_figures(places, polarity)[0], last_year, population, TargetBasis.YEAR_ASSUMED)


Places = list[list[Candidate]]


def _groups(candidates: Iterable[Candidate]) -> Iterator[tuple[tuple[int, str], Places]]:
    by_slot: dict[tuple[int, str], dict[str, list[Candidate]]] = {}
    for candidate in candidates:
        by_slot.setdefault((candidate.year or 0, candidate.population), {}).setdefault(candidate.place, []).append(candidate)
    for slot, places in sorted(by_slot.items()):
        yield slot, list(places.values())


def agreement(places: Places, polarity: Polarity) -> TargetBasis | None:
    """SOLE for one place, AGREEING where all places mean the same, None where a person must choose."""
    if len(places) == 1:
        return TargetBasis.SOLE
    places = _figures(places, polarity)
    meanings = [[meaning(c.expression, polarity) for c in place if not isinstance(c.expression, NoTarget)] for place in places]
    same = all(len(m) == len(meanings[0]) and all(e in meanings[0] for e in m) for m in meanings)
    return TargetBasis.AGREEING if same else None


_BETTER = {Polarity.UP: Direction.UP, Polarity.DOWN: Direction.DOWN}


def _figures(places: Places, polarity: Polarity) -> Places:
    """Places without those that only say "稳步提高": a trend in the good direction does not contradict a figure printed elsewhere."""
    vague = [all(isinstance(c.expression, Trend) and c.expression.direction is _BETTER.get(polarity) for c in place) for place in places]
    return places if all(vague) else [place for place, is_vague in zip(places, vague, strict=True) if not is_vague]


def _parts(place: list[Candidate], year: int, population: str, basis: TargetBasis) -> Iterator[InForce]:
    for part, candidate in enumerate(place):
        yield InForce(candidate.id, year, population, part, basis)
