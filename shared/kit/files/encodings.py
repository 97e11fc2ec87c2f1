"""The encoding of a plain text, found or refused: never a text of wrong characters."""

import codecs
from collections.abc import Iterator

from shared.kit.files.refusals import Refusal, UnreadableDocument

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COMMON_SHARE = 0.85
"""At least so many of the characters beyond ASCII must be common ones: in Chinese official texts it is over 0.97, in Big5 or
Japanese bytes taken for GB18030 about 0.5 (measured on the cases of ``tests/services/plans/reading``)."""
_LOST_SHARE = 0.01
_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\v\f\r\x1a\x1e")
_ENOUGH = 20_000
_FIRST_LEVEL = range(0xB0, 0xD8)
_SIGNS = range(0xA1, 0xA4)


def decode(data: bytes) -> str:
    """The text of a plain file; raises UnreadableDocument where no encoding gives a sensible one."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _checked(_strict(data, name), "a byte order mark that does not hold")
    if b"\0" in data:
        return _checked(_without_mark(data), "NUL")
    text = _strict(data, "utf-8")
    if text is None:
        text = _strict(data, "gb18030")
        text = text if text is not None and _reads_as_chinese(text) else None
    return _checked(text, "no encoding fits")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _without_mark(data: bytes) -> str:
    """UTF-16 without its mark, in the order of bytes that gives a sensible text; NULs in any other encoding are no text."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _strict(data, encoding)
        if text is not None and "\0" not in text and _reads_as_chinese(text):
            return text
    raise UnreadableDocument(Refusal.NUL_BYTES)


def _checked(text: str | None, why: str) -> str:
    if text is None:
        raise UnreadableDocument(Refusal.UNKNOWN_ENCODING, why)
    if "\0" in text:
        raise UnreadableDocument(Refusal.NUL_BYTES)
    if text.count("\ufffd") > _LOST_SHARE * len(text):
        raise UnreadableDocument(Refusal.UNKNOWN_ENCODING, "characters were lost in an earlier conversion")
    if sum(1 for character in text if character in _CONTROLS) > _LOST_SHARE * len(text):
        raise UnreadableDocument(Refusal.NOT_A_DOCUMENT, "control characters")
    return text


def _reads_as_chinese(text: str) -> bool:
    """Whether nearly all characters beyond ASCII are common: GB 2312's frequent characters and signs."""
    asked = list(_beyond_ascii(text))
    return not asked or sum(map(_is_common, asked)) >= _COMMON_SHARE * len(asked)


def _beyond_ascii(text: str) -> Iterator[str]:
    return (character for character in text[:_ENOUGH] if character > "\x7f")


def _is_common(character: str) -> bool:
    try:
        row = character.encode("gb2312")[0]
    except UnicodeEncodeError:
        return character in "—•·〔〕–…“”‘’㎡㎎℃‰≥≤"
    return row in _FIRST_LEVEL or row in _SIGNS
