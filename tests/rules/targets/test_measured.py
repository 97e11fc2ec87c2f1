"""What ``make accuracy`` says of targets is held here, and the measure itself is tried."""

from shared.rules.targets import parse
from tests.accuracy.seen import Seen, seen
from tests.accuracy.targets import TABLES, Outcome, of_examples, of_facts, of_phrases, phrases


def test_phrases_written_before_the_parser_was_tried_on_them() -> None:
    """Issue C, section 2: also measured on phrases you have not seen; 156 of 178 at the first pass."""
    for table in TABLES:
        assert len(list(phrases(table))) >= 150
        outcome = of_phrases(table)
        assert outcome.share >= 0.98, outcome.wrong


def test_the_statements_of_the_examples_in_every_field() -> None:
    outcome = of_examples()
    assert sum(tally.wanted for tally in outcome.by_kind.values()) > 650
    assert outcome.share >= 0.965, outcome.wrong


def test_facts_read_by_hand_are_compared_by_their_own_phrase() -> None:
    target = {"year": 2030, "raw": "60%—65%", "kind": "threshold", "comparator": "~", "value": 60, "value_high": 65}
    facts = {"indicator_table": [{"name": "参保率", "unit": "%", "targets": [target]}], "overall_targets": [], "actions": []}
    assert of_facts(facts).share == 1
    wrong = {**facts, "indicator_table": [{"name": "参保率", "unit": "%", "targets": [{**target, "value_high": 66}]}]}
    assert (of_facts(wrong).share, len(of_facts(wrong).wrong)) == (0, 1)


def test_the_measure_sees_every_field() -> None:
    right = Seen("threshold", ">=", "40", "%", "2030")
    assert [seen(one) for one in parse("2030年不低于40%").targets] == [right]
    for other in (Seen("range", ">=", "40", "%", "2030"), Seen("threshold", ">", "40", "%", "2030"), Seen("threshold", ">=", "41", "%", "2030")):
        outcome = Outcome()
        outcome.take("", [right], [other])
        assert (outcome.share, len(outcome.wrong)) == (0, 1)
    outcome = Outcome()
    outcome.take("", [right], [right, right])
    assert (outcome.share, len(outcome.wrong)) == (1, 1)
    outcome.take("", [right], [])
    assert outcome.share == 0.5
