"""ETag and If-Match (RFC 9110, section 13): an edit names the version it saw."""

from typing import Annotated

from fastapi import Depends, Header, Request

from shared.kit.framework_problems import MissingIfMatch, StaleEtag


def etag(version: int) -> str:
    """The strong ETag of a version."""
    return f'"v{version}"'


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
