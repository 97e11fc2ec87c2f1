"""Every answer that is not a success leaves as problem+json, the framework's own included."""

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.routing import Match

from shared.kit.context import request_id
from shared.kit.framework_problems import BrokenJson, Internal, InvalidRequest, MethodNotAllowed, NoSuchRoute, TooLarge, WrongContentType
from shared.kit.language import Words, preferred
from shared.kit.log import logger
from shared.kit.middleware import BodyLimits
from shared.kit.problems import MEDIA_TYPE, FaultWords, Problem

_FAULT_WORDS = {
    "missing": Words("必填项缺失", "this is required"),
    "extra_forbidden": Words("没有这个字段，请删除", "there is no such field; remove it"),
}
_FALLBACK = Words("内容不符合要求：{why}", "does not fit: {why}")


def install(app: FastAPI, limits: BodyLimits) -> None:
    """Replace all handlers that could answer in another envelope; ``limits`` are told to who exceeds them."""

    async def on_problem(request: Request, problem: Exception) -> Response:
        assert isinstance(problem, Problem)
        return answer(request, problem)

    async def on_validation(request: Request, fault: Exception) -> Response:
        assert isinstance(fault, RequestValidationError)
        return answer(request, invalid(fault.errors()))

    async def on_http(request: Request, fault: Exception) -> Response:
        assert isinstance(fault, HTTPException)
        return answer(request, _from_framework(request, fault, limits))

    async def on_anything(request: Request, fault: Exception) -> Response:
        logger.error("unhandled fault", path=request.url.path, exc_info=fault)
        return answer(request, Internal())

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(Exception, on_anything)


def answer(request: Request, problem: Problem) -> Response:
    """The problem as a response in the caller's language."""
    language = preferred(request.headers.get("accept-language"))
    body = problem.body(language, request_id() or None)
    headers = {**problem.headers, "Content-Language": language, "Cache-Control": "no-store"}
    return Response(body.model_dump_json(exclude_none=True), problem.status, headers, MEDIA_TYPE)


def invalid(errors: Any) -> Problem:
    """Pydantic's findings as one problem that lists every fault by its pointer."""
    if len(errors) == 1 and errors[0]["type"] == "json_invalid":
        return BrokenJson(why=errors[0].get("ctx", {}).get("error", "?"))
    faults = [_fault(error) for error in errors]
    return InvalidRequest(faults=faults, count=len(faults))


def _fault(error: Any) -> FaultWords:
    place, *path = error["loc"]
    pointer = "".join(f"/{_escaped(part)}" for part in path) if place == "body" else "/".join(str(part) for part in error["loc"])
    words = _FAULT_WORDS.get(error["type"], _FALLBACK)
    return FaultWords(error["type"], words, pointer=pointer, why=error["msg"])


def _from_framework(request: Request, fault: HTTPException, limits: BodyLimits) -> Problem:
    headers = dict(fault.headers or {})
    match fault.status_code:
        case 404:
            return NoSuchRoute(headers=headers)
        case 405:
            return MethodNotAllowed(headers={"Allow": _allowed(request)})
        case 413:
            return TooLarge(headers=headers, limit=limits.of(request.url.path))
        case 415:
            return WrongContentType(headers=headers, wanted="application/json")
        case _:
            return BrokenJson(headers=headers, why=str(fault.detail))


def _escaped(part: object) -> str:
    """One step of a JSON pointer (RFC 6901, section 3)."""
    return str(part).replace("~", "~0").replace("/", "~1")


def _allowed(request: Request) -> str:
    """Every method of the address; the framework names those of its first route only."""
    contexts = iter_route_contexts(request.app.routes)
    methods = [context.methods or () for context in contexts if context.original_route.matches(request.scope)[0] is not Match.NONE]
    return ", ".join(sorted(set().union(*methods)))
