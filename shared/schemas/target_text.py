"""Printed target text and what it was read as, on the wire."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from shared.schemas.base import Name, Wire, Year
from shared.schemas.targets import Polarity, TargetExpression

Printed = Annotated[str, StringConstraints(max_length=1000)]


class TargetText(Wire):
    """A printed target text, with what is known of its indicator."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "90%以上且每年提高1个百分点", "indicator": "居民健康素养水平", "polarity": "up"}]}
    )

    text: Printed = Field(description="as printed; empty or —— sets nothing")
    polarity: Polarity | None = Field(default=None, description="gives a bare number its comparator")
    indicator: Name | None = Field(default=None, description="tells the indicator's own name in the text from a population beside it")
    unit: Annotated[str, StringConstraints(min_length=1, max_length=40)] | None = Field(
        default=None, description="of the table heading, for numbers printed without one"
    )
    years: list[Year] = Field(default_factory=list, max_length=20, description="horizons named before the text, in order")


class ReadTarget(Wire):
    """One target of the text. ``zh`` and ``en`` say the expression in words."""

    raw: str
    indicator: str | None = None
    population: str | None = None
    year: Year | None = None
    expression: TargetExpression
    zh: str
    en: str


class TextRemark(Wire):
    """What was assumed about a piece of the text, or why no target was made of it."""

    raw: str
    zh: str
    en: str


class UnderstoodText(Wire):
    """A piece of the text and the target, by its place in the list, that it became."""

    raw: str
    target: int
    kind: str


class ReadTargets(Wire):
    """What a printed text was read as. Nothing is guessed: what is not certain stands under ``refused``."""

    raw: str
    targets: list[ReadTarget]
    understood: list[UnderstoodText]
    assumed: list[TextRemark]
    refused: list[TextRemark]
