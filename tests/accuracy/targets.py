"""How well printed targets are read, field by field and kind by kind: single phrases, the example documents, documents of facts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from shared.rules.targets import Fact, ParsedTarget, facts_of, parse
from tests.accuracy.scoring import Facts
from tests.accuracy.seen import FIELDS, Seen, agrees, seen, seen_fact, told_figures, without_wording
from tests.rules.targets.printed import statements

TABLES = sorted((Path(__file__).parent / "phrases").glob("*.txt"))
REFUSED = "refused"
_WITH_UNIT = {"threshold", "count"}


@dataclass
class Tally:
    """How many targets of a kind there are, and of how many each field is right."""

    wanted: int = 0
    right: Counter[str] = field(default_factory=Counter)
    whole: int = 0

    def count(self, wanted: Seen, found: Seen | None) -> bool:
        """Take one pair in; whether every field is right."""
        self.wanted += 1
        hits = [name for name in FIELDS if found and agrees(name, wanted, found)]
        self.right.update(hits)
        self.whole += len(hits) == len(FIELDS)
        return len(hits) == len(FIELDS)


@dataclass(frozen=True)
class Phrase:
    """A phrase and what a person reads in it; no targets: it must be refused."""

    raw: str
    wanted: tuple[Seen, ...]


def phrases(table: Path) -> Iterator[Phrase]:
    """The rows of a table."""
    for line in table.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            raw, meaning = line.split(" => ", 1)
            yield Phrase(raw, () if meaning == REFUSED else tuple(_wanted(part) for part in meaning.split(";")))


def _wanted(part: str) -> Seen:
    kind, *said = ["" if word == "-" else word for word in part.split()]
    comparator, figures, unit, year = (said + [""] * len(FIELDS))[: len(FIELDS) - 1]
    ends = [Decimal(number) for number in figures.split("..") if number]
    return Seen(kind, comparator, told_figures(*ends), unit, year)


@dataclass
class Outcome:
    """A table of tallies by kind, and what went wrong."""

    by_kind: dict[str, Tally] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def take(self, label: str, wanted: Sequence[Seen], found: Sequence[Seen]) -> None:
        """Hold what was read of one text against what a person reads in it, in order: every target right and none too many."""
        places = [*found, *[None] * len(wanted)]
        right = [self._tally(one.kind.partition(":")[0]).count(one, other) for one, other in zip(wanted, places, strict=False)]
        if not all(right) or len(found) > len(wanted):
            self.wrong.append(f"{label}  wanted {_told(wanted)}  read {_told(found)}")

    def lines(self) -> Iterator[str]:
        """The table, kind by kind, with the sum of all."""
        whole = Tally()
        yield f"  {'kind':<20}{'targets':>8}{'whole':>8}" + "".join(f"{name:>12}" for name in FIELDS)
        for kind, tally in sorted(self.by_kind.items()):
            whole.wanted, whole.whole, whole.right = whole.wanted + tally.wanted, whole.whole + tally.whole, whole.right + tally.right
            yield _row(kind, tally)
        yield _row("all", whole)

    @property
    def share(self) -> float:
        """Of all targets, the share with every field right."""
        return sum(tally.whole for tally in self.by_kind.values()) / sum(tally.wanted for tally in self.by_kind.values())

    def _tally(self, kind: str) -> Tally:
        return self.by_kind.setdefault(kind, Tally())


def of_phrases(table: Path) -> Outcome:
    """The phrases of a table, read without anything known from outside."""
    outcome = Outcome()
    for phrase in phrases(table):
        found = [seen(target) for target in parse(phrase.raw).targets]
        outcome.take(phrase.raw, phrase.wanted or [Seen(REFUSED)], found or [Seen(REFUSED)])
    return outcome


def of_examples() -> Outcome:
    """The statements of the example documents, told what their table heading tells.

    Of a cell with several targets the one that is meant counts; the wording of states, places and authorities is not compared.
    """
    outcome = Outcome()
    for printed in statements():
        wanted = without_wording(seen(ParsedTarget(printed.expression, printed.raw, year=printed.year)))
        parsed = parse(printed.raw, indicator=printed.indicator, unit=printed.unit, year=printed.year)
        outcome.take(f"{printed.document} {printed.raw}", [wanted], _nearest(wanted, [without_wording(seen(one)) for one in parsed.targets]))
    return outcome


def of_facts(facts: Facts) -> Outcome:
    """The targets of a document whose facts were read by hand, each by its own phrase."""
    outcome = Outcome()
    for indicator, unit, target in _by_hand(facts):
        raw, year = target.get("raw") or target["text"], target["year"]
        parsed = parse(raw, indicator=indicator, unit=unit, year=year)
        own = unit or target.get("unit") if target["kind"] in _WITH_UNIT else None
        wanted = Fact(target["kind"], target["comparator"], *(_decimal(target[name]) for name in ("value", "value_high")), own)
        found = [seen_fact(_less_unit(fact), one.year) for one in parsed.targets for fact in facts_of(one)]
        outcome.take(raw, [seen_fact(wanted, year)], _nearest(seen_fact(wanted, year), found))
    return outcome


def _by_hand(facts: Facts) -> Iterator[tuple[str, str | None, Facts]]:
    yield from ((row["name"], row["unit"], target) for row in facts["indicator_table"] for target in row["targets"])
    prose = [*facts["overall_targets"], *(target for action in facts["actions"] for target in action["targets"])]
    yield from ((target["indicator"], None, target) for target in prose)


def _less_unit(fact: Fact) -> Fact:
    """The unit of a change or a place is not the heading's: not compared."""
    return fact if fact.kind in _WITH_UNIT else replace(fact, unit=None)


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _nearest(wanted: Seen, found: Sequence[Seen]) -> list[Seen]:
    """Of what was read in one text, the target most like the one wanted."""
    return sorted(found, key=lambda one: sum(agrees(name, wanted, one) for name in FIELDS))[-1:]


def _told(several: Sequence[Seen]) -> str:
    return "; ".join(" ".join(filter(None, (getattr(one, name) for name in FIELDS))) for one in several)


def _row(kind: str, tally: Tally) -> str:
    return f"  {kind:<20}{tally.wanted:>8}{tally.whole:>8}" + "".join(f"{tally.right[name]:>12}" for name in FIELDS)
