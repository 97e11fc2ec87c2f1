"""The clock: one offset moves the business time of all processes, and of nothing else."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from shared.kit.clock import RealClock, SharedOffsetClock, real_now, today
from shared.kit.service import make_clock
from shared.kit.settings import CommonSettings, Profile

TARGET = datetime(2023, 5, 10, 15, 59, tzinfo=UTC)
NEAR = timedelta(seconds=2)


def test_without_a_file_business_time_is_real_time(tmp_path: Path) -> None:
    assert abs(SharedOffsetClock(tmp_path / "offset").now() - real_now()) < NEAR


def test_moving_one_clock_moves_every_reader_of_the_file(tmp_path: Path) -> None:
    first, second = SharedOffsetClock(tmp_path / "offset"), SharedOffsetClock(tmp_path / "offset")
    second.now()
    first.move_to(TARGET)
    for clock in (first, second):
        assert abs(clock.now() - TARGET) < NEAR
    first.move_to(TARGET + timedelta(days=400))
    for clock in (first, second, SharedOffsetClock(tmp_path / "offset")):
        assert abs(clock.now() - TARGET - timedelta(days=400)) < NEAR
    assert abs(real_now() - datetime.now(UTC)) < NEAR, "leases and tokens keep real time"


def test_business_time_goes_on_after_a_move(tmp_path: Path) -> None:
    clock = SharedOffsetClock(tmp_path / "offset")
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False) as traveller:
        clock.move_to(TARGET)
        traveller.shift(timedelta(hours=3))
        assert clock.now() == TARGET + timedelta(hours=3)


def test_a_file_that_goes_away_ends_the_move(tmp_path: Path) -> None:
    clock = SharedOffsetClock(tmp_path / "offset")
    clock.move_to(TARGET)
    (tmp_path / "offset").unlink()
    assert abs(clock.now() - real_now()) < NEAR


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2023, 5, 10, 15, 59, 59, tzinfo=UTC), date(2023, 5, 10)),
        (datetime(2023, 5, 10, 16, 0, tzinfo=UTC), date(2023, 5, 11)),
        (datetime(2023, 12, 31, 16, 0, tzinfo=UTC), date(2024, 1, 1)),
        (datetime(2024, 2, 28, 16, 0, tzinfo=UTC), date(2024, 2, 29)),
    ],
)
def test_today_is_the_day_in_shanghai(instant: datetime, day: date) -> None:
    with time_machine.travel(instant, tick=False):
        assert today(RealClock()) == day


@pytest.mark.parametrize(("profile", "kind"), [(Profile.DEMO, SharedOffsetClock), (Profile.DEVELOPMENT, RealClock)])
def test_only_the_demo_profile_has_a_clock_that_moves(tmp_path: Path, profile: Profile, kind: type) -> None:
    assert type(make_clock(CommonSettings(profile=profile, data=tmp_path))) is kind
