"""Problems: one error class per cause, each with a stable code, a status and its words (RFC 9457)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from shared.kit.language import Language, Words
from shared.schemas.problem import Fault, ProblemBody

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - a problem in the sense of RFC 9457
    """Base of everything a caller is told. Subclasses set ``status``, ``code``, ``title`` and ``detail``.

    Keyword arguments fill the places of ``detail``; ``faults`` lists every single fault; ``headers`` go on the answer.
    """

    status: ClassVar[int]
    code: ClassVar[str]
    title: ClassVar[Words]
    detail: ClassVar[Words]

    def __init__(self, *, faults: Sequence["FaultWords"] = (), headers: Mapping[str, str] | None = None, **places: object) -> None:
        super().__init__(self.code)
        self.places = places
        self.faults = list(faults)
        self.headers = dict(headers or {})

    def __str__(self) -> str:
        return f"{self.code}: {self.detail.say('en', **self.places)}"

    def body(self, language: Language, request_id: str | None) -> ProblemBody:
        """The problem as told to a caller who reads ``language``."""
        return ProblemBody(
            type=f"/docs/problems.html#{self.code}",
            title=self.title.say(language),
            status=self.status,
            detail=self.detail.say(language, **self.places),
            code=self.code,
            errors=[fault.told(language) for fault in self.faults],
            request_id=request_id,
        )


class FaultWords:
    """One fault in both languages, until the caller's is known."""

    def __init__(
        self, code: str, words: Words, *, pointer: str | None = None, row: int | None = None, column: str | None = None, **places: object
    ) -> None:
        self.code, self.words = code, words
        self.places: dict[str, object] = places
        self.pointer, self.row, self.column = pointer, row, column

    @classmethod
    def about(cls, code: str, words: Words, pointer: str, places: Mapping[str, object]) -> "FaultWords":
        """A fault at ``pointer`` whose places come as a mapping."""
        fault = cls(code, words, pointer=pointer)
        fault.places = dict(places)
        return fault

    def told(self, language: Language) -> Fault:
        """The fault in one language."""
        return Fault(pointer=self.pointer, row=self.row, column=self.column, code=self.code, message=self.words.say(language, **self.places))


def declared(*problems: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """``responses=`` of a route: every problem it can answer with, with its code, title and an example."""
    by_status: dict[int, list[type[Problem]]] = {}
    for problem in problems:
        by_status.setdefault(problem.status, []).append(problem)
    return {status: _response(group) for status, group in sorted(by_status.items())}


def _response(group: Sequence[type[Problem]]) -> dict[str, Any]:
    examples = {
        problem.code: {
            "summary": problem.title.zh,
            "value": {
                "type": f"/docs/problems.html#{problem.code}",
                "title": problem.title.en,
                "status": problem.status,
                "detail": problem.detail.en,
                "code": problem.code,
                "errors": [],
                "request_id": "01a203ef2e36720a8f113b984351fa2c",
            },
        }
        for problem in group
    }
    return {
        "model": ProblemBody,
        "description": " · ".join(problem.title.en for problem in group),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemBody"}, "examples": examples}},
    }


def all_problems(base: type[Problem] = Problem) -> Iterator[type[Problem]]:
    """Every problem class that is loaded: the registry behind docs/problems.md."""
    for child in base.__subclasses__():
        if "code" in vars(child):
            yield child
        yield from all_problems(child)
