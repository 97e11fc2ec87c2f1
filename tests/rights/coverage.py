"""The matrix against the OpenAPI documents: which operations have no row, which rows have no operation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a published document."""

    id: str
    method: str
    path: str
    permission: str | None
    public: bool


def operations(apps: Iterable[FastAPI]) -> dict[str, Operation]:
    """Every operation of the apps' documents by its id; ValueError where two share one."""
    found: dict[str, Operation] = {}
    for app in apps:
        for path, methods in app.openapi()["paths"].items():
            for method, described in methods.items():
                operation = _operation(path, method, described)
                if operation.id in found:
                    raise ValueError(f"two operations are called {operation.id}")
                found[operation.id] = operation
    return found


def _operation(path: str, method: str, described: Mapping[str, Any]) -> Operation:
    public = bool(described.get("x-public"))
    return Operation(described["operationId"], method.upper(), path, described.get("x-permission"), public)


def uncovered(found: Mapping[str, Operation], table: Iterable[str], public: Iterable[str]) -> list[str]:
    """What is wrong between documents and table, in words; empty when every operation has its row and every row its operation."""
    guarded, open_to_all = set(table), set(public)
    wrong = [f"{name} ({op.method} {op.path}) has no row" for name, op in found.items() if name not in guarded | open_to_all]
    wrong += [f"the row {name} has no operation" for name in sorted(guarded | open_to_all) if name not in found]
    wrong += [f"{name} needs a token but stands among the public ones" for name, op in found.items() if name in open_to_all and not op.public]
    wrong += [f"{name} is public but has a row of rights" for name, op in found.items() if name in guarded and op.public]
    return wrong
