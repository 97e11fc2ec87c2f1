"""Names of WordprocessingML (ECMA-376, part 1, section 17)."""

from typing import Any

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
FALLBACK = f"{{{_COMPATIBILITY}}}Fallback"
MATH_TEXT = f"{{{_MATH}}}t"


def w(name: str) -> str:
    """A qualified name of the main namespace."""
    return f"{{{NAMESPACE}}}{name}"


def attribute(element: Any, name: str = "val", default: str = "") -> str:
    """An attribute of the main namespace; ``default`` where element or attribute is absent."""
    return default if element is None else str(element.get(w(name), default))


def number(element: Any, name: str = "val") -> int | None:
    """An attribute as an integer; None where it is absent or none."""
    given = attribute(element, name)
    return int(given) if given.lstrip("-").isdecimal() else None


def is_on(element: Any) -> bool:
    """Whether a switch such as ``w:vanish`` is there and not switched off."""
    return element is not None and attribute(element, "val", "true") not in {"0", "false", "off"}
