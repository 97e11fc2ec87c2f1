"""ETag, If-Match and If-None-Match (RFC 9110, section 13): an edit names the version it saw, a reader the answer it has."""

from hashlib import sha256
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, Header, Request, Response

from shared.kit.framework_problems import MissingIfMatch, StaleEtag

Answer = TypeVar("Answer")


def etag(version: int) -> str:
    """The strong ETag of a version."""
    return f'"v{version}"'


def unless_known(if_none_match: str | None, answer: Answer) -> Answer:
    """A ready answer under the strong ETag of its bytes; 304 without a body where the caller names that ETag."""
    response: Any = answer
    tag = f'"{sha256(response.body).hexdigest()[:32]}"'
    if if_none_match is not None and tag in [one.strip().removeprefix("W/") for one in if_none_match.split(",")]:
        return cast("Answer", Response(status_code=304, headers={"ETag": tag}))
    response.headers["ETag"] = tag
    return answer


class IfMatch:
    """What the caller saw; None where nothing was said."""

    def __init__(self, given: str | None) -> None:
        self.given = given

    def check(self, version: int) -> None:
        """Raise StaleEtag unless ``version`` is among those the caller names (``*`` names all)."""
        if self.given is None or self.given.strip() == "*":
            return
        if etag(version) not in [tag.strip() for tag in self.given.split(",")]:
            raise StaleEtag(given=self.given, current=etag(version), headers={"ETag": etag(version)})


async def _required(request: Request, if_match: Annotated[str | None, Header(description='the ETag you read, e.g. "v3"')] = None) -> IfMatch:
    if if_match is None:
        raise MissingIfMatch()
    return IfMatch(if_match)


async def _optional(if_match: Annotated[str | None, Header(description='the ETag you read, e.g. "v3"; optional here')] = None) -> IfMatch:
    return IfMatch(if_match)


RequiredIfMatch = Annotated[IfMatch, Depends(_required)]
OptionalIfMatch = Annotated[IfMatch, Depends(_optional)]
