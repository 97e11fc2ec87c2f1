"""Documents of our own making in many layouts are read as well as the product promises: 90 % of actions and units, 80 % of numeric targets."""

import json
from pathlib import Path

import pytest

from services.plans.rules.reading.facts import facts_of
from services.plans.rules.reading.reading import read_document
from services.plans.rules.reading.sources import open_document
from tests.accuracy.__main__ import OWN
from tests.accuracy.scoring import KINDS, scores

EXPECTED = sorted(OWN.glob("*.json"))
PROMISED = {"actions": 0.9, "lead units": 0.9, "responsible units": 0.9, "table rows": 0.9, "table values": 0.9, "numeric targets in prose": 0.8}


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_what_is_promised_of_every_layout(expected: Path) -> None:
    facts = json.loads(expected.read_text(encoding="utf-8"))
    found = facts_of(read_document(open_document((OWN / facts["doc"]).read_bytes(), facts["doc"])), facts["doc"])
    reached = {entry.kind: (entry.f1, entry.missed, entry.invented) for entry in scores(facts, found)}
    for kind, least in PROMISED.items():
        if kind in reached:
            f1, missed, invented = reached[kind]
            assert f1 >= least, (kind, f1, missed, invented)


def test_the_scorer_finds_what_is_missed_and_what_is_invented() -> None:
    facts = json.loads(EXPECTED[0].read_text(encoding="utf-8"))
    assert all(entry.f1 == 1 for entry in scores(facts, facts))
    less = {**facts, "actions": facts["actions"][1:]}
    by_kind = {entry.kind: entry for entry in scores(facts, less)}
    assert (len(by_kind["actions"].missed), by_kind["actions"].precision) == (1, 1.0)
    by_kind = {entry.kind: entry for entry in scores(less, facts)}
    assert (len(by_kind["actions"].invented), by_kind["actions"].recall) == (1, 1.0)
    assert set(by_kind) <= set(KINDS)
