"""Printed phrases and what they mean: the tables of ``phrases.txt`` and ``unseen.txt``, and every statement of the example documents."""

from pathlib import Path

import pytest

from shared.rules.targets import parse
from tests.rules.targets.needs_a_person import NEEDS_A_PERSON
from tests.rules.targets.printed import agrees, statements
from tests.rules.targets.telling import tell

_TABLES = [Path(__file__).with_name(name) for name in ("phrases.txt", "unseen.txt")]
_LINES = [line for table in _TABLES for line in table.read_text(encoding="utf-8").splitlines()]
_ROWS = [tuple(line.split(" => ", 1)) for line in _LINES if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize(("phrase", "meaning"), _ROWS)
def test_a_phrase_is_read_as_the_table_says(phrase: str, meaning: str) -> None:
    """Domain notes, section 3."""
    assert "; ".join(tell(target) for target in parse(phrase).targets) == meaning


def test_the_statements_of_the_example_documents_are_read() -> None:
    """Issue C: every printed target of the five documents parses to the right kind, or is on the list of what needs a person."""
    every = list(statements())
    missed = {one.key for one in every if not agrees(one)}
    print(f"{sum(one.key not in missed for one in every)} of {len(every)} printed statements are read as a person read them")
    assert missed == set(NEEDS_A_PERSON)


def test_there_are_phrases_enough() -> None:
    assert len(_ROWS) >= 500
    assert len({phrase for phrase, _ in _ROWS}) == len(_ROWS)
