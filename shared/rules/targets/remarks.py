"""What is said to people about a reading: what was assumed, and why something was refused, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about a piece of the printed text."""

    raw: str
    zh: str
    en: str


_ASSUMED = {
    "scanned": ("数字中的字母 O、l 按 0、1 识读", "the letters O and l inside the number are read as 0 and 1"),
    "rounded": ("分数折算为百分数，保留两位小数", "the fraction is given in per cent, to two decimals"),
    "no_base": ("未写明比较基准，按文件印发时的水平计", "no base is named: the level at the time of issue is taken"),
    "lower_end": ("变化幅度为区间，以下限为准", "the change is a range: its lower end counts"),
    "percent_or_points": (
        "指标本身为百分比，“%”是百分数还是百分点待确认",
        "the indicator is itself a share: per cent or percentage points is to be decided",
    ),
    "share_of_base": ("“为基准的若干倍（%）”折算为变化幅度", "a multiple or share of the base is given as a change"),
    "peers_not_named": ("未写明比较对象，按同类地区计", "no peers are named: comparable regions are taken"),
    "bare": ("只有数字，未写明比较方式，也未给出指标方向", "a bare number: nothing says how it is held, and no polarity is given"),
    "from_polarity": ("只有数字，按指标方向确定比较方式", "a bare number: the comparator is taken from the indicator's polarity"),
    "reached_down": ("“达到”用于越低越好的指标，按“不高于”计", "达到 of an indicator that should fall is read as at most"),
    "title_mark": ("书名号《 》按 ≤、≥ 识读（扫描件常见误识）", "《 and 》 before a number are read as ≤ and ≥, a common fault of scans"),
    "unit_given": ("单位取自表头或指标", "the unit is taken from the table heading or the indicator"),
    "from_direction": ("“提高到”“下降到”按“不低于”“不高于”计", "提高到 is read as at least, 下降到 as at most"),
    "circle": (
        "“若干分钟（公里）…圈”按时间或距离上限识读，未写明比较方式",
        "a circle of so many minutes or kilometres: its radius, nothing says how it is held",
    ),
    "order": ("各数值按印刷顺序列出，对应的年份未在文中写明", "the values stand in the printed order; the text does not say for which years"),
    "aside": ("数值后括号内的数字按说明处理，不作为目标", "a number in brackets behind a line explains it and is no target of its own"),
    "each_year": ("按每年的数值计，不累计", "counted for each year, not summed over the period"),
}
_REFUSED = {
    "vague": ("措辞没有可以判定的标准", "the wording sets no line that could be judged"),
    "not_understood": ("没有读出目标", "no target was understood here"),
    "of_what": ("没有写明是什么的比例或数量", "it is not said of what"),
    "unpaired": ("数值与名称或年份的对应关系不明", "which value belongs to which name or year is not certain"),
    "signed": ("带正负号的数值是水平还是变化幅度不明", "a number with a sign: a level or a change, that is not certain"),
    "two_ways": ("同一数值的比较方式前后矛盾", "the wording holds one number two ways at once"),
    "past": ("描述的是已有情况，不是目标", "describes what is already so, not a target"),
}


def assumed(key: str, raw: str) -> Remark:
    """What was assumed in reading ``raw``."""
    return Remark(raw, *_ASSUMED[key])


def refused(key: str, raw: str) -> Remark:
    """Why ``raw`` was refused."""
    return Remark(raw, *_REFUSED[key])
