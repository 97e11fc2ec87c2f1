"""One page of a list."""

from typing import Generic, TypeVar

from pydantic import Field

from shared.schemas.base import Wire

Item = TypeVar("Item")


class Page(Wire, Generic[Item]):
    """Some items in a total order; ``next_cursor`` is absent on the last page."""

    items: list[Item]
    next_cursor: str | None = Field(default=None, description="give it as `cursor` to get the next page")
