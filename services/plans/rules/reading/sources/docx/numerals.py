"""Numbers in the number formats of Word (ECMA-376, part 1, section 17.18.59) that Chinese documents use."""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_UNITS, _FORMAL_UNITS = ("", "十", "百", "千"), ("", "拾", "佰", "仟")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_LETTERS = 26
_MOST_CHINESE = 9999
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def chinese(value: int, digits: str = _DIGITS, units: tuple[str, ...] = _UNITS) -> str:
    """12 → 十二, 105 → 一百零五, 10 → 十 (not 一十, as headings count)."""
    if not 0 < value <= _MOST_CHINESE:
        return str(value)
    places = [(int(digit), place) for digit, place in zip(str(value), range(len(str(value)) - 1, -1, -1), strict=True)]
    made, gap = "", False
    for digit, place in places:
        if digit == 0:
            gap = True
            continue
        made += ("零" if gap and made else "") + digits[digit] + units[place]
        gap = False
    return made.removeprefix("一") if made.startswith("一十") else made


def _each_digit(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _letters(value: int) -> str:
    """Word repeats the letter: 27 → aa."""
    return chr(ord("a") + (value - 1) % _LETTERS) * ((value - 1) // _LETTERS + 1)


def _roman(value: int) -> str:
    made = ""
    for size, sign in _ROMAN:
        made += sign * (value // size)
        value %= size
    return made


def _from(first: str, most: int) -> Callable[[int], str]:
    return lambda value: chr(ord(first) + value - 1) if 0 < value <= most else str(value)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)]


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseDigitalTenThousand": chinese,
    "ideographDigital": _each_digit,
    "taiwaneseDigital": _each_digit,
    "chineseLegalSimplified": lambda value: chinese(value, _FORMAL, _FORMAL_UNITS),
    "ideographLegalTraditional": lambda value: chinese(value, _FORMAL, _FORMAL_UNITS),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "none": lambda _value: "",
}


def written(value: int, number_format: str) -> str:
    """``value`` in a number format; a format that no Chinese document uses is written in figures."""
    return _FORMATS.get(number_format, str)(value) if value > 0 else str(value)
