"""What the proxy answers by itself: the product's problems in the caller's language, as nginx maps and named locations."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from deploy.gateway.problems import TooManyRequests, UnreadableRequest
from shared.kit.framework_problems import MethodNotAllowed, NoSuchRoute, PeerUnavailable, TooLarge
from shared.kit.language import Language
from shared.kit.problems import MEDIA_TYPE, Problem
from shared.schemas.services import ServiceName

_REQUEST_ID = "$jx_request_id"
_LANGUAGES: tuple[Language, ...] = ("zh", "en")
# nginx cannot weigh q-values: English is what begins with English, Chinese everything else. Services weigh them.
_LANGUAGE_MAP = '  map $http_accept_language $jx_language { default zh; "~*^en" en; }'
# Without types, default_type holds whatever the address ends in.
_LOCATION = """    location {match} {{{internal}
      types {{ }}
      default_type {media_type};
      add_header Content-Language $jx_language always;
      add_header Cache-Control no-store always;
      add_header X-Request-Id $jx_request_id always;{headers}
      return {status} $jx_{name};
    }}"""


@dataclass(frozen=True)
class Refusal:
    """One problem under the name of its location."""

    name: str
    problem: Problem
    headers: Mapping[str, str] = field(default_factory=dict)
    is_named: bool = True

    def as_map(self) -> str:
        """The body in both languages, chosen by ``$jx_language``."""
        lines = "".join(
            f" {language} {_quoted(self.problem.body(language, _REQUEST_ID).model_dump_json(exclude_none=True))};" for language in _LANGUAGES
        )
        return f"  map $jx_language $jx_{self.name} {{{lines} }}"

    def as_location(self) -> str:
        """The location that answers with it."""
        headers = "".join(f"\n      add_header {name} {_quoted(value)} always;" for name, value in self.headers.items())
        match = f"@{self.name}" if self.is_named else f"= /{self.name}"
        return _LOCATION.format(
            match=match,
            internal="" if self.is_named else "\n      internal;",
            name=self.name,
            media_type=MEDIA_TYPE,
            headers=headers,
            status=self.problem.status,
        )


def refusal_maps(limits: Mapping[str, int]) -> tuple[str, str]:
    """The maps (for ``http``) and the named locations (for ``server``); ``limits`` are the largest bodies in bytes, by service or kind of upload."""
    refusals = [
        Refusal("no_such_route", NoSuchRoute()),
        Refusal("method_not_allowed", MethodNotAllowed(), {"Allow": "GET, HEAD"}),
        Refusal("unreadable_request", UnreadableRequest(), is_named=False),
        Refusal("too_many_requests", TooManyRequests(), {"Retry-After": "1"}),
        Refusal("too_large", TooLarge(limit=max(limits.values()))),
        *(Refusal(f"too_large_{name}", TooLarge(limit=limit)) for name, limit in limits.items()),
        *(Refusal(f"without_{service}", PeerUnavailable(peer=service.value), {"Retry-After": "5"}) for service in ServiceName),
    ]
    maps = [_LANGUAGE_MAP, *(refusal.as_map() for refusal in refusals)]
    return "\n".join(maps), "\n".join(refusal.as_location() for refusal in refusals)


def _quoted(text: str) -> str:
    """``text`` as one nginx word; variables in it are still filled in."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
