"""Names of indicators: what makes two of them the same, and which entries a new name may mean."""

from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize
from uuid import UUID

from services.indicators.rules.measures import is_convertible, measure_of
from shared.rules.similarity import bigrams, likeness
from shared.schemas.verdicts import Said

LIKE_ENOUGH = 0.34
_MOST_PIECES = 40


def fold(name: str) -> str:
    """What names are compared by: half-width, no white space, one case; Ⅲ is III, （ is (."""
    return "".join(normalize("NFKC", name).split()).lower()


def pieces(name: str) -> list[str]:
    """Parts of which a like name holds at least one; bounded, so that a query by them is."""
    return sorted(bigrams(fold(name)))[:_MOST_PIECES]


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name of an entry in the catalogue; empty unit: printed without one."""

    indicator_id: UUID
    name: str
    folded: str
    unit_of_measure: str


@dataclass(frozen=True, slots=True)
class Match:
    """A known name that a new one is like."""

    known: KnownName
    likeness: float
    unit_fits: bool
    exact: bool


class NameIndex:
    """Known names by the pieces that they hold: what many new names are held against, so that each looks at its likes alone."""

    def __init__(self, known: Iterable[KnownName]) -> None:
        self._holding: dict[str, list[KnownName]] = {}
        for one in known:
            for piece in bigrams(one.folded):
                self._holding.setdefault(piece, []).append(one)

    def like(self, name: str) -> Iterable[KnownName]:
        """Every known name that shares a piece with a new one."""
        return {one: None for piece in pieces(name) for one in self._holding.get(piece, ())}


def unit_fits(one: str, other: str) -> bool:
    """Whether the same name with these two units is the same indicator: printed alike, or convertible."""
    return one == other or is_convertible(measure_of(one), measure_of(other))


def entry_of(name: str, unit: str, known: Iterable[KnownName]) -> UUID | None:
    """The entry that a printed name and unit mean: the same name and unit as printed first, else a convertible unit, if only one entry has it."""
    folded = fold(name)
    same = [other for other in known if other.folded == folded]
    printed = {other.indicator_id for other in same if other.unit_of_measure == unit}
    fitting = printed or {other.indicator_id for other in same if unit_fits(other.unit_of_measure, unit)}
    return next(iter(fitting)) if len(fitting) == 1 else None


def suggest(name: str, unit: str, known: Iterable[KnownName]) -> list[Match]:
    """Known names like a new one, the likeliest first, one for each entry; where names are equally like, a unit that fits goes first."""
    folded, best = fold(name), dict[UUID, Match]()
    for other in known:
        found = likeness(folded, other.folded)
        fits = unit_fits(other.unit_of_measure, unit)
        match = Match(other, found, fits, exact=fits and other.folded == folded)
        before = best.get(other.indicator_id)
        if found >= LIKE_ENOUGH and (before is None or _rank(match) < _rank(before)):
            best[other.indicator_id] = match
    return sorted(best.values(), key=_rank)


def _rank(match: Match) -> tuple[bool, float, bool, str, str]:
    known = match.known
    return not match.exact, -match.likeness, not match.unit_fits, known.folded, known.unit_of_measure


def said(match: Match, name: str, unit: str) -> Said:
    """Why an entry is suggested, in words."""
    share, printed, known = round(match.likeness * 100), unit or "未注明", match.known.unit_of_measure or "未注明"
    english = unit or "none stated", match.known.unit_of_measure or "none stated"
    if match.known.folded == fold(name):
        names = Said(zh=f"与“{match.known.name}”同名", en=f"the same name as {match.known.name}")
    else:
        names = Said(zh=f"与“{match.known.name}”有{share}%的二字组相同", en=f"{share} % of its two-character pieces are those of {match.known.name}")
    if match.unit_fits:
        units = Said(zh=f"计量单位{printed}与{known}可换算", en=f"units {english[0]} and {english[1]} are convertible")
    else:
        units = Said(zh=f"计量单位{printed}与{known}不可换算", en=f"units {english[0]} and {english[1]} are not convertible")
    return Said(zh=f"{names.zh}；{units.zh}。", en=f"{names.en}; {units.en}.")
