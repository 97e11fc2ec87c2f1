"""Decisions on deliveries: tables of outcomes, waits and addresses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.rules.delivery import MAX_ATTEMPTS, Outcome, lane_of, may_reach, settle, wait
from shared.schemas.deliveries import AttemptOutcome, DeliveryState, Lane
from shared.schemas.messages import MessageKind

NOW = datetime(2023, 4, 10, 1, 0, tzinfo=UTC)
P, D, F, S, X = DeliveryState.PLANNED, DeliveryState.DELIVERED, DeliveryState.FAILED, DeliveryState.SUPPRESSED, DeliveryState.DEAD


@pytest.mark.parametrize(
    ("outcome", "attempts", "state", "why", "seconds", "counts"),
    [
        (Outcome.delivered("250"), 1, D, None, 0, True),
        (Outcome.permanent("550"), 1, F, "550", 0, True),
        (Outcome.suppressed("not-allowed"), 1, S, "not-allowed", 0, True),
        (Outcome.passing("450"), 1, P, "450", 15, True),
        (Outcome.passing("450"), 3, P, "450", 60, True),
        (Outcome.passing("429", retry_after=timedelta(minutes=10)), 1, P, "429", 600, True),
        (Outcome.passing("429", retry_after=timedelta(days=30)), 1, P, "429", 86400, True),
        (Outcome.passing("429", retry_after=timedelta(seconds=1)), 5, P, "429", 240, True),
        (Outcome.passing("450"), MAX_ATTEMPTS - 1, P, "450", 3600, True),
        (Outcome.passing("450"), MAX_ATTEMPTS, X, "450", 0, True),
        (Outcome.unreachable("ConnectError"), MAX_ATTEMPTS, P, "ConnectError", 3600, False),
        (Outcome.postponed("rate", timedelta(seconds=40)), 1, P, "rate", 40, False),
    ],
)
def test_what_becomes_of_a_delivery(outcome: Outcome, attempts: int, state: DeliveryState, why: str | None, seconds: int, counts: bool) -> None:
    settled = settle(outcome, attempts, NOW, 1.0)
    assert (settled.state, settled.why, settled.counts) == (state, why, counts)
    assert settled.held_until == NOW + timedelta(seconds=seconds)


@given(st.integers(1, 40), st.floats(0.8, 1.2), st.none() | st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_wait_is_never_nothing_and_never_beyond_a_day(attempts: int, jitter: float, asked: timedelta | None) -> None:
    waited = wait(attempts, asked, jitter)
    assert timedelta(seconds=12) <= waited <= timedelta(days=1)
    assert asked is None or waited >= min(asked, timedelta(days=1))
    assert asked is not None or waited <= timedelta(hours=1.2)


def test_attempts_outlast_a_night_and_end() -> None:
    assert timedelta(hours=6) < sum((wait(n, None, 1.0) for n in range(1, MAX_ATTEMPTS)), timedelta()) < timedelta(hours=12)


def test_what_is_overdue_goes_first() -> None:
    assert lane_of(MessageKind.ESCALATION) is Lane.URGENT < lane_of(MessageKind.REMINDER) < lane_of(MessageKind.ROUND)
    assert {lane_of(kind) for kind in MessageKind} == set(Lane)


@pytest.mark.parametrize(
    ("address", "allowed", "may"),
    [
        ("li@county.example.cn", ["li@county.example.cn"], True),
        ("Li@County.example.cn", ["@county.example.cn"], True),
        ("li@evil-county.example.cn", ["@county.example.cn"], False),
        ("li@sub.county.example.cn", ["@county.example.cn"], False),
        ("li@county.example.cn.evil.org", ["@county.example.cn"], False),
        ("13800000000", ["13800000000"], True),
        ("13800000000", [], False),
        ("", ["@county.example.cn"], False),
    ],
)
def test_who_may_be_reached(address: str, allowed: list[str], may: bool) -> None:
    assert may_reach(address, allowed) is may


def test_every_outcome_is_told_by_a_name() -> None:
    told = {Outcome.delivered("").word, Outcome.passing("").word, Outcome.permanent("").word, Outcome.unreachable("").word}
    told |= {Outcome.postponed("", timedelta()).word, Outcome.suppressed("").word}
    assert told == set(AttemptOutcome) - {AttemptOutcome.LOST}
