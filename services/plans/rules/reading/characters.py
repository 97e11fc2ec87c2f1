"""One-for-one repair of single characters: every repaired text has the length of what it was made from, so that offsets stay."""

import re
from functools import lru_cache

_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SIGNS = {
    "％": "%", "﹪": "%", "（": "(", "）": ")", "：": ":", "；": ";", "，": ",", "．": ".", "～": "~", "〜": "~",
    "－": "-", "–": "-", "—": "-", "―": "-", "﹣": "-", "〔": "[", "〕": "]", "［": "[", "］": "]",
    "＜": "<", "＞": ">", "＝": "=", "／": "/", "！": "!", "？": "?", "≧": "≥", "≦": "≤",
    "\u3000": " ", "\xa0": " ", "\ufeff": " ",
}  # fmt: skip
_TABLE = _WIDE | {ord(sign): ord(plain) for sign, plain in _SIGNS.items()}
# O3 is ozone and PM2.5 has letters of its own: a letter becomes a digit only between digits, before their unit, or where a number must begin.
_LETTER_FOR_DIGIT = re.compile(
    r"(?<=[\d.])[OoＯ〇](?=[\d%‰.年月日]|\b)|(?<![A-Za-z\d])[OoＯ](?=\.\d)|(?<=[年月])[OoＯ](?=\d[月日])|"
    r"(?<=\d)[OoＯ](?=[OoＯ]+[\d%‰年月日万户名家人]|[万户名家人个场])|(?<=\d)[lI](?=[\d%‰年月日])|(?<=\d\.)[lI]\b|(?<=[\u4e00-\u9fff])l(?=\d)"
)
_DIGIT_OF = {"O": "0", "o": "0", "Ｏ": "0", "〇": "0", "l": "1", "I": "1"}


# A full stop typed as a point, as half-width texts have it: after a Chinese sign or a closing one, before the next sentence.
_POINT_FOR_STOP = re.compile(
    r"(?<=[\u4e00-\u9fff)%‰”》\"])\.(?=\s|$|[\u4e00-\u9fff(【\[“《\"])|(?<=[\u4e00-\u9fff])(?<![一二三四五六七八九十件])\.(?=20\d\d年)"
)
_WIDE_SIGNS = 0x1100


def repaired(text: str) -> str:
    """``text`` with a letter inside a number as the digit it was taken for (2O23 → 2023); same length."""
    return _LETTER_FOR_DIGIT.sub(lambda found: _DIGIT_OF[found[0]], text)


def with_full_stops(text: str) -> str:
    """``text`` with the full stop as 。 where it was typed as a point; same length."""
    return _POINT_FOR_STOP.sub("。", text)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """``text`` repaired, with full-width forms as ASCII and the full stop as 。 however it was typed; same length."""
    return with_full_stops(repaired(text.translate(_TABLE)))


def display_width(text: str) -> float:
    """How wide a line is printed, in Chinese signs; a Latin sign is half as wide."""
    return sum(1.0 if ord(sign) >= _WIDE_SIGNS else 0.5 for sign in text)


def squeezed(text: str) -> str:
    """``text`` without any space."""
    return "".join(text.split())
