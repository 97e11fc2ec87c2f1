"""``jianxing target``: a printed target text to JSON on standard output."""

import json

from shared.rules.targets import fields_of, parse
from shared.schemas.targets import Polarity


def print_parsed(text: str, polarity: str | None = None, indicator: str | None = None, unit: str | None = None) -> int:
    """Print what the text was read as; 0 where something was understood, 1 where all of it was refused."""
    parsed = parse(text, polarity=Polarity(polarity) if polarity else None, indicator=indicator, unit=unit)
    print(json.dumps(fields_of(parsed), ensure_ascii=False, indent=1))
    return 0 if parsed.targets else 1
