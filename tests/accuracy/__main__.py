"""``python -m tests.accuracy [SEEDS]``: the table of accuracy, with every miss.

Without SEEDS the documents of our own making are read; with it also those folders' documents whose facts lie in ``golden`` beside it.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from services.plans.rules.reading.facts import facts_of
from services.plans.rules.reading.reading import read_document
from services.plans.rules.reading.text import SourceText
from tests.accuracy.scoring import Item, scores

OWN = Path(__file__).parent / "documents"
_SHOWN = 12


def pairs(seeds: Path | None) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Documents with the facts read by hand."""
    for facts in sorted(OWN.glob("*.json")):
        yield facts.with_suffix(".txt"), json.loads(facts.read_text(encoding="utf-8"))
    if seeds is None:
        return
    for facts in sorted((seeds.parent / "golden").glob("*.json")):
        expected = json.loads(facts.read_text(encoding="utf-8"))
        yield seeds / expected["doc"], expected


def main(arguments: list[str]) -> int:
    """Print the table."""
    for document, expected in pairs(Path(arguments[0]).resolve() if arguments else None):
        source = SourceText.of(document.read_text(encoding="utf-8"))
        began = perf_counter()
        found = facts_of(read_document(source), document.name)
        took = perf_counter() - began
        print(f"\n{document.name}  {expected['title']}  ({len(source.text)} characters, {took * 1000:.0f} ms)")
        print(f"  {'kind':<28}{'by hand':>8}{'read':>7}{'prec.':>8}{'recall':>8}{'F1':>8}")
        for entry in scores(expected, found):
            print(f"  {entry.kind:<28}{entry.expected:>8}{entry.found:>7}{entry.precision:>8.3f}{entry.recall:>8.3f}{entry.f1:>8.3f}")
            _list("missed", entry.missed)
            _list("invented", entry.invented)
    return 0


def _list(what: str, items: list[Item]) -> None:
    for item in items[:_SHOWN]:
        print(f"      {what}: {item.key} {item.text}")
    if len(items) > _SHOWN:
        print(f"      … and {len(items) - _SHOWN} more {what}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
