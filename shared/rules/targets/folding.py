"""Printed text made comparable: half-width forms, one dash, no white space; every character knows where it stood."""

import re
from dataclasses import dataclass

_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SAME = {
    **dict.fromkeys("—–−─﹣‐‑", "-"),
    **dict.fromkeys("〜∼", "~"),
    **dict.fromkeys("≧⩾", "≥"),
    **dict.fromkeys("≦⩽", "≤"),
    **dict.fromkeys("﹥〉", ">"),
    **dict.fromkeys("﹤〈", "<"),
    "﹪": "%",
    "﹐": ",",
    "「": "“",
    "」": "”",
    "〇": "零",
    "○": "零",
    "∶": ":",
    "－": "-",
}
_FOLD = {**_FULL_WIDTH, **_SAME}


_ARROWS = {"↓": "降", "↑": "升"}
_FULL_STOP = re.compile(r"(?<=[^\d.])\.(?![\dA-Za-z.])|(?<=[^\d.]\d)\.(?=[一-龥])|(?<=\d\d)\.(?=[一-龥])")
_PER_SCANNED = re.compile(r"/[lI1][Oo0](?=万)")


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` is folded; ``origin`` names, for each of its characters, the index in ``printed``."""

    text: str
    printed: str
    origin: tuple[int, ...]

    def raw(self, start: int, end: int) -> str:
        """What is printed between two places of the folded text, white space included."""
        return self.printed[self.origin[start] : self.origin[end - 1] + 1] if start < end else ""


def fold(printed: str) -> Folded:
    """The folded form of a text; 》 and 《 before a number become ≥ and ≤ where they are no book-title marks, ↓ before one a fall."""
    kept = [(_FOLD.get(character, character), index) for index, character in enumerate(printed) if not character.isspace()]
    text = "".join(character for character, _ in kept)
    text = _PER_SCANNED.sub("/10", _FULL_STOP.sub("。", text))
    return Folded(_marks_read(text), printed, tuple(index for _, index in kept))


def _marks_read(text: str) -> str:
    out, open_titles = list(text), 0
    for place, character in enumerate(text):
        before_number = text[place + 1 : place + 2].isdigit()
        if character == "《" and before_number and "》" not in text[place:]:
            out[place] = "≤"
        elif character == "《":
            open_titles += 1
        elif character == "》" and open_titles:
            open_titles -= 1
        elif character == "》" and before_number:
            out[place] = "≥"
        elif before_number and character in _ARROWS:
            out[place] = _ARROWS[character]
    return "".join(out)
