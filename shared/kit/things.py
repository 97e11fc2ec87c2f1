"""What a transaction changed: the rows as they were before it, so that the audit trail can hold hashes of before and after."""

from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import InstanceState, LoaderCallableStatus, Session
from sqlalchemy.orm.attributes import instance_state

from shared.rules.audit_chain import fingerprint

Row = dict[str, Any]


class Things:
    """Rows with an id of their own that one session inserted, changed or deleted, by that id."""

    def __init__(self) -> None:
        self._rows: dict[UUID, dict[str, tuple[object, Row | None]]] = {}  # records themselves: a session would let go of them
        self.any_written = False
        """Whether anything was written; statements that go past the ORM are noted by ``WriteDb``."""

    def note_change(self, record: object) -> None:
        """Remember a row as it is in the database; what counts is how it was the first time."""
        state = instance_state(record)
        self._remember(record, state, {name: _was(state, name) for name in _columns(state)})

    def note_insert(self, record: object) -> None:
        """Remember that there was no such row before."""
        self._remember(record, instance_state(record), None)

    def _remember(self, record: object, state: InstanceState[Any], before: Row | None) -> None:
        self.any_written = True
        key = state.mapper.primary_key_from_instance(record)
        if len(key) == 1 and isinstance(key[0], UUID):
            self._rows.setdefault(key[0], {}).setdefault(str(state.mapper.local_table), (record, before))

    def hashes(self, subject: UUID) -> tuple[str | None, str | None]:
        """Hashes of the rows with this id before the transaction and as they are now; None where there is none."""
        rows = self._rows.get(subject, {})
        before = {table: was for table, (_, was) in rows.items() if was is not None}
        after = {table: _values(record) for table, (record, _) in rows.items() if not _is_gone(record)}
        return fingerprint(before) if before else None, fingerprint(after) if after else None

    def region_path(self, subject: UUID) -> str | None:
        """The region of the rows with this id, where they have one."""
        rows = [_values(record) for record, _ in self._rows.get(subject, {}).values()]
        return next((row["region_path"] for row in rows if row.get("region_path")), None)


def _columns(state: InstanceState[Any]) -> list[str]:
    return [attribute.key for attribute in state.mapper.column_attrs]


def _was(state: InstanceState[Any], name: str) -> Any:
    was = state.committed_state.get(name, state.dict.get(name))
    return None if isinstance(was, LoaderCallableStatus) else was  # set without ever having been read


def _values(record: object) -> Row:
    state = instance_state(record)
    return {name: state.dict.get(name) for name in _columns(state)}


def _is_gone(record: object) -> bool:
    state = instance_state(record)
    return state.deleted or state.was_deleted


class WatchedSession(Session):
    """A session whose flushes are noted in ``info["things"]``."""


@event.listens_for(WatchedSession, "before_flush")
def _note_changes(session: Session, _context: Any, _instances: Any) -> None:
    things: Things = session.info["things"]
    for record in (*session.dirty, *session.deleted):
        things.note_change(record)


@event.listens_for(WatchedSession, "after_flush")
def _note_inserts(session: Session, _context: Any) -> None:
    things: Things = session.info["things"]
    for record in session.new:
        things.note_insert(record)
