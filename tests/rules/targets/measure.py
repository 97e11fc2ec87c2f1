"""How well targets are found in prose, against facts read by hand: ``python -m tests.rules.targets.measure SEEDS GOLDEN``.

A numeric target counts when year, kind, comparator and value match and the indicator's name is similar.
"""

import difflib
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from shared.rules.targets import facts_of, find_targets

_SIMILAR = 0.5
_PROSE_ENDS = "。：；:;！？."


@dataclass(frozen=True)
class Seen:
    """One target as it is compared."""

    indicator: str
    year: int | None
    kind: str
    comparator: str | None
    value: Decimal | None
    high: Decimal | None
    text: str


def joined(text: str) -> str:
    """Prose without the breaks that a page or a scan puts into sentences; table rows are left out."""
    out: list[str] = []
    for line in (line.strip() for line in text.splitlines()):
        if not line or "\t" in line or "|" in line:
            continue
        if out and out[-1][-1] not in _PROSE_ENDS and len(out[-1]) > 25 and not re.match(r"[一二三四五六七八九十]+、|（|\(|\d+[.、]|——", line):
            out[-1] += line
        else:
            out.append(line)
    return "\n".join(out)


def read(text: str, since: int | None = None) -> list[Seen]:
    """What the finder reads in a text."""
    seen = []
    for found in find_targets(joined(text), since=since):
        for fact in facts_of(found.parsed):
            seen.append(Seen(found.indicator, found.year, fact.kind, fact.comparator, fact.value, fact.value_high, found.text))
    return seen


def expected(golden: dict[str, Any]) -> list[Seen]:
    """The targets in prose of a document of facts."""
    targets: Iterable[dict[str, Any]] = [*golden["overall_targets"], *(target for action in golden["actions"] for target in action["targets"])]
    return [Seen(t["indicator"], t["year"], t["kind"], t["comparator"], _decimal(t["value"]), _decimal(t["value_high"]), t["text"]) for t in targets]


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def matches(one: Seen, other: Seen) -> bool:
    """Whether two targets are the same for the measure."""
    same = (one.year, one.kind, one.comparator, one.value, one.high) == (other.year, other.kind, other.comparator, other.value, other.high)
    return same and difflib.SequenceMatcher(None, one.indicator, other.indicator).ratio() >= _SIMILAR


def compare(found: list[Seen], wanted: list[Seen]) -> tuple[list[tuple[Seen, Seen]], list[Seen], list[Seen]]:
    """(pairs, missed, too many)."""
    left, pairs, missed = list(found), [], []
    for want in wanted:
        hit = next((one for one in left if matches(one, want)), None)
        if hit is None:
            missed.append(want)
        else:
            left.remove(hit)
            pairs.append((hit, want))
    return pairs, missed, left


def main(seeds: Path, golden: Path) -> None:
    """Print precision, recall and F1 per document, with what was missed and what was too many."""
    for path in sorted(golden.glob("*.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        text = (seeds / facts["doc"]).read_text(encoding="utf-8")
        found, wanted = read(text, facts["period"]["start"]), expected(facts)
        pairs, missed, extra = compare([one for one in found if one.value is not None], [one for one in wanted if one.value is not None])
        precision = len(pairs) / max(1, len(pairs) + len(extra))
        recall = len(pairs) / max(1, len(pairs) + len(missed))
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"{path.stem}: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} ({len(pairs)} of {len(pairs) + len(missed)})")
        for one in missed:
            print("  missed", one)
        for one in extra:
            print("  extra ", one)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
