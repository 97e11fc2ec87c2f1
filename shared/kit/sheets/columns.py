"""The columns of a table: headings in both languages, what must be there, and the notes of the template."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.kit.language import Words


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``key`` is its English heading too. ``note`` goes into the template.

    A workbook lets nobody write into columns that are ``fixed``, and shows none that are ``hidden``; ``choices`` become a drop-down.
    """

    key: str
    zh: str
    note: Words
    required: bool = False
    also: tuple[str, ...] = ()
    choices: tuple[Words, ...] = ()
    fixed: bool = False
    hidden: bool = False
    width: int = 20

    @property
    def title(self) -> Words:
        """The heading."""
        return Words(self.zh, self.key)


@dataclass(frozen=True, slots=True)
class TableForm:
    """A table as people write it: ``name`` goes into digests, ``title`` names its sheet; the first column names a row."""

    name: str
    title: Words
    columns: Sequence[Column]

    @property
    def titles(self) -> tuple[str, str]:
        """How its sheet may be called in a workbook of several."""
        return self.title.zh, self.title.en


_SECRETS = ("密码", "口令", "password", "secret", "passwd")
_ASIDE = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]$")


def fold(heading: str) -> str:
    """A heading without what people write around it: blanks, stars, brackets at its end, width and case."""
    text = _ASIDE.sub("", unicodedata.normalize("NFKC", heading).strip().strip("*"))
    return re.sub(r"[\s_*:：\-]", "", text).lower()


def _by_heading(columns: Sequence[Column]) -> Mapping[str, str]:
    words = [(column.key, word) for column in columns for word in (*column.also, column.zh, column.key)]
    return {fold(word): key for key, word in words}


@dataclass(frozen=True, slots=True)
class HeadingFault:
    """A column that is unknown, missing, there twice, or holds what no table may hold."""

    column: str
    code: str


def match_headings(columns: Sequence[Column], headings: Sequence[str]) -> tuple[dict[int, str], list[HeadingFault]]:
    """Column keys by their place, and everything wrong with the headings; nameless columns are left out."""
    by_heading, found = _by_heading(columns), dict[int, str]()
    faults: list[HeadingFault] = []
    for place, heading in enumerate(headings):
        key = by_heading.get(fold(heading))
        if not fold(heading):
            continue
        if key is None:
            faults.append(HeadingFault(heading, "secret-column" if fold(heading) in _SECRETS else "unknown-column"))
        elif key in found.values():
            faults.append(HeadingFault(heading, "column-twice"))
        else:
            found[place] = key
    faults += [HeadingFault(column.zh, "missing-column") for column in columns if column.required and column.key not in found.values()]
    return found, faults
