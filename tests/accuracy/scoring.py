"""Facts against facts: precision, recall and F1 per kind of fact, with what was missed and what was invented."""

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

Facts = Mapping[str, Any]
_ALIKE = 0.6


@dataclass(frozen=True)
class Item:
    """One fact: what must be equal, and a text that must be alike (empty: nothing more)."""

    key: Hashable
    text: str = ""


@dataclass
class Score:
    """How the facts of one kind compare."""

    kind: str
    matched: int = 0
    missed: list[Item] = field(default_factory=list)
    invented: list[Item] = field(default_factory=list)

    @property
    def expected(self) -> int:
        """Facts read by hand."""
        return self.matched + len(self.missed)

    @property
    def found(self) -> int:
        """Facts read by the machine."""
        return self.matched + len(self.invented)

    @property
    def precision(self) -> float:
        """Share of the machine's facts that are right."""
        return self.matched / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the hand's facts that were found."""
        return self.matched / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def flat(value: Any) -> str:
    """Any value as a string without space."""
    return "".join(str(value if value is not None else "").split())


def alike(left: str, right: str) -> bool:
    """Whether two names mean one thing: one within the other, or most of their characters in order."""
    left, right = flat(left), flat(right)
    return not left or not right or left in right or right in left or SequenceMatcher(None, left, right, autojunk=False).ratio() >= _ALIKE


def score(kind: str, expected: Iterable[Item], found: Iterable[Item]) -> Score:
    """Match facts one to one: equal keys, the most similar texts first."""
    result, left = Score(kind), list(found)
    for item in expected:
        equal = [other for other in left if other.key == item.key and alike(item.text, other.text)]
        if equal:
            best = max(equal, key=lambda other: SequenceMatcher(None, flat(item.text), flat(other.text), autojunk=False).ratio())
            left.remove(best)
            result.matched += 1
        else:
            result.missed.append(item)
    result.invented = left
    return result


def _number(value: Any) -> Any:
    return round(float(value), 6) if value is not None else None


def _target(place: Any, target: Facts) -> Item:
    values = (_number(target.get("value")), _number(target.get("value_high")))
    return Item((place, target.get("year"), target["kind"], target.get("comparator"), *values), target.get("indicator") or "")


def _prose(facts: Facts) -> list[tuple[Any, Facts]]:
    listed = [(flat(action["name"]), target) for action in facts["actions"] for target in action["targets"]]
    return listed + [("overall", target) for target in facts["overall_targets"]]


def _is_numeric(target: Facts) -> bool:
    return target.get("value") is not None


def _rows(facts: Facts) -> Sequence[Facts]:
    return list(facts["indicator_table"])


_HEAD = ("title", "doc_no", "issuer", "status", "issued_on")

KINDS: dict[str, Callable[[Facts], list[Item]]] = {
    "head": lambda facts: [Item((name, flat(facts[name]))) for name in _HEAD],
    "region": lambda facts: [Item(tuple(flat(facts["region"][name]) for name in ("name", "level", "parent")))],
    "period, horizons": lambda facts: [Item(json.dumps(facts["period"])), *(Item(year) for year in facts["horizon_years"])],
    "basis": lambda facts: [Item(flat(title)) for title in facts["based_on"]],
    "sections": lambda facts: [Item((flat(section["no"]), flat(section["title"]))) for section in facts["sections"]],
    "actions": lambda facts: [Item((str(action["no"]), flat(action["name"]))) for action in facts["actions"]],
    "lead units": lambda facts: [Item((flat(action["name"]), flat(unit))) for action in facts["actions"] for unit in action["lead_units"]],
    "responsible units": lambda facts: [
        Item((flat(action["name"]), flat(unit))) for action in facts["actions"] for unit in action["responsible_units"]
    ],
    "table rows": lambda facts: [Item((flat(row["action"]), flat(row["name"]), flat(row["unit"]))) for row in _rows(facts)],
    "table baselines": lambda facts: [
        Item((flat(row["name"]), row["baseline"]["year"], flat(row["baseline"]["raw"]))) for row in _rows(facts) if row["baseline"]
    ],
    "table values": lambda facts: [
        Item((flat(row["name"]), target["year"], target["kind"], target["comparator"], _number(target["value"]), _number(target["value_high"])))
        for row in _rows(facts)
        for target in row["targets"]
    ],
    "table departments": lambda facts: [Item((flat(row["name"]), flat(unit))) for row in _rows(facts) for unit in row["departments"]],
    "numeric targets in prose": lambda facts: [_target(place, target) for place, target in _prose(facts) if _is_numeric(target)],
    "other targets in prose": lambda facts: [
        Item((place, target.get("year"), target["kind"]), target.get("indicator") or "") for place, target in _prose(facts) if not _is_numeric(target)
    ],
    "dated duties": lambda facts: [Item((duty["recurrence"], duty["due"]), duty["text"]) for duty in facts["obligations"] if duty["due"]],
    "recurring duties": lambda facts: [
        Item((duty["recurrence"], duty["count_per_period"] or 1), duty["text"])
        for duty in facts["obligations"]
        if not duty["due"] and duty["recurrence"] in {"monthly", "quarterly", "yearly"}
    ],
    "all duties": lambda facts: [Item("duty", duty["text"]) for duty in facts["obligations"]],
}


def scores(expected: Facts, found: Facts) -> list[Score]:
    """Every kind of fact of one document; kinds of which neither has any are left out."""
    compared = [score(kind, facts_of(expected), facts_of(found)) for kind, facts_of in KINDS.items()]
    return [entry for entry in compared if entry.expected or entry.found]
