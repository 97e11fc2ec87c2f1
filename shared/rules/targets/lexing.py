"""A printed text as a template: every quantity and every year becomes one placeholder, numbers that measure nothing stay words.

The rules of the grammar are then short patterns over words and placeholders: ``达到Q以上``.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from shared.rules.targets.folding import Folded, fold
from shared.rules.targets.numerals import Number, number_at
from shared.rules.targets.units import is_counted, unit_at

_FIRST_QUANTITY, _FIRST_YEAR, _PLACES = 0xE000, 0xE100, 0x100
Q = f"[{chr(_FIRST_QUANTITY)}-{chr(_FIRST_YEAR - 1)}]"
Y = f"[{chr(_FIRST_YEAR)}-{chr(_FIRST_YEAR + _PLACES - 1)}]"

_YEAR = r"(?:19|20|21|2[Oo]|[Il]9|二[零Oo0]|一九)[\dOoIl零一二三四五六七八九]{2}"
_YEARS = re.compile(rf"({_YEAR})年?[-~至]({_YEAR})年|({_YEAR})(?=(?:[、和及与]{_YEAR})+年|年)年?")
_YEAR_DIGITS = str.maketrans("OoIl零一二三四五六七八九", "00110123456789")
_FIVE_YEARS = re.compile(r"“?(十[二三四五六])五”?(?=末|期末|时期末|规划末|规划期末|收官|期间平均)")
_FIVE_YEARS_END = {"十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035}
_NOISE = re.compile(
    r"\(\d{1,2}\)|\d+(?:项|个|大)(?:重点|主要|健康[一-龥]{2})?(?:专项)?(?:行动|任务|工作|举措|措施|工程|机制|环节|方面|领域|维度|部门|阶段|步骤|要求|原则|指标|模式|目标)"
    r"|每(?:\d*[十百千万亿]+|\d+)(?:名|个|人|户|例|台|辆)?|一批|一些|一人一|一次性|https?://[\w./?=&-]+|〔\d+〕第?\d+号|\d+月\d+日|0\d{2,3}-?\d{7,8}(?!\d)|1[3-9]\d{9}(?!\d)|\d{14,}|[\d.]+(?:[-~至][\d.]+)?(?:个月|年|月份|月|日|号|级|版|轮|章|节|路|年级|时)(?!以上|/)"
    r"|前(?:\d+|[一二三四五六七八九十]+)(?:名|位|强|%)?(?!年)|第[\d一二三四五六七八九十百]+[一-龥]?|[一二两三四五六七八九十]+(?:年|月|级|号|版|轮|是|步|级|日)"
)
_AGE = re.compile(
    r"\d+(?:\.\d+)?(?:(?:周?岁|月龄)?[-~至到]\d+)?(?:周?岁|月龄)(?:及?以上|及?以下|及?以内|组)?(?=[一-龥(“])(?!以|左|及|和|的?目标|男|女)|\d+[-~至]\d+(?:周?岁|月龄)(?:、|和)?(?!$)"
)
_AGE_GROUP = re.compile(r".*(?:以上|以下|以内|组)$")
_OF_AGE = re.compile(r"儿童|老年人|居民|人群|妇女|女性|青少年|学生|婴幼儿|成人|人口|在校")
_AGE_WANTED = re.compile(r"(?:达到?|至|到|为|在|于|约|超过?|男性?|女性?|高|加|命|[<>≥≤])$")
_CIRCLE = re.compile(r"[\d一二两三五十]+(?:分钟|公里|千米|里)[^,;。]{0,14}圈")
_ITEM = re.compile(r"(?:\d{1,2}[.、)](?!\d)|\(\d{1,2}\)|[一二三四五六七八九十]+、)")
_REMARK = re.compile(r"\(((?:省|市|区|县|国家|全省|全市)级?(?:指标|口径)|不含[^()]*|含[^()]*|预期性|约束性|倡导性)\)")
_REMARK_WITH_NUMBER = re.compile(r"\(([^()]{0,10}\d[^()]{0,12})\)")
_OF_SOME = re.compile(r"(?![省市国全上基现原去约折含占即]|20\d\d)[一-龥]{1,6}(?:[≥≤<>达不低高超控]{0,4}[^,\d]{0,3})\d[^()]*$")
_NUMBER_LEADS = re.compile(
    r"(?:达到?|至少|不少于|不低于|不超过|超过|低于|控制在|降低|下降|减少|提高|提升|增长|增加|上升|新[增建设]|建成|建设|建立|培育|培养|创建|打造|设立|组建|再|成|[有每为约前]|[<>≥≤])$"
)
_IDIOM = re.compile(r"一个(?!百分点)")
_BETWEEN = "之间"
APPROXIMATE = re.compile(
    r"(?<![零一二两三四五六七八九十百千])[一二两三四五六七八九]{2}[十百千万]*(?=(?:成|个|名|人|家|所|户|场|次|项|件|处|张|台|倍|天|岁))"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, or a range of two (``high``)."""

    low: Decimal
    high: Decimal | None
    unit: str
    scanned: bool = False
    rounded: bool = False
    chinese: bool = False


@dataclass(frozen=True, slots=True)
class Lexed:
    """``template`` has one character per word character, quantity or year; ``spans`` says where each stands in ``folded``."""

    folded: Folded
    template: str
    spans: tuple[tuple[int, int], ...]
    quantities: tuple[Quantity, ...]
    years: tuple[tuple[int, ...], ...]
    remarks: tuple[str, ...]

    def raw(self, start: int, end: int) -> str:
        """What is printed between two places of the template."""
        if start >= end:
            return ""
        return self.folded.raw(self.spans[start][0], self.spans[end - 1][1])

    def quantity(self, mark: str) -> Quantity:
        """The quantity behind its placeholder."""
        return self.quantities[ord(mark) - _FIRST_QUANTITY]

    def year(self, mark: str) -> tuple[int, ...]:
        """The year, or the first and last of a span of years, behind its placeholder."""
        return self.years[ord(mark) - _FIRST_YEAR]


def lex(printed: str) -> Lexed:
    """The template of a printed text."""
    return _Lexer(fold(printed)).run()


class _Lexer:
    def __init__(self, folded: Folded) -> None:
        self.folded, self.text, self.place, self.quotes, self.opened = folded, folded.text, 0, 0, 0
        self.template: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self.quantities: list[Quantity] = []
        self.years: list[tuple[int, ...]] = []
        self.remarks: list[str] = []

    def run(self) -> Lexed:
        item = _ITEM.match(self.text) or self._wide_item()
        if item:
            self.place = item.end() if item.end() < len(self.text) else 0
        while self.place < len(self.text):
            self._bracket() or self._remark() or self._years() or self._noise() or self._quantity() or self._word(1)
        return Lexed(self.folded, "".join(self.template), tuple(self.spans), tuple(self.quantities), tuple(self.years), tuple(self.remarks))

    def _wide_item(self) -> re.Match[str] | None:
        """3．15岁以上…: a wide dot behind a narrow digit numbers an item, it is no decimal point."""
        item = re.match(r"\d{1,2}\.(?=\d)", self.text)
        wide = item is not None and self.folded.raw(item.end() - 1, item.end()) == "．" and self.folded.raw(0, 1).isascii()
        return item if wide else None

    def _put(self, mark: str, length: int) -> bool:
        self.template.append(mark)
        self.spans.append((self.place, self.place + length))
        self.place += length
        return True

    def _word(self, length: int) -> bool:
        for _ in range(length):
            character = self.text[self.place]
            self.quotes += (character in "“《") - (character in "”》")
            self._put(character, 1)
        return True

    def _bracket(self) -> bool:
        """（其中…） and a bracket that is nothing but a line (＜3/10万) are read on, as a clause of their own."""
        if self.text[self.place] == ")" and self.opened:
            self.opened -= 1
            return self._put(",", 1)
        if self.text[self.place] != "(":
            return False
        closed = self.text.find(")", self.place)
        inner = self.text[self.place + 1 : closed]
        of_some = self._is_behind_a_line() and _OF_SOME.match(inner) and self._at_end(closed + 1)
        if not of_some and not re.match(r"其中|[<>≥≤]\d|(?:不|低于|高于|超过)[^,]{0,3}\d", inner):
            return False
        self.opened += 1
        return self._put(",", 1)

    def _remark(self) -> bool:
        """（市指标） behind a line, and any bracket with a number of its own there (95%（省定90%）), explains the line."""
        explained = _REMARK_WITH_NUMBER.match(self.text, self.place) if self._is_behind_a_line() else None
        match = _REMARK.match(self.text, self.place) or explained
        if not match or not self.template or not (self.quantities or self.text[self.place - 1] in "上下内"):
            return False
        self.remarks.append(match[1])
        self.place = match.end()
        return True

    def _is_behind_a_line(self) -> bool:
        return bool(self.template) and (bool(re.match(Q, self.template[-1])) or self.text[self.place - 1] in "上下内右")

    def _years(self) -> bool:
        five = _FIVE_YEARS.match(self.text, self.place)
        match = None if five else _YEARS.match(self.text, self.place)
        if self.quotes > 0 or not (five or match) or len(self.years) >= _PLACES:
            return False
        if five:
            self.years.append((_FIVE_YEARS_END[five[1]],))
        elif match:
            self.years.append(tuple(int(year.translate(_YEAR_DIGITS)) for year in match.groups() if year))
        return self._put(chr(_FIRST_YEAR + len(self.years) - 1), (five or match).end() - self.place)  # type: ignore[union-attr]

    def _noise(self) -> bool:
        for pattern in (_CIRCLE, _NOISE, APPROXIMATE, _IDIOM):
            match = pattern.match(self.text, self.place)
            if match and not (pattern is _NOISE and self._follows_latin()):
                if pattern is _IDIOM and self._number_is_wanted():
                    continue
                return self._word(match.end() - self.place)
        age = _AGE.match(self.text, self.place)
        if age and (_AGE_GROUP.match(age[0]) or _OF_AGE.match(self.text, age.end()) or not _AGE_WANTED.search(self.text[: self.place])):
            return self._word(age.end() - self.place)
        return False

    def _follows_latin(self) -> bool:
        before = self.text[self.place - 1 : self.place]
        return bool(before) and before.isascii() and before.isalpha()

    def _number_is_wanted(self) -> bool:
        return self.place == 0 or bool(_NUMBER_LEADS.search(self.text[max(0, self.place - 6) : self.place]))

    def _at_end(self, end: int) -> bool:
        return self.text[end : end + 1] in tuple(",;。、") or end == len(self.text)

    def _quantity(self) -> bool:
        named = re.compile(r"[\d.]+").match(self.text, self.place) if self._follows_latin() else None
        if named:  # PM2.5, O3, 5G are names, AED 30台 is a number of them
            unit = unit_at(self.text, named.end())
            if not is_counted(unit) or not named[0].isdigit():
                return self._word(named.end() - self.place)
            return self._keep(Quantity(Decimal(named[0]), None, unit), named.end() + len(unit))
        first = number_at(self.text, self.place)
        if self.quotes > 0 or first is None or len(self.quantities) >= _PLACES:
            return False
        unit = first.unit or unit_at(self.text, first.end)
        end = first.end if first.unit else first.end + len(unit)
        if not self._is_quantity(first, unit, end):
            return self._word(first.end - self.place)
        second = self._second(end, unit)
        high = None
        if second:
            number, unit, end = second
            high = number.value
        return self._keep(Quantity(first.value, high, unit, first.scanned, first.rounded, first.chinese), end)

    def _keep(self, quantity: Quantity, end: int) -> bool:
        self.quantities.append(quantity)
        return self._put(chr(_FIRST_QUANTITY + len(self.quantities) - 1), end - self.place)

    def _is_quantity(self, number: Number, unit: str, end: int) -> bool:
        follows = self.text[end : end + 1]
        if number.chinese and not number.unit:
            counted = bool(unit)
            return bool(unit) and (unit.endswith("百分点") or (counted and (self._number_is_wanted() or self._at_end(end))))
        if follows.isascii() and follows.isalpha() and not number.unit:
            return False
        return not number.scanned or bool(unit) or end == len(self.text)

    def _second(self, end: int, unit: str) -> tuple[Number, str, int] | None:
        """The upper end of a range: 60%-65%, 10-15%, 1至2个百分点, 30万至35万人, 18.5和23.9之间."""
        joint = self.text[end : end + 1]
        number = number_at(self.text, end + 1) if joint and joint in "-~至到和与" else None
        if number is None:
            return None
        second = number.unit or unit_at(self.text, number.end)
        behind = number.end if number.unit else number.end + len(second)
        if (joint in "和与" and not self.text.startswith(_BETWEEN, behind)) or not _one_unit(unit, second):
            return None
        return number, second or unit, behind + (len(_BETWEEN) if self.text.startswith(_BETWEEN, behind) else 0)


def _one_unit(first: str, second: str) -> bool:
    """Whether two ends of a range can be of one unit: either prints none, or the first only its magnitude (30万至35万人)."""
    return not first or not second or first == second or (second.startswith(first) and set(first) <= set("百千万亿"))
