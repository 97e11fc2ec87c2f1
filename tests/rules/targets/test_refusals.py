"""What is ambiguous or says nothing is refused with its reason; what was assumed is said. Nothing is guessed."""

import pytest

from shared.rules.targets import parse
from shared.schemas.targets import Comparator, Polarity, Threshold


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("适当控制", "no line"),
        ("达到较高水平", "no line"),
        ("持续保持在较低水平", "no line"),
        ("保持合理水平", "no line"),
        ("适度增长", "no line"),
        ("酌情增加", "no line"),
        ("相应提高", "no line"),
        ("达到一定比例", "no line"),
        ("若干家", "no line"),
        ("视情况而定", "no line"),
        ("10%的", "of what"),
        ("待定", "no target"),
        ("见附件", "no target"),
        ("另行制定", "no target"),
        ("良好", "no target"),
        ("结合实际确定", "no target"),
        ("到2025年", "no target"),
        ("居民健康素养水平", "no target"),
        ("abc", "no target"),
        ("？？", "no target"),
        ("第3条", "no target"),
        ("3-6岁儿童", "no target"),
        ("65岁以上老年人", "no target"),
        ("咨询电话0571-87654321", "no target"),
        ("三五个", "no line"),
        ("七八成", "no line"),
        ("两三百人", "no line"),
        ("提高若干个百分点", "no line"),
        ("大幅", "no target"),
        ("百分点", "no target"),
        ("第3项指标", "no target"),
        ("建设一批健康步道", "no target"),
        ("30%左右以上", "two ways"),
        ("不低于50%以下", "two ways"),
        ("不高于30%以上", "two ways"),
        ("超过60%以内", "two ways"),
        ("80%以上左右", "two ways"),
        ("8.5‰↓", "two ways"),
        ("-5%", "sign"),
        ("＋3个百分点", "sign"),
        ("到2025年和2030年分别达到30%、35%和40%", "not certain"),
        ("到2022年和2030年，婴儿死亡率、5岁以下儿童死亡率分别达到3‰和4‰", "not certain"),
        ("到2025年和2030年，甲率分别达到3%、4%和5%", "not certain"),
    ],
)
def test_it_is_refused(phrase: str, reason: str) -> None:
    parsed = parse(phrase)
    assert parsed.targets == ()
    assert all(reason in remark.en for remark in parsed.refused)
    assert all(remark.zh and remark.raw for remark in parsed.refused)
    assert parsed.refused


def test_what_is_understood_stands_beside_what_is_refused() -> None:
    parsed = parse("控制在7/10万以下，持续保持在较低水平")
    assert [target.expression.kind for target in parsed.targets] == ["threshold"]
    assert [remark.raw for remark in parsed.refused] == ["持续保持在较低水平"]


@pytest.mark.parametrize(
    ("phrase", "polarity", "comparator"),
    [
        ("32", Polarity.UP, Comparator.AT_LEAST),
        ("32", Polarity.DOWN, Comparator.AT_MOST),
        ("32", Polarity.WITHIN, None),
        ("32", Polarity.STATE, None),
        ("32", None, None),
        ("5.2‰", Polarity.DOWN, Comparator.AT_MOST),
        ("14/10万", Polarity.DOWN, Comparator.AT_MOST),
        ("82.3岁", Polarity.UP, Comparator.AT_LEAST),
        ("0", Polarity.DOWN, Comparator.AT_MOST),
        ("达到5‰", Polarity.DOWN, Comparator.AT_MOST),
        ("达到5‰", Polarity.UP, Comparator.AT_LEAST),
        ("5‰以上", Polarity.DOWN, Comparator.AT_LEAST),
        ("不低于5‰", Polarity.DOWN, Comparator.AT_LEAST),
    ],
)
def test_the_polarity_gives_a_bare_number_its_comparator_and_no_other(phrase: str, polarity: Polarity | None, comparator: Comparator | None) -> None:
    expression = parse(phrase, polarity=polarity).targets[0].expression
    assert isinstance(expression, Threshold)
    assert expression.comparator == comparator


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("32", "bare number"),
        ("9O%以上", "letters O and l"),
        ("》 30", "fault of scans"),
        ("下降三分之一", "two decimals"),
        ("翻一番", "no base is named"),
        ("提高10%", "no base is named"),
        ("提高到45%", "at least"),
        ("达到2020年的1.5倍", "given as a change"),
        ("每年开展100场", "for each year"),
        ("居民健康素养水平比2020年提高10%", "percentage points"),
        ("前10名", "no peers"),
        ("分别达到30%和32%", "printed order"),
        ("15分钟健身圈", "radius"),
        ("95%（省定90%）", "explains it"),
    ],
)
def test_what_was_assumed_is_said(phrase: str, said: str) -> None:
    parsed = parse(phrase)
    assert parsed.targets
    assert any(said in remark.en for remark in parsed.assumed)


def test_nothing_is_assumed_of_a_plain_phrase() -> None:
    assert parse("居民健康素养水平达到45%以上").assumed == ()


def test_the_table_heading_gives_the_unit_and_with_it_the_kind() -> None:
    assert parse("3", unit="个", indicator="美丽城镇建设").targets[0].expression.kind == "cumulative_count"
    assert parse("1", unit="名", indicator="每万人营养指导员配备").targets[0].expression.kind == "threshold"
    assert parse("45以上", unit="%").targets[0].unit == "%"


def test_populations_are_told_from_the_indicator() -> None:
    cell = "每年降低1个百分点以上,6岁儿童近视率控制在3以内,小学生、初中生和高中生近视率分别下降至38、60和70以下"
    parsed = parse(cell, indicator="儿童青少年总体近视率", unit="%")
    assert [target.population for target in parsed.targets] == [None, "6岁儿童", "小学生", "初中生", "高中生"]
    assert parsed.refused == ()


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "word",
    [
        "达到",
        "控制在",
        "持续",
        "的",
        "实现全面基本",
        "9",
        "1,000",
        "O",
        "每街道",
        "(其中",
        "《",
        "因",
        "9%(省定9%)",
        "分别提高5个、",
        "以村为单位",
        "三五",
        "全省",
        "省规定",
        "2025年",
    ],
)
def test_no_text_takes_long(word: str) -> None:
    """A body of a thousand characters is read in well under a second: patterns cannot run away."""
    parse((word * 1000)[:1000])
