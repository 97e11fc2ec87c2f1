"""What belongs to the running request and must travel with it: its id and its caller's language."""

from contextvars import ContextVar

from shared.kit.ids import new_id

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """The id of the running request or loop turn; empty outside of any."""
    return _request_id.get()


class request_scope:  # noqa: N801 - used like a function: with request_scope(id):
    """Enter a request id; leaving restores the one before (a nested in-process call shares the task)."""

    def __init__(self, given: str | None = None) -> None:
        self.id = given or new_id().hex

    def __enter__(self) -> str:
        self._token = _request_id.set(self.id)
        return self.id

    def __exit__(self, *_exc: object) -> None:
        _request_id.reset(self._token)
