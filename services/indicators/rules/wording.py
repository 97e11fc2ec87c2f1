"""Sentences of a verdict in Chinese and English: every word, every reason, every figure with its unit.

A rule states *facts* (without the closing word); ``sentence`` adds the reason and the word, so that each is worded once.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import reduce

from services.indicators.rules.arithmetic import rounded
from services.indicators.rules.lines import Line
from shared.schemas.verdicts import Said, VerdictWord


class Reason(StrEnum):
    """Why a verdict is no_data, not_due, undetermined or not_evaluated: stable codes."""

    VALUE_MISSING = "value_missing"
    ONLY_BASELINE = "only_baseline"
    EXPECTED_LATER = "expected_later"
    COMPARATOR_UNKNOWN = "comparator_unknown"
    DEFINITION_DIFFERS = "definition_differs"
    BASE_MISSING = "base_missing"
    ZERO_BASE = "zero_base"
    AMBIGUOUS = "ambiguous"
    EXTERNAL_VALUE_MISSING = "external_value_missing"
    PREVIOUS_TARGET_UNKNOWN = "previous_target_unknown"
    SERIES_GAP = "series_gap"
    TOO_FEW_POINTS = "too_few_points"
    POSITION_UNKNOWN = "position_unknown"
    PEERS_MISSING = "peers_missing"
    STATE_UNKNOWN = "state_unknown"
    MEMBERS_MISSING = "members_missing"
    NO_TARGET = "no_target"
    UNIT_MISMATCH = "unit_mismatch"


WORDS = {
    VerdictWord.MET: Said(zh="已达标", en="met"),
    VerdictWord.NOT_MET: Said(zh="未达标", en="not met"),
    VerdictWord.MET_EARLY: Said(zh="提前达标", en="met early"),
    VerdictWord.ON_TRACK: Said(zh="进度正常", en="on track"),
    VerdictWord.BEHIND: Said(zh="进度滞后", en="behind"),
    VerdictWord.WORSENING: Said(zh="指标恶化", en="worsening"),
    VerdictWord.PACE_UNKNOWN: Said(zh="进度无法测算", en="pace unknown"),
    VerdictWord.NO_DATA: Said(zh="暂无数据", en="no data"),
    VerdictWord.NOT_DUE: Said(zh="未到期", en="not due yet"),
    VerdictWord.UNDETERMINED: Said(zh="暂无法判定", en="undetermined"),
    VerdictWord.NOT_EVALUATED: Said(zh="不作评价", en="not evaluated"),
}

REASONS = {
    Reason.VALUE_MISSING: Said(zh="尚无所需年份的监测值", en="the value needed has not been reported"),
    Reason.ONLY_BASELINE: Said(zh="除基期年外尚无监测值", en="there is no value after the baseline year"),
    Reason.EXPECTED_LATER: Said(zh="尚未到数值公布时间", en="the value is not published yet"),
    Reason.COMPARATOR_UNKNOWN: Said(zh="目标和指标均未写明优劣方向", en="nothing says which way is better"),
    Reason.DEFINITION_DIFFERS: Said(zh="口径不同，尚无人确认可比", en="the definitions differ and nobody has accepted the comparison"),
    Reason.BASE_MISSING: Said(zh="缺少比较基数", en="the value to compare with is missing"),
    Reason.ZERO_BASE: Said(zh="比较基数不是正数，无法计算百分比", en="a percentage needs a base above zero"),
    Reason.UNIT_MISMATCH: Said(
        zh="目标的计量单位与指标的计量单位不可换算", en="the unit of the target cannot be converted into that of the indicator"
    ),
    Reason.AMBIGUOUS: Said(zh="按百分比和按百分点理解结论不一", en="per cent and percentage points give different answers"),
    Reason.EXTERNAL_VALUE_MISSING: Said(zh="缺少上级下达或公布的数值", en="the figure of the authority is missing"),
    Reason.PREVIOUS_TARGET_UNKNOWN: Said(zh="上一阶段目标值不详", en="the previous target is not known"),
    Reason.SERIES_GAP: Said(zh="监测值年份不连续", en="years are missing from the series"),
    Reason.TOO_FEW_POINTS: Said(zh="可比数据年份不足", en="there are too few comparable years"),
    Reason.POSITION_UNKNOWN: Said(zh="文件未明确具体名次", en="the document names no place"),
    Reason.PEERS_MISSING: Said(zh="位次取决于尚缺的数值", en="the place depends on the values that are missing"),
    Reason.STATE_UNKNOWN: Said(zh="上报状态不明确", en="the reported state is not clear"),
    Reason.MEMBERS_MISSING: Said(zh="缺少各成员单位的数值", en="the members' values are missing"),
    Reason.NO_TARGET: Said(zh="未设定目标值", en="no target is set"),
}

_UNITS_EN = {
    "/10万": "per 100,000",
    "/万": "per 10,000",
    "/千": "per 1,000",
    "岁": "years",
    "年": "years",
    "小时": "hours",
    "分钟": "minutes",
    "名": "people",
    "人": "people",
    "万人": "× 10,000 people",
    "万户": "× 10,000 households",
    "场": "events",
    "家": "institutions",
    "平方米": "m²",
    "㎡": "m²",
    "个百分点": "percentage points",
}


def join(*parts: Said) -> Said:
    """Clauses of one sentence, in order."""
    return reduce(lambda a, b: Said(zh=f"{a.zh}，{b.zh}", en=f"{a.en}; {b.en}"), parts)


def sentence(facts: Said, reason: Reason | None, word: VerdictWord) -> Said:
    """The whole sentence: facts, the reason where there is one, the word."""
    clauses = facts if reason is None else join(facts, REASONS[reason])
    return Said(zh=f"{clauses.zh}，{WORDS[word].zh}。", en=f"{clauses.en}: {WORDS[word].en}.")


def amount(value: Decimal, unit: str | None) -> Said:
    """A figure with its unit: 32.6% and 32.6 %, 7/10万 and 7 per 100,000; a computed figure has four decimals at most."""
    figure, name = rounded(value), "".join((unit or "").split()).replace("％", "%")
    name = name[1:] if name.startswith("1/") else name
    if name[:1].isdigit():
        return Said(zh=f"{figure}（{name}）", en=f"{figure} ({name})")
    return Said(zh=f"{figure}{name}", en=f"{figure} {_UNITS_EN.get(name, name)}".rstrip())


def line_phrase(line: Line, unit: str | None, counted: bool = False) -> Said:
    """不低于32% / at least 32 %; ``counted`` says 不少于 for things one counts."""
    if line.low is not None and line.high is not None:
        return _between(line.low, line.high, unit)
    if line.low is not None:
        zh, en = ("高于", "above") if line.low_open else ("不少于" if counted else "不低于", "at least")
        figure = amount(line.low, unit)
    else:
        zh, en = ("少于" if counted else "低于", "below") if line.high_open else ("不超过" if counted else "不高于", "at most")
        figure = amount(line.high or Decimal(0), unit)
    return Said(zh=zh + figure.zh, en=f"{en} {figure.en}")


def _between(low: Decimal, high: Decimal, unit: str | None) -> Said:
    first, last = amount(low, unit), amount(high, unit)
    if low == high:
        return Said(zh=first.zh, en=f"exactly {first.en}")
    return Said(zh=f"{first.zh}—{last.zh}", en=f"between {first.en} and {last.en}")


def about_phrase(value: Decimal, unit: str | None) -> Said:
    """20%左右 / about 20 %."""
    figure = amount(value, unit)
    return Said(zh=f"{figure.zh}左右", en=f"about {figure.en}")


def printed(raw: str) -> Said:
    """The target exactly as printed, quoted in both languages."""
    return Said(zh=f"“{raw}”", en=f"“{raw}”") if raw else Said(zh="所设目标", en="the one set")


def target_of(phrase: Said, year: int) -> Said:
    """目标为…（2022年）."""
    return Said(zh=f"目标为{phrase.zh}（{year}年）", en=f"the target is {phrase.en} ({year})")


def day(when: date) -> Said:
    """A date as each language writes it."""
    return Said(zh=f"{when.year}年{when.month}月{when.day}日", en=when.isoformat())
