"""A form field by field, and what the checks of its kind say of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.submissions.rules.checks import Found
from services.submissions.rules.forms import content_of, form_findings
from shared.schemas.evidence import AttachedFile
from shared.schemas.forms import FormField
from shared.schemas.kinds import FormCheck
from shared.schemas.reviews import ReturnNote


def shown_fields(form: Mapping[str, Any], rows: Iterable[Any]) -> list[FormField]:
    """Every field of the kind in the order of its form, filled in or not."""
    there = {row.field: row for row in rows}
    return [_shown(name, there.get(name)) for name in form["properties"]]


def _shown(name: str, row: Any) -> FormField:
    if row is None:
        return FormField(field=name, version=0)
    returned = ReturnNote.model_validate(row.returned) if row.returned else None
    value = row.content["value"]
    return FormField(field=name, value=value, version=row.version, changed_by=row.changed_by_name, changed_at=row.changed_at, returned=returned)


def findings_of(kind: Any, rows: Iterable[Any]) -> list[Found]:
    """Every finding on a form under the kind it was opened with."""
    return form_findings(kind.form, [FormCheck.model_validate(one) for one in kind.checks], content_of(rows))


def attached_file(row: Any) -> AttachedFile:
    """A file as it is listed."""
    copied = {name: row._mapping[name] for name in AttachedFile.model_fields if name != "attached_by"}
    return AttachedFile(**copied, attached_by=row.attached_by_name)
