"""Paragraph styles, as far as they carry numbers: a heading is often numbered by its style alone."""

from typing import Any

from services.plans.rules.reading.sources.docx.names import attribute, w

_LONGEST_CHAIN = 20


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Any | None) -> None:
        found = root.iter(w("style")) if root is not None else ()
        self._styles = {attribute(style, "styleId"): style for style in found}
        self._default = next((key for key, style in self._styles.items() if _is_default(style)), "")

    def numbers_of(self, style_id: str) -> Any | None:
        """The ``w:numPr`` that a style has or inherits."""
        style_id = style_id or self._default
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(style_id)
            if style is None:
                return None
            numbers = style.find(f"{w('pPr')}/{w('numPr')}")
            if numbers is not None:
                return numbers
            style_id = attribute(style.find(w("basedOn")))
        return None

    def list_of(self, style_id: str) -> str:
        """The numId that a list style names."""
        style = self._styles.get(style_id)
        return "" if style is None else attribute(style.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}"))


def _is_default(style: Any) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true"}
