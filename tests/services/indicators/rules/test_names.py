"""Names of the catalogue: when two are the same, and which entries a new one may mean."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.rules.names import KnownName, entry_of, fold, said, suggest

LIFE, HOMES, HOMES_ELSEWHERE, WATER, TREND = (UUID(int=n) for n in range(1, 6))


def known(entry: UUID, name: str, unit: str) -> KnownName:
    return KnownName(entry, name, fold(name), unit)


KNOWN = [
    known(LIFE, "人均预期寿命", "岁"),
    known(LIFE, "人均期望寿命", "岁"),
    known(LIFE, "人均期望寿命", ""),  # printed without a unit in Cixi (O13): said by hand in the crosswalk
    known(HOMES, "健康家庭数量", "户"),
    known(WATER, "地表水水质优良（达到或优于Ⅲ类）比例", "%"),
    known(TREND, "儿童肥胖率", "%"),
]

LINKED = [
    ("人均预期寿命", "岁", LIFE),
    ("人均期望寿命", "周岁", LIFE),
    ("人均期望寿命", "", LIFE),
    ("健康家庭数量", "万户", HOMES),
    ("地表水水质优良(达到或优于III类)比例", "%", WATER),
    ("地表水水质优良 （达到或优于Ⅲ类）比例", "‰", WATER),
    ("人均预期寿命", "", None),  # not printed: a person decides
    ("人均预期寿命", "分钟", None),
    ("健康家庭数量", "家", None),
    ("健康家庭", "户", None),
    ("儿童肥胖率", "马克", None),
]


@pytest.mark.parametrize(("name", "unit", "entry"), LINKED)
def test_the_same_name_with_a_unit_that_fits_is_the_same_indicator(name: str, unit: str, entry: UUID | None) -> None:
    assert entry_of(name, unit, KNOWN) == entry


def test_two_entries_that_fit_are_for_a_person_unless_one_prints_the_very_unit() -> None:
    both = [*KNOWN, known(HOMES_ELSEWHERE, "健康家庭数量", "万户")]
    assert entry_of("健康家庭数量", "百户", both) is None
    assert entry_of("健康家庭数量", "万户", both) == HOMES_ELSEWHERE


def test_suggestions_are_ranked_one_for_each_entry() -> None:
    found = suggest("人均健康预期寿命", "岁", KNOWN)
    assert [(match.known.indicator_id, match.known.name, match.exact) for match in found] == [(LIFE, "人均预期寿命", False)]
    assert suggest("健康家庭数量", "万户", KNOWN)[0].exact
    assert suggest("交通事故万车死亡率", "", KNOWN) == []


def test_a_suggestion_says_why() -> None:
    [match] = suggest("儿童青少年肥胖率", "", KNOWN)
    told = said(match, "儿童青少年肥胖率", "")
    assert "“儿童肥胖率”" in told.zh and "未注明" in told.zh and "不可换算" in told.zh
    assert "55 %" in told.en and "not convertible" in told.en
    [same] = suggest("健康家庭数量", "万户", KNOWN)[:1]
    assert said(same, "健康家庭数量", "万户").zh == "与“健康家庭数量”同名；计量单位万户与户可换算。"


@given(st.text(alphabet="居民健康素养水平率儿童 （)Ⅲ", min_size=1, max_size=12), st.sampled_from(["%", "‰", "", "户"]))
def test_any_name_is_suggested_first_for_itself(name: str, unit: str) -> None:
    own = known(UUID(int=99), name, unit)
    assert fold(fold(name)) == fold(name)
    if fold(name):
        found = suggest(name, unit, [*KNOWN, own])
        assert found[0].exact and found[0].likeness == 1
