"""Targets in running text: which clauses set one, for which indicator and year, and where its short source phrase stands."""

import re
from dataclasses import dataclass, field, replace

from shared.rules.targets.facts import facts_of
from shared.rules.targets.lexing import Lexed, Q, Y, lex
from shared.rules.targets.naming import clean, in_full, is_indicator
from shared.rules.targets.parts import Part, clauses, parts
from shared.rules.targets.pieces import Piece
from shared.rules.targets.reading import assign, name_in, read_part
from shared.rules.targets.results import Found, ParsedTarget
from shared.rules.targets.units import is_counted, is_share
from shared.schemas.targets import CumulativeCount, External, PerMember, Range, Rank, Relative, SecondOrderTrend, State, Threshold, Trend, YearlyStep

_SENTENCE_END = "。;!?\n"
_DELIVERS = re.compile(
    r"新[建增设培]|培[育养训]|建[成设立]|建有|创建|创成|开展|举办|打造|完成|组建|设立|设置|引进|招[收引聘]|选派|评选|改造|配[备置]|布局|集聚|认定|增加|扩建|储备|推出|形成|累计|招录|遴选|推广|命名|建造|投放|筛查|覆盖|救助|接种|再"
)
_DUTY = re.compile(r"会议|例会|召开|报送|上报|通报|督[查导]|巡查|调度|研判|汇报|公布|每月|每季|每次|每半年|每学期|轮训")
_DAILY = re.compile(r"每周|每天|每日")
_NOT_SET = re.compile(
    rf"目前(?!基础|水平)|已[经达有建完实在覆]|现有(?!基础|水平|的基础)|以来|(?:提高|增长|上升|下降|降低|增加)了|(?:从|由|自){Y}年?的?{Q}|由.{{0,12}}(?:提高|上升|下降|增加)到了|排名第|案例|例如"
)
_REPORTED = re.compile(r"截至|截止")
_REWARD = re.compile(
    r"补助|奖励|罚款|报销|给予|收取|押金|违约|赔偿|按照?.{0,12}(?:的)?(?:比例|标准)(?:计|给|收|缴|承)|注册资本|总?投资|建筑面积|占地(?![区方])|面积的\ue000"
)
_RULE = re.compile(r"不得|禁止|严禁|应当|(?:配比|距离|间距|间隔)|温度|不超过\S{0,3}(?:工作日|日内)|工作日")
_PER_HEAD = re.compile(r"每(?:[千万]|十万|百万)(?:名)?[^,;]{0,12}(?:人|儿|床|户)")
_DASH = re.compile(r"\s*[—–\-●•·*■◆]{1,2}")
_INTRODUCES = re.compile(r"\s*[^。；;]{2,24}[:：]\s*$")
_ITEM = re.compile(r"\(\d{1,2}\)")
_NUMBERED = re.compile(r"\s*(?:[(（]?\d{1,2}[)）.、．]|[①-⑳])")


@dataclass
class _Passage:
    lexed: Lexed
    years: tuple[int, ...]
    opened: bool = False
    since: int | None = None
    name: str = ""
    delivers: bool = False
    named: tuple[int, ...] = ()
    found: list[Found] = field(default_factory=list)


def find_targets(text: str, *, years: tuple[int, ...] = (), since: int | None = None) -> list[Found]:
    """The targets that running text sets, in order; numbers that are no targets (ages, dates, distances) are left.

    A year heads its clause and holds until the next year phrase: to the end of the paragraph that it opens, and through the
    list that it opens; from the middle of a paragraph, as long as each sentence sets a target.
    ``years`` hold from the start, ``since`` is the plan's first year: what an earlier year reached is no target.
    """
    found: list[Found] = []
    start, current, in_list = 0, years, False
    for line in text.splitlines(keepends=True):
        goes_on = bool(_DASH.match(line) or _INTRODUCES.match(line)) or (in_list and bool(_NUMBERED.match(line))) or not line.strip()
        passage = _Passage(lex(line), current if goes_on else years, goes_on, since)
        for first, last in _sentences(passage.lexed.template):
            _read_sentence(passage, first, last)
        found += [_placed(one, start) for one in passage.found if since is None or one.year is None or one.year >= since]
        if line.strip():
            in_list = line.rstrip().endswith(("：", ":")) or (in_list and goes_on)
            current = passage.years
        start += len(line)
    return found


def _placed(found: Found, start: int) -> Found:
    return replace(found, start=found.start + start, end=found.end + start)


def _sentences(template: str) -> list[tuple[int, int]]:
    bounds, start = [], 0
    for place, character in enumerate(template):
        if character in _SENTENCE_END:
            bounds.append((start, place))
            start = place + 1
    return [*bounds, (start, len(template))]


def _read_sentence(passage: _Passage, first: int, last: int) -> None:
    if passage.since is None and _REPORTED.search(passage.lexed.template, first, last):
        return
    before, dated = len(passage.found), False
    if _ITEM.match(passage.lexed.template, first) and _is_past(passage):
        passage.years = ()
    if passage.lexed.template[first - 1 : first] != ";":
        passage.name = ""
    passage.delivers = False
    for clause in clauses(passage.lexed, first, last):
        for part in parts(clause):
            if part.years:
                passage.years, dated = part.years, True
                passage.named = tuple(dict.fromkeys([*passage.named, *part.years]))
                passage.opened = passage.opened or clause.index[0] == 0
            if part.text and not _NOT_SET.search(part.text):
                _read_part(passage, part)
    if (
        last > first
        and not dated
        and not _is_past(passage)
        and not passage.opened
        and not any(_has_number(found) for found in passage.found[before:])
    ):
        passage.years = ()


def _is_past(passage: _Passage) -> bool:
    return passage.since is not None and any(year < passage.since for year in passage.years)


def _has_number(found: Found) -> bool:
    return any(fact.value is not None for fact in facts_of(found.parsed))


def _read_part(passage: _Passage, part: Part) -> None:
    pieces = read_part(part)
    if not pieces:
        name = in_full(clean(part.text), passage.name)
        passage.name = name if is_indicator(name) else passage.name
        return
    name = _full_name(part, name_in(part, pieces[0]), passage.name)
    if not all(_sets_target(piece, part, name, passage) for piece in pieces):
        passage.name = name if is_indicator(name) else passage.name
        return
    passage.delivers = isinstance(pieces[0].expression, CumulativeCount) and (passage.delivers or bool(_DELIVERS.search(part.text)))
    called = name or passage.name
    assigned = assign(part, pieces, called, passage.years) or assign(part, pieces, called, passage.named)
    if assigned is None:
        return
    passage.name = called
    for one in assigned:
        piece = one.piece
        start, end = _phrase(part, piece)
        raw = passage.lexed.raw(start, end)
        target = ParsedTarget(piece.expression, raw, one.name or None, None, one.year, piece.printed, piece.unit, part.aimed, piece.note)
        place = passage.lexed.folded.origin[passage.lexed.spans[start][0]]
        passage.found.append(Found(place, place + len(raw), "".join(raw.split()), one.name, one.year, target))


def _full_name(part: Part, name: str, before: str) -> str:
    """The name with what the words before it lend: the indicator of 其中农村居民, the stem of 死亡率 behind 肺结核发病率."""
    if part.text.startswith("其中") and before and name and not is_indicator(name):
        return f"{before}（{name}）"
    return in_full(name, before)


def _phrase(part: Part, piece: Piece) -> tuple[int, int]:
    """From the indicator's name to the end of the value, as places of the template."""
    last = len(part.text) if piece.noun else piece.end
    return part.index[0], part.index[last - 1] + 1


def _sets_target(piece: Piece, part: Part, name: str, passage: _Passage) -> bool:
    """Whether a piece of prose sets a target rather than states a rule, a duty or a name with a number in it."""
    text, expression = part.text, piece.expression
    if isinstance(expression, Relative | YearlyStep):
        return expression.kind != "relative" or expression.value is None or bool(name or passage.name)
    if isinstance(expression, PerMember):
        return not _DUTY.search(text)
    if isinstance(expression, Threshold | Range | CumulativeCount):
        return _is_line(piece, part, name, passage)
    if isinstance(expression, Trend):
        return is_indicator(name) and (bool(passage.years) or not piece.noun)
    if isinstance(expression, State):
        return bool(passage.years) and bool(name)
    if isinstance(expression, External):
        return expression.comparator is not None or is_indicator(name) or "完成" in text
    return isinstance(expression, Rank | SecondOrderTrend)


def _is_line(piece: Piece, part: Part, name: str, passage: _Passage) -> bool:
    text = part.text
    if piece.note and piece.unit in ("次", "届") and "每人" not in text:
        return False
    if _REWARD.search(text) or (_DUTY.search(text) and not is_share(piece.unit)) or not (name or passage.name):
        return False
    if _DAILY.search(text) and not is_share(piece.unit) and piece.unit not in ("小时", "分钟") and not is_indicator(name):
        return False
    if is_share(piece.unit) or piece.unit in ("岁", "周岁"):
        return True
    if isinstance(piece.expression, CumulativeCount) or is_counted(piece.unit):
        said = (
            piece.printed
            or str(piece.unit).endswith(("人次", "例次", "户次"))
            or passage.delivers
            or _DELIVERS.search(text)
            or passage.years
            or _PER_HEAD.search(text)
        )
        return bool(said) and not _RULE.search(text)
    return piece.printed is not None and not _RULE.search(text) and bool(re.search(Q, text)) and (is_indicator(name) or bool(piece.unit))
