"""Who is named for an action: the written units with their roles, as labels, brackets and closing sentences print them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from services.plans.rules.reading.paragraphs import Paragraph
from shared.schemas.plan_document import ResponsibilityRole

LEAD, RESPONSIBLE, COOPERATING = ResponsibilityRole.LEAD, ResponsibilityRole.RESPONSIBLE, ResponsibilityRole.COOPERATING

_BODY = "(?:单位|部门|科室|处室|机构|主体)"
_LEAD = f"(?:主要)?(?:总?牵头|组长|主办|承办|主责|主管|第一责任|主要责任|首要责任|主要负责|主持)(?:责任)?{_BODY}?"
_RESPONSIBLE = f"(?:共同|具体|其他)?(?:责任|(?<![他各组室会委])成员|负责|落实|实施|执行|完成){_BODY}"
_COOPERATING = f"(?:主要)?(?:配合|协办|协同|协作|协助|参与|参加|参建|支持|会办|联合)(?:责任)?{_BODY}?"
# A label of persons: only offices named behind it are units.
_PERSON = "(?:责任|联系|负责)人|(?:牵头|责任|分管|主管)领导"
_LABEL = re.compile(
    rf"(?P<role>(?P<both>牵头(?:[及和与、](?:责任|配合|参与)){_BODY})|(?P<lead>{_LEAD})|(?P<responsible>{_RESPONSIBLE}|{_PERSON})|(?P<cooperating>{_COOPERATING}))"
    r"\s*(?:[:】\]]|[均皆]?为(?=[^,。;:、]{2,}(?:局|委|办|部|院|厅|中心|政府|科|处)))\s*"
)
_OPENERS = {"(": ")", "[": "]", "【": "】", "《": "》", "“": "”"}
_SPLIT = "、,;/"
_AND = re.compile(
    r"(?<=[局委办部院会厅社团队所站行校市县区镇)])(?:和|及|与|以及)"
    r"(?=(?:各|市|区|县|省|其他|国家|相关|有关|团)(?:[^、,()]|\([^()]*\))*?"
    r"(?:局|委|办|部|院|会|厅|社|团|中心|街道|镇|单位|部门|政府)(?:$|[、,;)(]))"
)
_FIRST_LEADS = re.compile(
    r"(?:列|排|位列|居|写)?(?:在|于)?(?:第一(?:位|个|名)?|首位|排名第一|最前)(?:的)?[^、。;]{0,6}(?:为|是|系)?(?:主要)?(?:牵头|责任|主办|主责)"
)
_FIRST_LEADS_TOO = re.compile(r"第一(?:个|位)?(?:单位)?为牵头|排(?:在)?(?:第一|首)|列(?:在)?(?:第一|首)")
_LEADS_BEHIND = re.compile(r"[（(](?:共同|联合)?(?:牵头|主办|主责)(?:单位|部门)?[）)]$")
_JOINS_BEHIND = re.compile(r"[（(](?:配合|协办|参与|协助|协同)(?:单位|部门)?[）)]$")
_NOTE = re.compile(r"(?:下同|列第一|排第一|排在第一|列首位|为牵头单位|为责任单位|按职责分工)")
_TAIL = re.compile(r"(?:等)?(?:按(?:照)?(?:各自)?职责分工(?:共同)?(?:负责|落实)?|(?:共同)?(?:负责|牵头|配合|落实|参与|协同)(?:落实|实施)?)$")
_ETC = re.compile(r"等(?:\d+个|多个|相关|有关)?(?:部门|单位)?$")
_CLOSING = re.compile(r"[(\[【](?P<inner>[^()\[\]【】]*(?:\([^()]*\)[^()\[\]【】]*)*(?:负责|牵头|配合|参与|落实|协同))\s*[)\]】]")
UNIT_ENDING = re.compile(
    r"(?:局|委|办|部|院|会|厅|社|团|所|站|行|联|队|中心|办公室|政府|公司|集团|大学|学校|分局|支队|大队|街道|镇|乡|单位|部门|管委会|工会|妇联|残联|科协|法院|海关|银行|科|处|成员单位|园区|开发区|团委|党校|医院|电视台|指挥部|专班|组|协会)(?:\([^()]*\))?$"
)
_GROUP = re.compile(r"^(?:各|全[市区县]各|其他|其它|相关|有关)|(?:成员单位|各单位|各部门|有关部门|相关部门|其他单位)")


@dataclass(frozen=True, slots=True)
class WrittenUnit:
    """A unit as printed: ``name`` the body, ``office`` what its bracket names, and its place in the source."""

    written: str
    role: ResponsibilityRole
    start: int
    end: int

    @property
    def name(self) -> str:
        """The body without the bracket."""
        return re.sub(r"[（(][^（）()]*[）)]$", "", self.written) or self.written

    @property
    def office(self) -> str | None:
        """What the bracket at the end names: an internal office, a subordinate institution or a co-located body."""
        found = re.search(r"[（(]([^（）()]*)[）)]$", self.written)
        return found[1] if found and self.name != self.written and not self.is_group else None

    @property
    def is_group(self) -> bool:
        """Whether it names a set of units such as 各街道（镇）."""
        return bool(_GROUP.search(self.written))


@dataclass(frozen=True, slots=True)
class UnitList:
    """A list of units with one role: what the label says, and where the list stands within the paragraph."""

    role: ResponsibilityRole
    units: tuple[WrittenUnit, ...]
    start: int
    end: int
    labelled: bool = True


def says_first_leads(text: str) -> bool:
    """Whether a document says that the first unit of a list leads (列第一位的为牵头单位，下同)."""
    return bool(_FIRST_LEADS.search(text) or _FIRST_LEADS_TOO.search(text)) and "牵头" in text


def unit_lists(paragraph: Paragraph) -> list[UnitList]:
    """Every list of units that a paragraph prints, in order."""
    labelled = list(_labelled(paragraph))
    return labelled or [*_closing(paragraph), *_unlabelled(paragraph)]


def _labelled(paragraph: Paragraph) -> Iterator[UnitList]:
    flat = paragraph.flat
    labels = list(_LABEL.finditer(flat))
    for index, label in enumerate(labels):
        following = labels[index + 1].start() if index + 1 < len(labels) else len(flat)
        end = _list_end(flat, label.end(), following, _bracket_before(flat, label.start()))
        role = LEAD if label["lead"] or label["both"] else COOPERATING if label["cooperating"] else RESPONSIBLE
        units = split_units(paragraph, label.end(), end, role)
        if re.match(_PERSON, label["role"]):
            units = [unit for unit in units if UNIT_ENDING.search(_flat(unit.written))]
        if label["both"]:
            units = [unit if number == 0 else replace(unit, role=RESPONSIBLE) for number, unit in enumerate(units)]
        if units:
            yield UnitList(role, tuple(_with_marked_leads(units)), label.start(), end)


def _with_marked_leads(units: list[WrittenUnit]) -> list[WrittenUnit]:
    """Units with the role that a bracket behind one says: 甲（牵头）、乙; 甲、乙（共同牵头）、丙."""
    found: list[WrittenUnit] = []
    for unit in units:
        marked = _LEADS_BEHIND.search(unit.written)
        if marked is None:
            joins = _JOINS_BEHIND.search(unit.written)
            behind = joins.start() if joins else len(unit.written)
            role = COOPERATING if joins else unit.role
            found.append(replace(unit, role=role, written=unit.written[:behind], end=unit.end - len(unit.written) + behind))
            continue
        if "共同" in marked[0]:
            found = [replace(other, role=LEAD) for other in found]
        found.append(replace(unit, role=LEAD, written=unit.written[: marked.start()], end=unit.end - len(marked[0])))
    return found


def _bracket_before(flat: str, start: int) -> str | None:
    before = flat[:start].rstrip()
    return _OPENERS.get(before[-1:]) if before[-1:] in "([【" else None


def _list_end(flat: str, start: int, following: int, closer: str | None) -> int:
    """Where a list ends: at its own closing bracket, a full stop, or the next label."""
    depth = 0
    for index in range(start, following):
        sign = flat[index]
        if sign in "([【":
            depth += 1
        elif sign in ")]】":
            if depth == 0:
                return index
            depth -= 1
        elif sign == "。" and depth == 0:
            return index
    if following < len(flat):
        trimmed = flat[start:following].rstrip(" ;,([【")
        return start + len(trimmed)
    return following


def split_units(paragraph: Paragraph, start: int, end: int, role: ResponsibilityRole) -> list[WrittenUnit]:
    """The units of ``text[start:end]``: parted by 、 ， ； outside brackets; notes (下同) and 等 left out."""
    flat = paragraph.flat
    found = []
    for left, right in _pieces(flat, start, end):
        text = flat[left:right]
        if _NOTE.search(text) or not text.strip():
            continue
        trimmed = _ETC.sub("", _TAIL.sub("", text.rstrip(" .。;")))
        first = left + len(trimmed) - len(trimmed.lstrip())
        last = left + len(trimmed.rstrip())
        if first < last:
            found.append(WrittenUnit(paragraph.text[first:last], role, *paragraph.span(first, last)))
    return found


def _pieces(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth, left = 0, start
    for index in range(start, end):
        sign = flat[index]
        depth += (sign in "([【《") - (sign in ")]】》")
        if depth <= 0 and sign in _SPLIT:
            yield from _at_and(flat, left, index)
            left, depth = index + 1, 0
    yield from _at_and(flat, left, end)


def _at_and(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Both sides of 和/及 where either side is a whole unit; 市规划和自然资源局 stays one."""
    left = start
    for found in _AND.finditer(flat, start, end):
        if flat.count("(", left, found.start()) == flat.count(")", left, found.start()):
            yield left, found.start()
            left = found.end()
    yield left, end


def _closing(paragraph: Paragraph) -> Iterator[UnitList]:
    """Lists in a bracket that closes a paragraph or sentence: （市卫健委牵头，市教育局、市民政局配合）, （市民政局负责）."""
    flat = paragraph.flat
    for bracket in _CLOSING.finditer(flat):
        if _LABEL.search(bracket["inner"]):
            continue
        base = bracket.start("inner")
        for role, start, end in _phrases(bracket["inner"]):
            units = [unit for unit in split_units(paragraph, base + start, base + end, role) if UNIT_ENDING.search(_flat(unit.written))]
            if units:
                yield UnitList(role, tuple(units), base + start, base + end)


_LISTING = re.compile(r"[(](?P<inner>[^()]*(?:\([^()]*\)[^()]*)*)[)]\s*[。;]?\s*$")
_FEWEST_UNNAMED = 2


def _unlabelled(paragraph: Paragraph) -> Iterator[UnitList]:
    """A bracket at the end of a paragraph that holds nothing but units, its label forgotten."""
    found = _LISTING.search(paragraph.flat)
    if found is None or _LABEL.search(found["inner"]) or _CLOSING.search(found[0]):
        return
    units = split_units(paragraph, found.start("inner"), found.end("inner"), RESPONSIBLE)
    if len(units) >= _FEWEST_UNNAMED and all(UNIT_ENDING.search(_flat(unit.written)) for unit in units):
        yield UnitList(RESPONSIBLE, tuple(units), found.start("inner"), found.end("inner"), labelled=False)


def _flat(text: str) -> str:
    return text.replace("（", "(").replace("）", ")")


_PHRASE = re.compile(
    r"(?P<units>.+?)(?P<what>牵头(?:负责|落实|实施)?|(?:按(?:照)?(?:各自)?职责分工)?(?:共同|分别)?(?:负责|落实)|配合(?:落实)?|(?:共同)?参与|协同(?:配合)?)\s*(?:[,;、]|$)"
)


def _phrases(inner: str) -> Iterator[tuple[ResponsibilityRole, int, int]]:
    phrases = list(_PHRASE.finditer(inner))
    for phrase in phrases:
        what = phrase["what"]
        lone = len(phrases) == 1 and "牵头" not in what
        role = LEAD if "牵头" in what else COOPERATING if any(word in what for word in ("配合", "参与", "协同")) else RESPONSIBLE
        yield (RESPONSIBLE if lone else role), phrase.start("units"), phrase.end("units")


def with_first_as_lead(lists: Sequence[UnitList]) -> list[UnitList]:
    """The lists of one action where the document says that the first unit leads and prints no lead of its own."""
    if not lists or any(entry.role is LEAD for entry in lists):
        return list(lists)
    first, *others = lists
    lead, *rest = first.units
    return [
        UnitList(LEAD, (replace(lead, role=LEAD),), first.start, first.start),
        *([replace(first, units=tuple(rest))] if rest else []),
        *others,
    ]
