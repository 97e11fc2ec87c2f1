"""Which addresses may be called, when an endpoint rests, what Retry-After asks for: tables of cases."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.rules.addresses import Inside, is_public, place, url_faults
from services.notifications.rules.breaker import TOLERATED, Health, admit, after, is_given_up
from services.notifications.rules.retry_after import asked_wait

NOW = datetime(2026, 5, 9, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("172.31.255.255", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),  # shared by carriers (RFC 6598)
        ("0.0.0.0", False),  # "this host"
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:0a00:0001::", False),  # 6to4 of 10.0.0.1
        ("64:ff9b::10.0.0.1", False),  # NAT64 of 10.0.0.1
        ("64:ff9b::93.184.216.34", True),
    ],
)
def test_addresses_inside_of_networks_are_told_from_public_ones(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


def test_what_the_operator_lists_may_be_called() -> None:
    inside = Inside.of(("10.1.0.0/16", "Bus.county.local"))
    assert inside.admits("x", ip_address("10.1.9.9")) and not inside.admits("x", ip_address("10.2.0.1"))
    assert inside.admits("bus.COUNTY.local", ip_address("10.2.0.1")) and not inside.admits("other.local", ip_address("fd00::1"))
    with pytest.raises(ValueError):
        Inside.of(("10.1.0.0/99",))


@pytest.mark.parametrize(
    "url", ["https://hooks.example.cn", "https://hooks.example.cn:8443/a?b=c", "https://93.184.216.34/x", "https://[2606:2800::1]/x"]
)
def test_what_is_right_has_no_faults(url: str) -> None:
    assert url_faults(url, Inside()) == []


@pytest.mark.parametrize(
    "url", ["", "https://", "https:///x", "https://a b/x", "https://钩子.example/x", "https://a:0/", "https://a:99999/", "https://a\\@b/"]
)
def test_what_is_no_url_is_said_to_be_none(url: str) -> None:
    assert [code for code, _ in url_faults(url, Inside())] == ["not-a-url"]


def test_where_a_url_leads() -> None:
    assert (place("https://Hooks.example.cn:8443/a").host, place("https://Hooks.example.cn:8443/a").port) == ("hooks.example.cn", 8443)
    assert place("https://[::1]/a") == place("https://[::1]/b?c") and place("https://[::1]/a").port == 443


def test_an_endpoint_rests_longer_each_time_up_to_an_hour() -> None:
    health, rests = Health(), []
    for _ in range(TOLERATED + 8):
        health = after(health, arrived=False, now=NOW)
        rests.append(None if health.resting_until is None else int((health.resting_until - NOW).total_seconds() / 60))
    assert rests == [None, None, None, None, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert health.failing_since == NOW and after(health, arrived=True, now=NOW) == Health()


@pytest.mark.parametrize(
    ("failures", "rest_minutes", "parcels", "admitted"),
    [(0, None, 7, 7), (TOLERATED - 1, None, 7, 7), (TOLERATED, 5, 7, 0), (TOLERATED, 0, 7, 1), (TOLERATED, -1, 0, 0), (TOLERATED, None, 3, 1)],
)
def test_who_may_go(failures: int, rest_minutes: int | None, parcels: int, admitted: int) -> None:
    until = None if rest_minutes is None else NOW + timedelta(minutes=rest_minutes)
    assert admit(Health(failures, NOW, until), parcels, NOW) == admitted


@given(st.lists(st.booleans(), max_size=40))
def test_the_health_of_an_endpoint_is_that_of_its_last_failures(went: list[bool]) -> None:
    health = Health()
    for number, arrived in enumerate(went):
        health = after(health, arrived=arrived, now=NOW + timedelta(minutes=number))
    last = len(went) - max((number for number, arrived in enumerate(went) if arrived), default=-1) - 1
    assert health.failures == last and (health.failing_since is None) == (last == 0)
    assert health.is_open == (last >= TOLERATED) == (health.resting_until is not None)


def test_days_of_failing_are_counted_from_the_first() -> None:
    health = Health(3, NOW - timedelta(days=5))
    assert is_given_up(health, NOW, timedelta(days=5)) and not is_given_up(health, NOW, timedelta(days=5, seconds=1))
    assert not is_given_up(Health(), NOW, timedelta(0))


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Sat, 09 May 2026 01:10:00 GMT", 600),
        ("Sat, 09 May 2026 00:10:00 GMT", 0),
        ("99999999999999999999", 999_999_999),
        ("soon", None),
        ("-5", None),
        ("１２０", None),
        ("", None),
        (None, None),
    ],
)
def test_what_retry_after_asks_for(header: str | None, seconds: int | None) -> None:
    assert asked_wait(header, NOW) == (None if seconds is None else timedelta(seconds=seconds))
