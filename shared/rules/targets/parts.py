"""A clause cut to what states a target: years, aims (力争) and connecting words are taken out and remembered."""

import re
from dataclasses import dataclass

from shared.rules.targets.comparing import AFTER, LEAD
from shared.rules.targets.lexing import Lexed, Q, Y

_LONGEST_BASE = 60
_CLAUSE_ENDS = ",;。;!?"
_YEAR_TAIL = r"(?:年?(?:末|底|期末|年底|年末|时期末|规划期?末|收官)?(?:之前|以前|前)?(?:时)?)"
_ONE = rf"{Y}{_YEAR_TAIL}"
_BASE_FOLLOWS = (
    rf"(?![、和及与]{Y}|(?:的|年)?(?:平均|同期|实际|现状|末|底)?的?(?:水平|基础|基数|基线|基期|相比|以来|为基|比"
    rf"|(?:第[一二三四五六七八九十]+次)?(?:全国)?(?:人口)?普查|数据|不变价|版|标准)|的{Q})"
)
_HORIZON = re.compile(
    rf"(?:截至|截止|到|至)?{_ONE}(?=[比较]{Y})|"
    rf"(?<!比)(?<!较)(?<!与)(?<!同)(?<!于)(?<!自)(?<!从)(?<!由)(?<!照)(?<!按)(?<!据)(?:截至|截止|到|至|在|于|力争到)?{_ONE}(?:[、和及与]{_ONE})*{_BASE_FOLLOWS}(?:,(?=.))?"
)
_AIM = re.compile(r"力争|争取|努力|确保|有望|力促|原则上|总体上")
_COMPLETE = rf"(?:{Q}(?:{AFTER})?|(?:下降|降低|减少|提高|提升|改善|稳定|增长|减缓|消除|全覆盖|完善|优化|健全|壮大))"
_AND = re.compile(rf"(?<=[一-龥\ue000-\ue0ff])(?:并且|同时|以及|[、和及与且并])(?!(?:{AFTER}))")


@dataclass(frozen=True, slots=True)
class Part:
    """``text`` is template text; ``index`` names for each character its place in the template; ``years`` are set in this part."""

    lexed: Lexed
    text: str
    index: tuple[int, ...]
    years: tuple[int, ...] = ()
    aimed: bool = False

    def raw(self, start: int, end: int) -> str:
        """What is printed between two places of ``text``."""
        return self.lexed.raw(self.index[start], self.index[end - 1] + 1) if start < end else ""

    def printed(self, start: int, end: int, *, numbers: bool = False) -> str:
        """The words of it without white space, and without quantities unless ``numbers`` belong to the name."""
        places = (place for place in self.index[start:end] if numbers or not re.match(Q, self.lexed.template[place]))
        return "".join("".join(self.lexed.raw(place, place + 1) for place in places).split())

    def cut(self, start: int, end: int) -> "Part":
        """The part without what stands between two places."""
        return Part(self.lexed, self.text[:start] + self.text[end:], self.index[:start] + self.index[end:], self.years, self.aimed)

    def slice(self, start: int, end: int) -> "Part":
        """What stands between two places, as a part with the same years."""
        return Part(self.lexed, self.text[start:end], self.index[start:end], self.years, self.aimed)


def clauses(lexed: Lexed, first: int, last: int) -> list[Part]:
    """The clauses between two places of the template, cut at punctuation; a base that ends in a comma stays with its change."""
    found, start = [], first
    for place in range(first, last + 1):
        at_end = place == last
        if not at_end and (lexed.template[place] not in _CLAUSE_ENDS or _goes_on(lexed.template, start, place)):
            continue
        if place > start:
            found.append(Part(lexed, lexed.template[start:place], tuple(range(start, place))))
        start = place + 1
    return found


def _goes_on(template: str, start: int, place: int) -> bool:
    before = template[start:place]
    return (
        template[place] == ","
        and bool(re.search(rf"(?:基础上|相比|为基数|为基期|同比|{Y}(?:年|末|底|年底)?(?:前)?)$", before))
        and len(before) < _LONGEST_BASE
    )


def parts(clause: Part) -> list[Part]:
    """A clause taken apart where one target is complete and the next begins with a name of its own."""
    found, start = [], 0
    for match in _AND.finditer(clause.text):
        left, right = clause.text[start : match.start()], clause.text[match.end() :]
        if _is_complete(left) and _begins_anew(right):
            found.append(clause.slice(start, match.start()))
            start = match.end()
    found.append(clause.slice(start, len(clause.text)))
    return [_trimmed(part) for part in found]


def _is_complete(left: str) -> bool:
    return bool(re.search(rf"{_COMPLETE}$", left))


def _begins_anew(right: str) -> bool:
    if re.match(rf"(?:到|至)?{_ONE}(?:{LEAD}){Q}", right):
        return True
    if re.match(rf"(?:[^一-龥]*)?(?:{Q})", right) or not right:
        return False
    year_first = re.match(rf"(?:到|至)?{Y}", right)
    follows = re.search(Q, right) or re.search(r"(?:下降|降低|减少|提高|提升|改善|稳定|增长|消除|完善|优化|健全|全覆盖)", right)
    return bool(follows) and (bool(year_first) or not re.match(rf"(?:达到?|不|低于|高于|超过|至少)?{Q}", right))


def _trimmed(part: Part) -> Part:
    """Years and aims taken out: ``years`` holds the horizons that this part names, in order."""
    years: list[int] = []
    while match := _HORIZON.search(part.text):
        if len(part.text) == match.end() - match.start() and not years:
            break
        years += [part.lexed.year(mark)[-1] for mark in re.findall(Y, match[0])]
        part = part.cut(match.start(), match.end())
    aimed = bool(_AIM.search(part.text))
    while match := _AIM.search(part.text):
        part = part.cut(match.start(), match.end())
    if not years and re.fullmatch(rf"(?:到|至|在)?{_ONE}(?:[、和及与]{_ONE})*", part.text):
        years = [part.lexed.year(mark)[-1] for mark in re.findall(Y, part.text)]
        part = part.cut(0, len(part.text))
    return Part(part.lexed, part.text, part.index, tuple(years), aimed)
