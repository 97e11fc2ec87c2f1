"""``jianxing target``: JSON on standard output, absent rather than null, and its exit codes (issue C, section 2)."""

import json
from typing import Any

import pytest

from deploy.cli import main


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    """(exit code, what was printed)."""
    code = main(["target", *arguments])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("arguments", "target"),
    [
        (["每年降低1个百分点以上"], {"kind": "yearly_step", "direction": "down", "comparator": ">=", "low": 1, "change_unit": "points"}),
        (["翻一番"], {"kind": "relative", "base": "at_issue", "direction": "up", "value": 100, "change_unit": "percent"}),
        (["比2020年提高10%"], {"kind": "relative", "base": "year", "base_year": 2020, "direction": "up", "value": 10, "change_unit": "percent"}),
        (["60%—65%"], {"kind": "range", "low": 60, "high": 65, "unit": "%"}),
        (["0.10", "--polarity", "down"], {"kind": "threshold", "comparator": "<=", "value": 0.1}),
        (["32", "--polarity", "up", "--unit", "%"], {"kind": "threshold", "comparator": ">=", "value": 32, "unit": "%"}),
        (["2025年达到30%"], {"kind": "threshold", "comparator": ">=", "value": 30, "unit": "%", "year": 2025}),
        (["1.3万户"], {"kind": "cumulative_count", "comparator": ">=", "value": 1.3, "unit": "万户"}),
        (["50.9万"], {"kind": "threshold", "value": 50.9, "unit": "万"}),
        (["每街道至少1家"], {"kind": "per_member", "inner": {"kind": "threshold", "comparator": ">=", "value": 1, "unit": "家"}}),
    ],
)
def test_a_phrase_becomes_fields(capsys: pytest.CaptureFixture[str], arguments: list[str], target: dict[str, Any]) -> None:
    code, answer = asked(capsys, *arguments)
    assert code == 0
    assert answer["raw"] == arguments[0]
    assert target.items() <= answer["targets"][0].items()
    assert None not in answer["targets"][0].values()


def test_a_bare_number_has_no_comparator_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = asked(capsys, "32")
    assert code == 0
    assert "comparator" not in answer["targets"][0]
    assert "bare number" in answer["assumed"][0]["en"]


def test_what_is_not_certain_is_refused_with_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = asked(capsys, "适当控制")
    assert (code, answer["targets"]) == (1, [])
    assert answer["refused"][0]["raw"] == "适当控制"
    assert answer["refused"][0]["zh"]
    assert answer["refused"][0]["en"]


def test_another_polarity_is_a_usage_error() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["target", "32", "--polarity", "sideways"])
    assert stopped.value.code == 2
