"""Numbers as Chinese documents write them: 65, 百分之六十五, 八成五, 三分之一, 一半, 十万分之七, and scans with O for 0."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_SHARES = {"百": "%", "千": "‰", "万": "/万", "十万": "/10万", "百万": "/100万"}

_CHINESE = r"[零一二两三四五六七八九十百千]+(?:万[零一二三四五六七八九十百千]*)?(?:点[零一二三四五六七八九]+)?"
_ARABIC = r"[lI][Oo]{2}(?=%)|[lIO]\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|[\dOoIl]*\d[\dOoIl]*(?:\.[\dOol]+)?"
_SHARE = re.compile(rf"(十万|百万|百|千|万)分之({_CHINESE}|{_ARABIC})")
_FRACTION = re.compile(r"([二三四五六七八九十])分之([一二两三四五六七八九])")
_TENTHS = re.compile(
    r"([一二两三四五六七八九])成([一二三四五六七八九]|半)?(?![一-龥])|([一二两三四五六七八九])成([一二三四五六七八九]|半)?(?=[以左及或的和至到~-])"
)
_SLASH = re.compile(r"([1-9])/([2-9])(?![\d.十百千万亿人名])")
_HALF = re.compile(r"一半|半数|过半")
_PLAIN_ARABIC = re.compile(_ARABIC)
_PLAIN_CHINESE = re.compile(_CHINESE)
_SCANNED = str.maketrans("OoIl", "0011")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text: ``end`` is the place behind it, ``unit`` what its wording implies (百分之 is %)."""

    value: Decimal
    end: int
    unit: str | None = None
    chinese: bool = False
    scanned: bool = False
    rounded: bool = False


def chinese_value(text: str) -> Decimal:
    """The value of a Chinese numeral: 六十五 is 65, 两千零三 is 2003, 三点五 is 3.5."""
    whole, _, decimals = text.partition("点")
    total = section = digit = 0
    for character in whole:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _SMALL:
            section += (digit or 1) * _SMALL[character]
            digit = 0
        else:
            total += (section + digit) * _LARGE[character]
            section = digit = 0
    tail = "".join(str(_DIGITS[character]) for character in decimals)
    return Decimal(f"{total + section + digit}.{tail}") if tail else Decimal(total + section + digit)


def number_at(text: str, place: int) -> Number | None:
    """The number that begins at ``place`` of a folded text; None where none does."""
    for read in (_share, _fraction, _slash, _tenths, _half, _arabic, _chinese):
        found = read(text, place)
        if found:
            return found
    return None


def _value(printed: str) -> Decimal:
    if printed[0] in _DIGITS or printed[0] in _SMALL:
        return chinese_value(printed)
    return Decimal(printed.translate(_SCANNED).replace(",", ""))


def _share(text: str, place: int) -> Number | None:
    match = _SHARE.match(text, place)
    return Number(_value(match[2]), match.end(), _SHARES[match[1]], chinese=True) if match else None


def _fraction(text: str, place: int) -> Number | None:
    match = _FRACTION.match(text, place)
    return _in_percent(chinese_value(match[2]), chinese_value(match[1]), match.end()) if match else None


def _slash(text: str, place: int) -> Number | None:
    """1/3 is a third; 7/10万 is no fraction."""
    match = _SLASH.match(text, place)
    return _in_percent(Decimal(match[1]), Decimal(match[2]), match.end()) if match and not text[place - 1 : place].isdigit() else None


def _in_percent(part: Decimal, whole: Decimal, end: int) -> Number:
    exact = part * 100 / whole
    shown = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Number(shown if shown != exact else _trimmed(exact), end, "%", chinese=True, rounded=shown != exact)


def _tenths(text: str, place: int) -> Number | None:
    match = _TENTHS.match(text, place)
    if not match:
        return None
    tens, ones = match[1] or match[3], match[2] or match[4]
    return Number(Decimal(10 * _DIGITS[tens] + (5 if ones == "半" else _DIGITS.get(ones or "零", 0))), match.end(), "%", chinese=True)


def _half(text: str, place: int) -> Number | None:
    match = _HALF.match(text, place)
    return Number(Decimal(50), match.end(), "%", chinese=True) if match else None


def _arabic(text: str, place: int) -> Number | None:
    match = _PLAIN_ARABIC.match(text, place)
    if not match or _is_latin(text[place - 1 : place]):
        return None
    printed = match[0].rstrip("OoIl") if _is_latin(text[match.end() : match.end() + 1]) else match[0]
    if not printed or not any(character.isdigit() for character in printed.translate(_SCANNED)):
        return None
    value = Decimal(printed.translate(_SCANNED).replace(",", ""))
    return Number(value, place + len(printed), scanned=any(character in "OoIl" for character in printed))


def _chinese(text: str, place: int) -> Number | None:
    """三十五万户 is 35 with the unit 万户, as 35万户 is: a magnitude that ends the numeral belongs to the unit."""
    match = _PLAIN_CHINESE.match(text, place)
    if not match:
        return None
    digits = match[0].removesuffix("万")
    return Number(chinese_value(digits), place + len(digits), chinese=True)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _trimmed(value: Decimal) -> Decimal:
    return Decimal(format(value.normalize(), "f"))
