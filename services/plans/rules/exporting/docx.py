"""A written plan as a document to be read: head, actions with who owes them, then indicators, duties and remarks as tables."""

import re
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

from services.plans.rules.exporting.tables import Entry, Table, Written, cited, duties, head, indicators, remarks

_FONT = "宋体"
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(plan: Written) -> bytes:
    """The bytes of a .docx file."""
    page = docx.Document()
    _chinese(page)
    page.core_properties.title = _sane(plan.document.head.title)
    page.add_heading(_sane(plan.document.head.title), 0)
    _table(page, head(plan))
    _actions(page, plan)
    for table in (indicators(plan), duties(plan), remarks(plan)):
        if table.rows:
            page.add_heading(table.title, 1)
            _table(page, table)
    out = BytesIO()
    page.save(out)
    return out.getvalue()


def _chinese(page: Any) -> None:
    """Give East Asian text a font of its own, or each reader would choose another."""
    style = page.styles["Normal"]
    style.font.size = Pt(10.5)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)


def _actions(page: Any, plan: Written) -> None:
    page.add_heading("行动与责任", 1)
    by_action: dict[str, list[Entry]] = {}
    for entry in plan.entries:
        by_action.setdefault(entry.action, []).append(entry)
    for section in plan.document.sections:
        own = [action for action in plan.document.actions if action.section == section.key]
        if own:
            page.add_heading(_sane(f"{section.number} {section.title}"), 2)
        for action in own:
            page.add_heading(_sane(f"{action.number} {action.name}"), 3)
            for role, entries in _by_role(by_action.get(action.key, [])).items():
                page.add_paragraph(_sane(f"{role}：{'、'.join(entry.written for entry in entries)}"))
            page.add_paragraph(_sane(f"出处：{cited(action.clause)}"), style="Intense Quote")


def _by_role(entries: list[Entry]) -> dict[str, list[Entry]]:
    titles = {"lead": "牵头单位", "responsible": "责任单位", "cooperating": "配合单位"}
    return {title: own for role, title in titles.items() if (own := [entry for entry in entries if entry.role == role])}


def _table(page: Any, table: Table) -> None:
    grid = page.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    for texts in (table.columns, *table.rows):
        for cell, text in zip(grid.add_row().cells, texts, strict=True):
            cell.text = _sane(text)


def _sane(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
