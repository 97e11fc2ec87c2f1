"""``python -m tests.accuracy [SEEDS]``: the table of accuracy, with every miss.

Without SEEDS the documents of our own making are read. With it also that folder's documents: those with facts in ``golden`` beside it
against those facts, the others against ``examples/documents``.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from services.plans.rules.reading.facts import facts_of
from services.plans.rules.reading.reading import read_document
from services.plans.rules.reading.sources import open_document
from shared.schemas.plan_document import PlanDocument
from tests.accuracy.examples import facts_of_example, without_comparators
from tests.accuracy.scoring import Facts, Item, scores
from tests.accuracy.targets import TABLES, Outcome, of_examples, of_facts, of_phrases

OWN = Path(__file__).parent / "documents"
EXAMPLES = Path(__file__).parents[2] / "examples" / "documents"
_SHOWN = 12


def own() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Documents of our own making with the facts read by hand."""
    for facts in sorted(OWN.glob("*.json")):
        expected = json.loads(facts.read_text(encoding="utf-8"))
        yield OWN / expected["doc"], expected


def golden(seeds: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The published documents whose facts were read by hand."""
    for facts in sorted((seeds.parent / "golden").glob("*.json")):
        expected = json.loads(facts.read_text(encoding="utf-8"))
        yield seeds / expected["doc"], expected


def examples(seeds: Path) -> Iterator[tuple[Path, PlanDocument]]:
    """The published documents and what ``examples/`` holds of them."""
    for facts in sorted(EXAMPLES.glob("*.json")):
        document = PlanDocument.model_validate_json(facts.read_bytes())
        yield seeds / document.source.file, document


def main(arguments: list[str]) -> int:
    """Print the tables."""
    for table in TABLES:
        _show_targets(f"phrases: {table.stem}", of_phrases(table))
    _show_targets("targets of examples/documents", of_examples())
    for document, expected in own():
        _show(document, expected, _read(document))
    if not arguments:
        return 0
    seeds = Path(arguments[0]).resolve()
    for document, expected in golden(seeds):
        _show(document, expected, _read(document))
        _show_targets(f"targets of {document.name}, each by its own phrase", of_facts(expected))
    print("\n=== against examples/documents (comparators, levels and counts per period left out)")
    for document, example in examples(seeds):
        _show(document, without_comparators(facts_of_example(example, document.name)), without_comparators(_read(document)))
    return 0


def _show_targets(title: str, outcome: Outcome) -> None:
    print(f"\n{title}: {outcome.share:.3f} of the targets are right in every field")
    print("\n".join(outcome.lines()))
    for line in outcome.wrong[:_SHOWN]:
        print(f"      {line}")
    if len(outcome.wrong) > _SHOWN:
        print(f"      … and {len(outcome.wrong) - _SHOWN} more")


def _read(document: Path) -> dict[str, Any]:
    source = open_document(document.read_bytes(), document.name)
    began = perf_counter()
    facts = facts_of(read_document(source), document.name)
    print(f"\n{document.name}  {len(source.text)} characters, {(perf_counter() - began) * 1000:.0f} ms")
    return facts


def _show(document: Path, expected: Facts, found: Facts) -> None:
    print(f"  {expected['title'][:26]:<28}{'by hand':>8}{'read':>7}{'prec.':>8}{'recall':>8}{'F1':>8}")
    for entry in scores(expected, found):
        print(f"  {entry.kind:<28}{entry.expected:>8}{entry.found:>7}{entry.precision:>8.3f}{entry.recall:>8.3f}{entry.f1:>8.3f}")
        _list("missed", entry.missed)
        _list("invented", entry.invented)


def _list(what: str, items: list[Item]) -> None:
    for item in items[:_SHOWN]:
        print(f"      {what}: {item.key} {item.text}")
    if len(items) > _SHOWN:
        print(f"      … and {len(items) - _SHOWN} more {what}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
