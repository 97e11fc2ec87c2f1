"""When two rounds would ask for the same."""

from collections.abc import Iterable
from typing import Any


def asks_twice(there: Any, kind: Any, name: str, plan_ids: Iterable[str]) -> bool:
    """Whether an open round already asks what another would.

    The same values are asked for once; a form may be asked for again (a bulletin each month), under another name.
    """
    same = there.kind_code == kind.code if kind.has_items else (there.kind_code, there.name) == (kind.code, name)
    return bool(same and set(plan_ids) & set(there.plan_ids))
