"""Words that say how a value is held against a line: 不低于, 达到, 控制在, 以上, 左右, and words that only lead up to it."""

import re

from shared.rules.targets.lexing import Q
from shared.rules.targets.vocabulary import alternatives, words
from shared.schemas.targets import Comparator

_C = Comparator
_STRICT = {
    **dict.fromkeys(words("不低于 不少于 不小于 不得低于 不得少于 不下于 不短于 至少达到 至少 最少 最低 大于等于 大于或等于 ≥ >="), _C.AT_LEAST),
    **dict.fromkeys(words("不高于 不超过 不多于 不大于 不得超过 不得高于 不长于 至多 最多 最高 小于等于 小于或等于 ≤ <="), _C.AT_MOST),
    **dict.fromkeys(words("超过 突破 高于 大于 多于 优于 超 >"), _C.ABOVE),
    **dict.fromkeys(words("低于 小于 少于 短于 不足 不到 <"), _C.BELOW),
    **dict.fromkeys(words("约为 大约 大致 约 接近 近"), _C.ABOUT),
    **dict.fromkeys(words("等于 ="), _C.EQUAL),
}
_LOOSE = {
    **dict.fromkeys(["达到了", "达到", "达", "实现达到", "完成"], _C.AT_LEAST),
    **dict.fromkeys(["控制在", "控制到", "压减到"], _C.AT_MOST),
}
_RISING, _FALLING = words("提高 提升 增加 增长 上升 扩大 延长 增 升"), words("降低 下降 减少 缩短 压减 压缩 缩减 缩小 减 降")
_TOWARDS = {
    **{verb + to: _C.AT_LEAST for verb in _RISING for to in "到至"},
    **{verb + to: _C.AT_MOST for verb in _FALLING for to in "到至为"},
}
_AFTER = {"以上": _C.AT_LEAST, "之上": _C.AT_LEAST, "以下": _C.AT_MOST, "之下": _C.AT_MOST, "以内": _C.AT_MOST, "之内": _C.AT_MOST, "内": _C.AT_MOST}
_ABOUT_AFTER = ("左右", "上下")
_LINK = words(
    "分别 分别为 双双 均 都 各 总体 基本 稳定 持续 继续 稳步 逐步 逐渐 全部 进一步 长期 应当 应 要 须 需 力争 争取 保持 维持 实现 有望",
    "控制 介于 巩固 为 是 占 在 到 于 至 也 并 总 已 将 能够 能 可 :",
)


_KNOWN = {**_LOOSE, **_TOWARDS, **_STRICT}
COMPARING = alternatives([*_KNOWN])
LEAD = rf"(?:{alternatives([*_KNOWN, *_LINK])}){{0,12}}+"
AFTER = r"(?:及|或者|或)?(?:以上|以下|以内|之内|之上|之下|左右|上下|内(?![一-龥]))"
VALUE = rf"(?P<lead>{LEAD})(?P<q>{Q})(?P<after>{AFTER})?"
_WORD = re.compile(COMPARING)
_UPWARDS = alternatives(word for word, held in _STRICT.items() if held in (_C.AT_LEAST, _C.ABOVE))
_DOWNWARDS = alternatives(word for word, held in _STRICT.items() if held in (_C.AT_MOST, _C.BELOW))
_TWO_WAYS = re.compile(
    rf"(?:{_UPWARDS}){Q}(?:及|或)?(?:以下|以内|之内|之下)|(?<![不得])(?:{_DOWNWARDS}){Q}(?:及|或)?(?:以上|之上)"
    rf"|{Q}(?:[↑↓]|(?:左右|上下)(?:及|或)?(?:以上|以下|以内))|{Q}(?:以上|以下|以内)[或和及]?(?:左右|上下|以上|以下|以内)"
)


def is_towards(before: str, after: str | None) -> bool:
    """Whether only a direction gives the comparator: 提高到30%, 下降到5‰."""
    return not after and bool(words_ := _WORD.findall(before)) and all(word in _TOWARDS for word in words_)


def contradicts(text: str) -> bool:
    """Whether a number is held two ways at once: 不低于50%以下, 30%左右以上."""
    return bool(_TWO_WAYS.search(text))


def comparator_of(before: str, after: str | None) -> Comparator | None:
    """The comparator that the words before and behind a number print; None for a bare number. 达到…以下 is 以下, 不低于…以上 is 不低于."""
    words = _WORD.findall(before)
    last = (after or "").removeprefix("及").removeprefix("或者").removeprefix("或")
    strict = [_STRICT[word] for word in words if word in _STRICT]
    if last in _ABOUT_AFTER or _C.ABOUT in strict:
        return _C.ABOUT
    if strict:
        return strict[-1]
    if last:
        return _AFTER[last]
    loose = [_KNOWN[word] for word in words]
    return loose[-1] if loose else None
