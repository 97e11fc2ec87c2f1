"""The fields of a form on the wire."""

from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator

from shared.schemas.answers import Finding
from shared.schemas.base import Instant, Key, Name, Wire
from shared.schemas.reviews import ReturnNote


class FormEdit(Wire):
    """Fields to change, as a JSON merge patch (RFC 7396) over the form: null empties.

    ``versions`` names, for each field, the version that was seen (0: never filled). A field that somebody else changed since is a conflict;
    what others write into other fields is none.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"changes": {"summary": "全年完成各项任务", "problems": None}, "versions": {"summary": 2, "problems": 0}}]}
    )

    changes: dict[Key, Any] = Field(min_length=1, max_length=100)
    versions: dict[Key, Annotated[int, Field(ge=0, le=2_000_000_000)]]

    @model_validator(mode="after")
    def _says_what_was_seen(self) -> Self:
        if unseen := sorted(set(self.changes) - set(self.versions)):
            raise ValueError(f"versions must name what was seen of: {', '.join(unseen)}")
        return self


class FormField(Wire):
    """One top-level field: what it says, who wrote it last, and why it came back if it did."""

    field: Key
    value: Any = None
    version: int
    changed_by: Name | None = None
    changed_at: Instant | None = None
    returned: ReturnNote | None = None


class SavedForm(Wire):
    """The fields after an edit, with what the checks say of the whole form."""

    form: list[FormField]
    findings: list[Finding]
