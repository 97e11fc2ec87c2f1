"""The round of another year like an earlier one."""

from datetime import date

import pytest

from services.submissions.rules.cloning import Earlier, later, moved_on, renamed


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2023, 4, 10), 1, date(2024, 4, 10)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2023, 4, 10), -1, date(2022, 4, 10)),
        (None, 1, None),
    ],
)
def test_a_day_stays_the_same_in_another_year(day: date | None, years: int, expected: date | None) -> None:
    assert later(day, years) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2022年度监测填报", "2023年度监测填报"),
        ("健康行动（2022—2023）", "健康行动（2023—2024）"),
        ("文号20221号", "文号20221号"),
        ("月报", "月报"),
    ],
)
def test_the_years_in_a_name_move_along(name: str, expected: str) -> None:
    assert renamed(name, 1) == expected


def test_given_days_move_and_days_that_followed_follow_again() -> None:
    earlier = Earlier("2022年度", 2022, date(2023, 4, 10), None, date(2023, 5, 12), None)
    assert moved_on(earlier, 2) == Earlier("2024年度", 2024, date(2025, 4, 10), None, date(2025, 5, 12), None)
