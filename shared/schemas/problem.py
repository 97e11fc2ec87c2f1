"""Errors on the wire: RFC 9457 problem details with a stable code and every fault at once."""

from pydantic import BaseModel, ConfigDict, Field


class Fault(BaseModel):
    """One fault: where (JSON pointer, or row and column of a bulk), which (code), and what to do (message)."""

    model_config = ConfigDict(frozen=True)

    pointer: str | None = Field(default=None, description="JSON pointer into the body, or `query/…`, `header/…`, `path/…`")
    row: int | None = None
    column: str | None = None
    code: str
    message: str


class ProblemBody(BaseModel):
    """The one error envelope, `application/problem+json`."""

    model_config = ConfigDict(frozen=True)

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(description="stable; the registry stands in docs/problems.md")
    errors: list[Fault] = Field(default_factory=list)
    request_id: str | None = None
