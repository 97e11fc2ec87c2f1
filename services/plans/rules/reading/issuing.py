"""Who issued a document, under which number, on which day: as lines of metadata, red heads, signatures and brackets below the title print it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from services.plans.rules.reading.characters import plain, squeezed
from services.plans.rules.reading.paragraphs import Paragraph
from shared.rules.targets.numerals import chinese_value

_PASSED_BY = re.compile(r"^\((?P<body>[^\d()]{4,40}?)(?=20\d\d年|\[)")
_BODY = re.compile(
    r"(?:人民政府(?:办公厅|办公室)?|委员会(?:办公室)?|领导小组(?:办公室)?|办公厅|办公室|管委会|管理委员会|爱卫会|爱卫办|健康办|健康委|卫健委|卫健局|卫生健康局|党委|委|局|厅)$"
)
_NUMBER = re.compile(r"(?P<number>[一-龥]{1,20}\s*[〔\[［【(（﹝]\s*(?:19|20)\d{2}\s*[〕\]］】)）﹞]\s*(?:第\s*)?\d{1,4}\s*号)")
_DATE = re.compile(r"(?P<year>(?:19|20)\d{2})\s*[年.\-/]\s*(?P<month>\d{1,2})\s*[月.\-/]\s*(?P<day>\d{1,2})\s*日?")
_CHINESE_DATE = re.compile(
    r"(?P<year>[二〇○零一]{1}[〇○零一二三四五六七八九O0]{3})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日"
)
_BEFORE_A_NUMBER = re.compile(r"^.*(?:发布|印发|公布|通过|施行|日)")
_BESIDE_A_NUMBER = 6
_RED_HEAD = re.compile(r"^(?P<body>.{2,60}?)文件$")
_LABELS = {
    "number": ("文件编号", "发文字号", "文号", "发文号"),
    "issuer": ("发布机构", "发文机关", "制发机关", "发文机构", "发布单位", "发文单位"),
    "dated": ("成文日期", "成文时间", "生成日期", "发文日期"),
    "published": ("发布日期", "发布时间", "公开日期", "印发日期"),
    "disclosure": ("公开方式", "公开类别", "公开属性"),
}
_LONGEST_BODIES, _LONGEST_DATE, _LONGEST_CLOSING = 40, 16, 30


def labelled(front: Sequence[Paragraph], what: str) -> str | None:
    """The value of a line of metadata: 文件编号：… on the same line or on the next."""
    for index, paragraph in enumerate(front):
        flat = paragraph.flat
        label = next((label for label in _LABELS[what] if flat.startswith(label)), None)
        if label is None:
            continue
        value = paragraph.text[len(label) :].lstrip("：: ")
        if value:
            return value
        if index + 1 < len(front):
            return front[index + 1].text
    return None


def prints_number_or_date(flat: str) -> bool:
    """Whether a line prints a document number or a date."""
    return bool(_NUMBER.search(flat) or _DATE.search(flat))


def number_of(front: Sequence[Paragraph]) -> str | None:
    """The document number: labelled, on a line of its own, or in the note of issue below the title."""
    named = labelled(front, "number")
    if named and (found := _NUMBER.search(named)):
        return squeezed(found["number"])
    for paragraph in front:
        found = _NUMBER.search(paragraph.text)
        if found is None or "《" in paragraph.text:
            continue
        if len(paragraph.text) - len(found[0]) <= _BESIDE_A_NUMBER or _PASSED_BY.match(paragraph.flat):
            return _BEFORE_A_NUMBER.sub("", squeezed(found["number"]))
    return None


def to_date(text: str) -> date | None:
    """The first date that a text prints, in Arabic or Chinese numerals; None if there is none or it is no day."""
    flat = plain(text)
    if found := _DATE.search(flat):
        year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    elif found := _CHINESE_DATE.search(text):
        digits = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0, "0": 0}
        year = int("".join(str(digits[sign]) for sign in found["year"]))
        month, day = int(chinese_value(found["month"])), int(chinese_value(found["day"]))
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def labelled_date(front: Sequence[Paragraph], what: str) -> date | None:
    """The date of a line of metadata."""
    value = labelled(front, what)
    return to_date(value) if value else None


def date_of(front: Sequence[Paragraph], text: Sequence[Paragraph]) -> date | None:
    """When a document was made: as labelled, as signed, or as a line before the first heading says."""
    return labelled_date(front, "dated") or _signed(text) or _spoken_date(front)


def _signed(text: Sequence[Paragraph]) -> date | None:
    """The date on a line of its own: below the notice, else at the end."""
    for paragraph in text:
        flat = paragraph.flat
        if (found := to_date(paragraph.text)) and len(flat) <= _LONGEST_DATE and not flat.startswith("("):
            return found
    return None


def _spoken_date(front: Sequence[Paragraph]) -> date | None:
    """A line of body and date in one, as some conversions leave them."""
    for paragraph in front:
        if len(paragraph.text) <= _LONGEST_BODIES and (found := to_date(paragraph.text)):
            return found
    return None


def issuer_of(front: Sequence[Paragraph], text: Sequence[Paragraph], notice: Paragraph | None) -> str | None:
    """The issuing bodies as printed; ``text`` are all paragraphs. The signature counts first, then what stands above and beside the title."""
    return next(_issuers(front, text, notice), None)


def _issuers(front: Sequence[Paragraph], text: Sequence[Paragraph], notice: Paragraph | None) -> Iterator[str]:
    yield from _signatures(front)
    yield from (found["body"] for paragraph in front if (found := _RED_HEAD.match(squeezed(paragraph.text))))
    if notice and (found := re.match(r"(?P<body>.+?)关于", squeezed(notice.text))):
        yield found["body"]
    if named := labelled(front, "issuer"):
        yield squeezed(named)
    yield from (squeezed(upper.text) for upper, lower in pairwise(front) if _is_body_above(upper.flat, lower.flat))
    noted = [_PASSED_BY.match(squeezed(paragraph.flat)) for paragraph in front]
    yield from (found["body"] for found in noted if found and _BODY.search(found["body"]))
    yield from reversed(list(_signatures(text)))
    closing = [paragraph for paragraph in text if len(paragraph.text) <= _LONGEST_CLOSING and _BODY.search(paragraph.flat)]
    if closing and closing[-1] in front:
        yield squeezed(closing[-1].text)


def _signatures(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """Bodies that sign: each on a line of its own right above a date."""
    for body, dated in pairwise(paragraphs):
        signs = len(body.text) <= _LONGEST_BODIES and _BODY.search(body.flat) and "。" not in body.flat
        if signs and len(dated.flat) <= _LONGEST_DATE and to_date(dated.text):
            yield squeezed(body.text)


def _is_body_above(upper: str, lower: str) -> bool:
    """Whether a line holds nothing but the bodies that issue what the next line begins with 关于."""
    return lower.startswith("关于") and len(upper) <= _LONGEST_BODIES and _BODY.search(upper) is not None and not re.search(r"\d|文件$|[,。:]", upper)
