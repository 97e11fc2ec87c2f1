"""XML of strangers: no DTD, no entities, no network, bounded depth."""

from typing import Any

from lxml import etree

from shared.kit.files.refusals import Refusal, UnreadableDocument


def parse(data: bytes, what: str) -> Any:
    """The root element; raises UnreadableDocument on anything that ordinary office files do not hold."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnreadableDocument(Refusal.UNSAFE_XML, what)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise UnreadableDocument(Refusal.TOO_DEEP if "xcessive depth" in str(fault) else Refusal.BROKEN, what) from fault
    if root.getroottree().docinfo.doctype:  # declared in an encoding that hides it from the look above
        raise UnreadableDocument(Refusal.UNSAFE_XML, what)
    return root
