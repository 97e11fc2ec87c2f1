"""One-for-one repair of single characters: every repaired text has the length of what it was made from, so that offsets stay."""

import re

_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SIGNS = {
    "％": "%", "（": "(", "）": ")", "：": ":", "；": ";", "，": ",", "．": ".", "～": "~", "〜": "~", "－": "-", "–": "-", "—": "-", "―": "-", "﹣": "-",
    "〔": "[", "〕": "]", "［": "[", "］": "]", "＜": "<", "＞": ">", "＝": "=", "／": "/", "！": "!", "？": "?", "\u3000": " ", "\xa0": " ", "\ufeff": " ",
    "≧": "≥", "≦": "≤", "﹪": "%",
}  # fmt: skip
_TABLE = _WIDE | {ord(sign): ord(plain) for sign, plain in _SIGNS.items()}
_LETTER_FOR_DIGIT = re.compile(r"(?<=[\d.])[OoＯ〇](?=[\d%‰.年月日]|\b)|(?<![A-Za-z\d])[OoＯ](?=[.]?\d)|(?<=\d)[lI](?=[\d%‰年月日])|(?<=\d\.)[lI]\b")
_DIGIT_OF = {"O": "0", "o": "0", "Ｏ": "0", "〇": "0", "l": "1", "I": "1"}


def plain(text: str) -> str:
    """``text`` with full-width forms as ASCII and a letter inside a number as the digit it was taken for; same length."""
    narrow = text.translate(_TABLE)
    return _LETTER_FOR_DIGIT.sub(lambda found: _DIGIT_OF[found[0]], narrow)


def squeezed(text: str) -> str:
    """``text`` without any space."""
    return "".join(text.split())
