"""Footnotes: after the text, in the order of their first mention, so that they part no sentence."""

from collections.abc import Iterator, Sequence
from typing import Any

from services.plans.rules.reading.sources.docx.names import attribute, w
from services.plans.rules.reading.sources.docx.runs import pieces
from services.plans.rules.reading.sources.lines import Line, one_line


def notes_of(root: Any | None, mentioned: Sequence[str], page: int) -> Iterator[Line]:
    """A line for each footnote that the text refers to."""
    if root is None:
        return
    stored = {attribute(note, "id"): note for note in root.findall(w("footnote"))}
    for place, key in enumerate(dict.fromkeys(mentioned), 1):
        if key in stored:
            text = one_line(" ".join("".join(pieces(paragraph)) for paragraph in stored[key].iter(w("p"))))
            if text:
                yield Line(f"［{place}］{text}", page)
