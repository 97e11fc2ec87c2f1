"""Engines and sessions: reads on an autocommit connection, writes in one transaction that the kit alone commits.

``commit(`` appears here and nowhere else in the product (held by ``tests/house/test_ast_rules.py``).
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import Connection, Executable, Insert, Row, Select, Table, event, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import MultipleResultsFound
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import AsyncAdaptedQueuePool, PoolResetState
from sqlalchemy.util.concurrency import greenlet_spawn

from shared.kit.bulk import copy_in
from shared.kit.direct import DirectReads
from shared.kit.notes import Notes
from shared.kit.tables import audit_entries
from shared.kit.things import Things, WatchedSession
from shared.rules.audit_chain import content_hash
from shared.schemas.audit import AuditEntry

_LOST_RACES = frozenset({"40001", "40P01"})  # SQLSTATE: not serialisable, deadlock
_STREAMS = 4
_open_writes: ContextVar[list["WriteDb"] | None] = ContextVar("open_writes", default=None)


class UnauditedWriteError(RuntimeError):
    """Somebody's act changed rows and left nothing in the audit trail: every use case that writes calls ``work.audit``."""


class RemoteCallInTransactionError(RuntimeError):
    """A remote call was about to be made while a write transaction held its locks: read first, then write."""


def refuse_inside_write() -> None:
    """Raise if the running request holds an open write transaction (called by every client before it sends)."""
    writes = _open_writes.get()
    if writes and any(write.began for write in writes):
        raise RemoteCallInTransactionError("remote call inside an open write transaction")


def lost_race(fault: Exception) -> bool:
    """Whether the database gave the row to somebody else who wanted it at the same moment: what was begun anew may pass."""
    state = getattr(getattr(fault, "orig", None), "sqlstate", None)
    return isinstance(fault, StaleDataError) or state in _LOST_RACES


class Db(Protocol):
    """What a repository may ask of either side."""

    async def one(self, statement: Executable, params: dict[str, Any] | None = None) -> Row[Any] | None:
        """The only row, or None; more than one is an error."""
        ...

    async def all(self, statement: Executable, params: dict[str, Any] | None = None) -> Sequence[Row[Any]]:
        """All rows."""
        ...


def only(rows: Sequence[Row[Any]]) -> Row[Any] | None:
    """The only row, or None; more than one is an error."""
    if len(rows) > 1:
        raise MultipleResultsFound("one row was asked for, several were found")
    return rows[0] if rows else None


class ReadDb:
    """Single reads without a transaction; each call checks a connection out, runs, and gives it back in one hop."""

    def __init__(self, engine: AsyncEngine, direct: DirectReads | None = None, streams: AsyncEngine | None = None) -> None:
        self._engine = engine.sync_engine
        self._direct = direct
        self._streams = streams or engine

    async def one(self, statement: Executable, params: dict[str, Any] | None = None) -> Row[Any] | None:
        """The only row, or None; more than one is an error."""
        return only(await self.all(statement, params))

    async def all(self, statement: Executable, params: dict[str, Any] | None = None) -> Sequence[Row[Any]]:
        """All rows."""
        rows = await self._direct.rows(statement, params or {}) if self._direct else None
        return await greenlet_spawn(self._run, statement, params or {}) if rows is None else rows

    async def batches(self, statement: Select[Any], params: dict[str, Any], size: int) -> AsyncGenerator[Sequence[Row[Any]]]:
        """The rows of one snapshot, ``size`` at a time, by a cursor of the server: memory holds one batch, however many rows there are."""
        async with self._streams.connect() as connection:
            result = await connection.stream(statement.execution_options(yield_per=size), params)
            async for rows in result.partitions(size):
                yield rows

    def _run(self, statement: Executable, params: dict[str, Any]) -> Sequence[Row[Any]]:
        with self._engine.connect() as connection:
            return connection.execute(statement, params).all()


class WriteDb:
    """One write transaction: begun by its first statement, committed by the kit after the answer is serialised."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self._notes = Notes(session)
        self._things: Things = session.sync_session.info.setdefault("things", Things())
        self._acts: list[AuditEntry] = []
        self._audited = False
        self._after_commit: list[Callable[[], None]] = []

    @property
    def began(self) -> bool:
        """Whether a statement was sent, so that locks may be held."""
        return self.session.in_transaction()

    async def one(self, statement: Executable, params: dict[str, Any] | None = None) -> Row[Any] | None:
        """The only row, or None; more than one is an error."""
        return only(await self.all(statement, params))

    async def all(self, statement: Executable, params: dict[str, Any] | None = None) -> Sequence[Row[Any]]:
        """All rows."""
        return (await self.session.execute(statement, params or {})).all()

    async def run(self, statement: Executable, params: dict[str, Any] | list[dict[str, Any]] | None = None) -> int:
        """Execute an insert, update or delete; rows touched. An empty list of rows does nothing."""
        if params == []:
            return 0
        result = await self.session.execute(statement, params or {})
        count = int(getattr(result, "rowcount", -1))
        self._things.any_written |= count != 0
        return count

    async def insert(self, record: Any, rows: Sequence[dict[str, Any]]) -> None:
        """Insert many rows of one table in one statement; ``record`` is an ORM class or a table."""
        if rows:
            self._things.any_written = True
            await self.session.execute(_insert_into(getattr(record, "__table__", record)), list(rows))

    async def pour(self, record: type[Any], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert a bulk of new rows in the quickest way the database has: COPY on PostgreSQL, one statement on SQLite."""
        self._things.any_written = True
        if self.is_postgres:
            await copy_in(self.session, record.__table__, columns, rows)
        else:
            await self.insert(record, [dict(zip(columns, row, strict=True)) for row in rows])

    async def keep_newer(self, record: type[Any], rows: Sequence[dict[str, Any]]) -> None:
        """Store rows over those with their keys where their ``version`` is higher. For copies that come in bulk, in whatever order."""
        if rows:
            self._things.any_written = True
            table = record.__table__
            fresh = self._dialect().insert(table)
            key = [column.name for column in table.primary_key]
            changes = {name: fresh.excluded[name] for name in rows[0] if name not in key}
            newer = table.c.version < fresh.excluded.version
            await self.session.execute(fresh.on_conflict_do_update(index_elements=key, set_=changes, where=newer), list(rows))

    async def note(self, table: Table, *rows: dict[str, Any]) -> None:
        """Leave rows that nothing in this transaction reads back; they are written at its end, all notes together."""
        await self._notes.add(table, rows)

    async def note_act(self, entry: AuditEntry) -> None:
        """Leave an audit entry; what it cannot know yet, the object as the act left it, is added when it is written."""
        self._audited = True
        self._acts.append(entry)
        if self.session.in_nested_transaction():  # it may be rolled back alone
            await self._write_acts()

    async def _write_acts(self) -> None:
        acts, self._acts = self._acts, []
        if acts:
            await self.session.flush()
            await self._notes.add(audit_entries, [self._completed(act).model_dump() for act in acts])

    def _completed(self, entry: AuditEntry) -> AuditEntry:
        before, after = self._things.hashes(entry.subject)
        region_path = self._things.region_path(entry.subject) or entry.region_path
        whole = entry.model_copy(update={"before": before, "after": after, "region_path": region_path})
        return whole.model_copy(update={"hash": content_hash(whole)})

    async def require_audited(self) -> None:
        """Pass if nothing was written, or an audit entry with it; else UnauditedWriteError. For acts of people, clients and loops."""
        if self.session.new or self.session.dirty or self.session.deleted:
            await self.session.flush()
        if self._things.any_written and not self._audited:
            raise UnauditedWriteError("rows were changed and no audit entry was left")

    async def keep(self, record: type[Any], values: dict[str, Any]) -> None:
        """Store an ORM row as it now is: inserted, or over the one with its key. For copies of what others told."""
        self._things.any_written = True
        table = record.__table__
        fresh = self._dialect().insert(table).values(**values)
        key = [column.name for column in table.primary_key]
        changes = {name: fresh.excluded[name] for name in values if name not in key}
        await self.session.execute(fresh.on_conflict_do_update(index_elements=key, set_=changes))

    async def keep_first(self, record: type[Any], rows: Sequence[dict[str, Any]]) -> None:
        """Insert the rows whose keys are not there yet; one that somebody else inserts at this moment is waited for, and stays."""
        if rows:
            self._things.any_written = True
            fresh = self._dialect().insert(record.__table__).on_conflict_do_nothing()
            await self.session.execute(fresh, list(rows))

    @property
    def is_postgres(self) -> bool:
        """Whether it is PostgreSQL, for the few statements that differ."""
        return self.session.get_bind().dialect.name == "postgresql"

    def _dialect(self) -> Any:
        return postgresql if self.is_postgres else sqlite

    def add(self, *rows: object) -> None:
        """Put new ORM rows into the transaction."""
        self.session.add_all(rows)

    async def flush(self) -> None:
        """Send pending ORM changes, so that constraints speak now."""
        await self.session.flush()

    def after_commit(self, call: Callable[[], None]) -> None:
        """Run ``call`` once the transaction is durable; not at all if it is rolled back."""
        self._after_commit.append(call)

    async def commit(self) -> None:
        """Make it durable, then run what waits for that. Only kit calls this."""
        await self._write_acts()
        await self._notes.write()
        await self.session.commit()
        for call in self._after_commit:
            call()
        self._after_commit.clear()


class Database:
    """One service's database: two engines, and the way to open a write transaction."""

    def __init__(self, url: str, *, pool_size: int = 16, read_pool_size: int = 32) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.write_engine = _sqlite(url, immediate=True, size=1) if self.is_sqlite else _postgres(url, pool_size)
        reads = _sqlite(url, immediate=False, size=4) if self.is_sqlite else _postgres(url, max(1, read_pool_size // 4))
        self.read_engine = reads.execution_options(isolation_level="AUTOCOMMIT")
        self._direct_reads = None if self.is_sqlite else DirectReads(self.read_engine, max(1, read_pool_size * 3 // 4))
        self._stream_engine = _streams(url, sqlite=self.is_sqlite)
        self.read = ReadDb(self.read_engine, self._direct_reads, self._stream_engine)

    @asynccontextmanager
    async def open_write(self) -> AsyncIterator[WriteDb]:
        """A write transaction that its opener must commit; left without commit, it is rolled back."""
        async with AsyncSession(self.write_engine, expire_on_commit=False, autoflush=False, sync_session_class=WatchedSession) as session:
            write = WriteDb(session)
            token = _open_writes.set([*(_open_writes.get() or []), write])
            try:
                yield write
            finally:
                _open_writes.reset(token)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[WriteDb]:
        """A write transaction for loops and handlers: committed when the block ends well, else rolled back."""
        async with self.open_write() as write:
            yield write
            await write.commit()

    async def dispose(self) -> None:
        """Close every connection."""
        if self._direct_reads is not None:
            await self._direct_reads.close()
        await self.read_engine.dispose()
        await self._stream_engine.dispose()
        await self.write_engine.dispose()


@lru_cache
def _insert_into(table: Table) -> Insert:
    """Made once for each table: SQLAlchemy finds its compiled form by it."""
    return insert(table)


def _postgres(url: str, size: int) -> AsyncEngine:
    return create_async_engine(url, pool_size=size, max_overflow=0, pool_timeout=10)


def _streams(url: str, *, sqlite: bool) -> AsyncEngine:
    """Connections for long reads alone, few: somebody who takes a file slowly holds one, and must not keep the others from reading."""
    if sqlite:
        return _sqlite(url, immediate=False, size=_STREAMS)
    return _postgres(url, _STREAMS).execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _sqlite(url: str, *, immediate: bool, size: int) -> AsyncEngine:
    """An SQLite engine as it must be set up: WAL, foreign keys, busy timeout, and our own BEGIN.

    One write connection: SQLite has one writer anyway, and waiting in the pool is fair where the busy timeout is not.
    """
    engine = create_async_engine(
        url, poolclass=AsyncAdaptedQueuePool, pool_size=size, max_overflow=0, pool_timeout=30, connect_args={"isolation_level": None}
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=5000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "reset")
    def _leave_no_transaction(connection: Any, _record: Any, state: PoolResetState) -> None:
        """A COMMIT that fails leaves SQLite's transaction open, but SQLAlchemy takes it for ended and would lend it to the next request."""
        if state.asyncio_safe and connection.driver_connection.in_transaction:
            connection.rollback()

    if immediate:

        @event.listens_for(engine.sync_engine, "begin")
        def _begin_immediate(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
