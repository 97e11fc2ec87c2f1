"""Whose target it is: the indicator's name before the value, several names that share one verb, a population beside an indicator."""

import re

_LEADING = re.compile(
    r"^(?:[-·●•*、)]+|\d{1,2}[.、)]|[(（]\d{1,2}[)）]|其中|并且|并|且|同时|另外|此外|以及|从而|使得?|让|实现|推动|推进|促进|保障|做到|保证|力促|全面实现|基本实现|目标(?:是|为)|其|:|在|以|到|至(?!少)|全面提升|让)+"
)
_TRAILING = re.compile(
    r"(?:分别|双双|均|都|总体|稳定|持续|继续|各|要|应|需|也|至少|不少于|不低于|不超过|每年|年均|逐年|(?<!水)平均|有望|明显|显著|稳步|不断|进一步|全面|基本|的|为|在|达到|达|每年度|实现|:|,|由|从)+$"
)
_VERB_FIRST = re.compile(r"^(?:达到|提升|提高|保持|完成|降低|控制|稳定)(?=.{4,}(?:率|比例|水平|数|占比)$)")
_LEVEL = re.compile(r"(?:持续)?(?:维持|保持|处于|稳定)在?较?[高低好]位?的?(?:流行|发病)?水平$")
_TAIL = re.compile(
    r"患者|人群|居民|儿童|质量|安全|社区|规范|抽检|发病|死亡|患病|知晓|管理|治疗|筛查|早诊|覆盖|普及|参保|接种|合格|达标|就诊|吸烟|近视|肥胖|超重|检出|建档|签约|服务|满意"
    r"|拥有|床位|流行|感染|报告|平均|人均|期望|预期|总数|比例|占比|率|数|水平"
)
_IS_INDICATOR = re.compile(
    r"(?:率|比例|比重|占比|比|数|数量|总量|量|水平|寿命|浓度|指数|面积|时间|程度|度|天数|规模|产值|增加值|密度|强度|病|症|人数|床位|医师|护士|人次|费用|支出|收入|里程|得分|覆盖面|年限|综合排名)(?:\([^()]*\))?$"
)
_VERB_ALONE = re.compile(r"新建|新增|建成|建设|培育|培养|培训|创建|打造|完成|开展|再新?建")
_LAST_WORD = re.compile(r".{1,2}率")
_SPLIT = re.compile(r"[、和及与]|以及")
_CAUSE = re.compile(r"[因由].+?(?:导致|引起|引发|所致|造成)")
_OPEN, _CLOSE = "(（“《", ")）”》"


def clean(name: str) -> str:
    """An indicator's name without the words that only lead to it or away from it."""
    before = None
    while before != name:
        before = name
        name = _TRAILING.sub("", _LEADING.sub("", name.strip(",;:、 ")))
    return _LEVEL.sub("", _VERB_FIRST.sub("", name))


def is_indicator(name: str) -> bool:
    """Whether a name ends like the name of something measured: …率, …比例, …数."""
    return bool(_IS_INDICATOR.search(name))


def in_full(name: str, before: str) -> str:
    """A name that leans on the one before it: 新建 (20家) after 新建卫生站; 死亡率 after 肺结核报告发病率 is the 肺结核报告死亡率."""
    if _VERB_ALONE.fullmatch(name):
        return before or name
    stem = re.search(r"^(.{2,}?).{2}率$", before)
    return stem[1] + name if stem and _LAST_WORD.fullmatch(name) else name


def names_of(name: str) -> list[str]:
    """The names that one subject joins with 、 or 和, brackets and quotations left whole; the last one alone may carry the common tail."""
    pieces = _split(name)
    if len(pieces) <= 1:
        return [name]
    last = pieces[-1]
    tail = "" if all(is_indicator(piece) for piece in pieces) else _tail(last)
    return [piece if is_indicator(piece) or not tail else piece + tail for piece in pieces]


def all_measured(name: str) -> bool:
    """Whether every part of a joined name is an indicator by itself: 规范管理率、规律服药率."""
    pieces = _split(name)
    return len(pieces) > 1 and all(is_indicator(piece) for piece in pieces)


def population_of(subject: str, indicator: str) -> str | None:
    """What a subject adds to an indicator: 6岁儿童近视率 of 儿童青少年总体近视率 is 6岁儿童; None where it is the indicator itself."""
    if not subject or subject == indicator or subject in indicator or indicator in subject:
        return None
    common = 0
    while common < min(len(subject), len(indicator)) and subject[-1 - common] == indicator[-1 - common]:
        common += 1
    kept = subject[: len(subject) - common] if common >= 2 else subject  # noqa: PLR2004
    return kept or None


def _tail(last: str) -> str:
    match = _TAIL.search(last, 1)
    return last[match.start() :] if match else ""


def _split(name: str) -> list[str]:
    """The pieces between 、 and 和, brackets left whole and what stands within a cause (因…、…导致的) too."""
    cause = _CAUSE.search(name)
    pieces, start, depth = [], 0, 0
    for match in re.finditer(rf"[{_OPEN}{_CLOSE}]|{_SPLIT.pattern}", name):
        if match[0] in _OPEN or match[0] in _CLOSE:
            depth += 1 if match[0] in _OPEN else -1
        elif depth == 0 and not (cause and cause.start() < match.start() < cause.end()):
            pieces.append(name[start : match.start()])
            start = match.end()
    pieces.append(name[start:])
    return [piece for piece in pieces if piece]
