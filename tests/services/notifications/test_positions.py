"""Positions in a stream of messages: written, read back, ordered, and nothing else taken for one."""

from contextlib import suppress
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.rules.positions import Position

POSITIONS = st.builds(Position, st.integers(0, 2**63 - 1), st.uuids())


@given(POSITIONS)
def test_a_position_is_read_as_it_was_written(position: Position) -> None:
    assert Position.read(str(position)) == position


@given(POSITIONS, POSITIONS)
def test_positions_follow_arrival_then_id(one: Position, other: Position) -> None:
    assert (one < other) == ((one.arrival, one.message_id.int) < (other.arrival, other.message_id.int))


@given(st.integers(0, 2**63 - 1), st.uuids().filter(lambda one: one.int > 0))
def test_where_a_stream_begins_nothing_has_come_yet_under_its_number(arrival: int, message_id: UUID) -> None:
    assert Position(arrival) < Position(arrival, message_id)


@given(st.text(max_size=60))
def test_any_text_is_a_position_as_we_write_it_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert str(Position.read(text)) == text


@pytest.mark.parametrize(
    "text", ["", "-", "1-", "1", "01-" + "0" * 32, "+1-" + "0" * 32, "١-" + "0" * 32, f"{2**63}-" + "0" * 32, "1-" + "F" * 32, "1-" + "0" * 33]
)
def test_what_only_looks_like_a_position_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="position"):
        Position.read(text)
