"""Targets and values in different units: converted where the meaning is kept, else not judged (domain notes, section 3)."""

from datetime import date
from decimal import Decimal

import pytest

from services.indicators.rules.verdicts import judge
from shared.schemas.targets import Comparator, Polarity, Range, Threshold
from shared.schemas.verdicts import Standing, ValueUsed, VerdictInputs, VerdictWord


def inputs(unit: str | None, printed: str, value: str, reported: str) -> VerdictInputs:
    target = Threshold(comparator=Comparator.AT_LEAST, value=Decimal(value), unit=printed)
    seen = ValueUsed(year=2025, value=Decimal(reported), standing=Standing.VERIFIED, source="import")
    plain = {
        "raw": f"{value}{printed}",
        "polarity": Polarity.UP,
        "horizon": 2025,
        "plan_start": 2021,
        "as_of": date(2026, 6, 1),
        "on_track_from": Decimal("0.95"),
    }
    return VerdictInputs(expression=target, unit_of_measure=unit, series=[seen], **plain)


@pytest.mark.parametrize(
    ("unit", "printed", "value", "reported", "word"),
    [
        ("户", "万户", "1.3", "13000", VerdictWord.MET),
        ("户", "万户", "1.3", "12999", VerdictWord.NOT_MET),
        ("万户", "户", "13000", "1.3", VerdictWord.MET),
        ("‰", "%", "0.3", "2.9", VerdictWord.NOT_MET),
        ("/10万", "1/10万", "7", "7", VerdictWord.MET),
        (None, "%", "40", "41", VerdictWord.MET),
    ],
)
def test_a_target_is_judged_in_the_unit_of_its_indicator(unit: str | None, printed: str, value: str, reported: str, word: VerdictWord) -> None:
    assert judge(inputs(unit, printed, value, reported)).word is word


def test_a_printed_fault_is_not_read_as_another_magnitude() -> None:
    verdict = judge(inputs("/10万", "万", "50.9", "60"))  # 50.9万 printed for 50.9/10万
    assert (verdict.word, verdict.explanation.reason) == (VerdictWord.UNDETERMINED, "unit_mismatch")
    assert "不可换算" in verdict.explanation.said.zh and "50.9万" in verdict.explanation.said.zh


def test_a_range_and_an_annual_target_are_converted_too() -> None:
    base = inputs("户", "万户", "1", "5500")
    annual = Range(low=Decimal("0.5"), high=Decimal("0.6"), unit="万户")
    early = base.model_copy(update={"horizon": 2026, "annual_target": annual, "annual_target_year": 2025, "as_of": date(2026, 1, 20)})
    assert judge(early).word is VerdictWord.ON_TRACK
    assert judge(base.model_copy(update={"expression": annual})).word is VerdictWord.MET
