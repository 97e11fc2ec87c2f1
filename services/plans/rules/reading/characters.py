"""One-for-one repair of single characters: every repaired text has the length of what it was made from, so that offsets stay."""

import re
from functools import lru_cache

_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SIGNS = {
    "％": "%", "﹪": "%", "（": "(", "）": ")", "：": ":", "∶": ":", "﹕": ":", "︰": ":", "；": ";", "，": ",", "．": ".", "～": "~", "〜": "~",
    "－": "-", "–": "-", "—": "-", "―": "-", "﹣": "-", "〔": "[", "〕": "]", "［": "[", "］": "]",
    "＜": "<", "＞": ">", "＝": "=", "／": "/", "！": "!", "？": "?", "≧": "≥", "≦": "≤",
    "\u3000": " ", "\xa0": " ", "\ufeff": " ",
}  # fmt: skip
_TABLE = _WIDE | {ord(sign): ord(plain) for sign, plain in _SIGNS.items()}
# Digits and the letters a scan takes for them, in one run; O3 is ozone, PM2.5 and CO2 have letters of their own.
_RUN = re.compile(r"(?<![A-Za-z])[0-9OoＯ〇lI]+(?:\.[0-9OoＯlI]+)?(?![A-Za-z])")
_OZONE = re.compile(r"O[23]")
_COUNTED_BY = "年月日%‰％次个家名场所项人岁以户件"
_DIGIT_OF = str.maketrans({"O": "0", "o": "0", "Ｏ": "0", "〇": "0", "l": "1", "I": "1"})


def _run(found: re.Match[str]) -> str:
    run, following, before = found[0], found.string[found.end() : found.end() + 1], found.string[: found.start()][-1:]
    if run.isdecimal() or (_OZONE.fullmatch(run) and following not in _COUNTED_BY):
        return run
    if any(sign.isdecimal() for sign in run):
        return run.translate(_DIGIT_OF)
    # No digit at all: l次, lO月, or a cell that holds nothing but lOO.
    counted = bool(following) and following in _COUNTED_BY and set(run) <= set("lOoＯ") and "l" in run
    alone = not before.strip() and not following.strip() and len(run) > 1 and run.startswith("l")
    return run.translate(_DIGIT_OF) if counted or alone else run


# A full stop typed as a point, as half-width texts have it: after a Chinese sign or a closing one, before the next sentence.
_POINT_FOR_STOP = re.compile(
    r"(?<=[\u4e00-\u9fff)%‰”》\"])\.(?=\s|$|[\u4e00-\u9fff(【\[“《\"])|(?<=[\u4e00-\u9fff])(?<![一二三四五六七八九十件])\.(?=20\d\d年)"
)
_DASH_FOR_ONE = re.compile(r"(?<=20\d\d)一(?=20\d\d)")
_CHINESE_YEAR = re.compile(r"二[〇零○][一二三四五六七八九〇零○]{2}(?=年)")
_YEAR_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_WIDE_SIGNS = 0x1100


def repaired(text: str) -> str:
    """``text`` with a letter inside a number as the digit it was taken for (2O23 → 2023); same length."""
    return _DASH_FOR_ONE.sub("—", _RUN.sub(_run, text))


def with_full_stops(text: str) -> str:
    """``text`` with the full stop as 。 where it was typed as a point; same length."""
    return _POINT_FOR_STOP.sub("。", text)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """``text`` repaired, with full-width forms as ASCII and the full stop as 。 however it was typed; same length."""
    return with_full_stops(_CHINESE_YEAR.sub(lambda found: found[0].translate(_YEAR_DIGITS), repaired(text.translate(_TABLE))))


def display_width(text: str) -> float:
    """How wide a line is printed, in Chinese signs; a Latin sign is half as wide."""
    return sum(1.0 if ord(sign) >= _WIDE_SIGNS else 0.5 for sign in text)


def squeezed(text: str) -> str:
    """``text`` without any space."""
    return "".join(text.split())
