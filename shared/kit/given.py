"""Route parameters that come with the request and not from its caller: who acts, the database, the service, the clock.

FastAPI's ``Depends`` solves a dependency tree for each of them on each request, which costs more than the look-up of a row
(docs/bench.md). ``Depends`` stays for what reads the request's parameters and belongs into the API document.
"""

import inspect
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from fastapi import Request

Endpoint = Callable[..., Awaitable[Any]]
_REQUEST = "_request"


class Given:
    """Marks a parameter in its annotation: ``Annotated[ReadDb, Given(find)]`` is ``find(request)``, which must not wait for anything."""

    def __init__(self, find: Callable[[Request], Any]) -> None:
        self.find = find


def with_given(endpoint: Endpoint) -> Endpoint:
    """``endpoint`` as FastAPI is to see it: its given parameters are filled in and none of its business."""
    signature = inspect.signature(endpoint)
    finds = {name: given.find for name, parameter in signature.parameters.items() if (given := _given(parameter))}
    if not finds:
        return endpoint

    @wraps(endpoint)
    async def call(**values: Any) -> Any:
        request = values.pop(_REQUEST)
        for name, find in finds.items():
            values[name] = find(request)
        return await endpoint(**values)

    rest = [parameter for name, parameter in signature.parameters.items() if name not in finds]
    whole = inspect.Parameter(_REQUEST, inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    vars(call)["__signature__"] = signature.replace(parameters=[*rest, whole])
    del vars(call)["__wrapped__"]
    return call


def _given(parameter: inspect.Parameter) -> Given | None:
    """The mark in a parameter's annotation."""
    return next((mark for mark in getattr(parameter.annotation, "__metadata__", ()) if isinstance(mark, Given)), None)
