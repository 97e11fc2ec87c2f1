"""The text of a paragraph's runs: what is kept, what is dropped, what turns into a sign."""

from collections.abc import Callable, Iterator
from typing import Any

from services.plans.rules.reading.sources.docx.names import FALLBACK, MATH_TEXT, attribute, is_on, w

LINE, PAGE, RENDERED_PAGE = "\n", "\f", "\v"
"""A soft line break; a page break that was typed; one that Word noted when it last showed the document."""
_DROPPED = frozenset(
    {w("del"), w("moveFrom"), w("txbxContent"), w("pPr"), w("rPr"), w("instrText"), w("delText"), w("rt"), w("sdtPr"), FALLBACK}
)  # deletions; boxes are read apart; field codes; the reading aid above a character; what Word writes twice for old programs
_SYMBOLS = {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB0: "°", 0x25: "%", 0x3C: "<", 0x3D: "=", 0x3E: ">"}
_LOST = "□"
_PRIVATE = 0xF000


def _symbol(element: Any) -> str:
    """A sign of a symbol font; Word types ≥ and ≤ so. One that is not known leaves a visible gap."""
    code = int(attribute(element, "char", "0"), 16) & ~_PRIVATE
    known = attribute(element, "font").lower() == "symbol"
    return _SYMBOLS.get(code, _LOST) if known else _LOST


def _break(element: Any) -> str:
    return {"page": PAGE, "column": LINE}.get(attribute(element, "type"), LINE)


_SIGNS: dict[str, Callable[[Any], str]] = {
    w("t"): lambda element: element.text or "",
    MATH_TEXT: lambda element: element.text or "",
    w("tab"): lambda _element: "\t",
    w("br"): _break,
    w("cr"): lambda _element: LINE,
    w("noBreakHyphen"): lambda _element: "-",
    w("softHyphen"): lambda _element: "",
    w("sym"): _symbol,
    w("lastRenderedPageBreak"): lambda _element: RENDERED_PAGE,
}


def pieces(element: Any) -> Iterator[str]:
    """Text and break signs below ``element``, in order; insertions are kept, deletions are not."""
    for child in element:
        tag = child.tag
        if tag in _DROPPED or (tag == w("r") and is_on(child.find(f"{w('rPr')}/{w('vanish')}"))):
            continue
        if tag in _SIGNS:
            yield _SIGNS[tag](child)
        else:
            yield from pieces(child)


def boxes(paragraph: Any) -> Iterator[Any]:
    """Text boxes that hang on a paragraph, each once."""
    for box in paragraph.iter(w("txbxContent")):
        if not any(above.tag in {FALLBACK, w("del")} for above in _between(box, paragraph)):
            yield box


def _between(inner: Any, outer: Any) -> Iterator[Any]:
    """The elements from ``inner`` outwards, ``outer`` and boxes excluded: a box in a box is met when the outer one is read."""
    for above in inner.iterancestors():
        if above is outer:
            return
        yield above


def is_nested(box: Any, paragraph: Any) -> bool:
    """Whether a box lies in another box of the same paragraph."""
    return any(above.tag == w("txbxContent") for above in _between(box, paragraph))


def notes(paragraph: Any) -> Iterator[str]:
    """Ids of the footnotes that a paragraph refers to."""
    for reference in paragraph.iter(w("footnoteReference")):
        yield attribute(reference, "id")
