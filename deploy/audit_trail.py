"""``jianxing audit``: a service's audit chain held against itself, or carried out of the house; no platform need run."""

import json
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TextIO

from joserfc.jwk import KeySet
from pydantic import ValidationError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from shared.kit.chain_reading import sections
from shared.kit.clock import real_now
from shared.kit.db import Database
from shared.kit.tokens import is_sealed
from shared.rules.audit_chain import Chain, Flaw, Found, Section, Signed
from shared.schemas.audit import AuditEntry, AuditSeal

SOUND, FLAWED, UNREADABLE = 0, 1, 2
_TOLD = 20
_WORDS = {
    Flaw.CHANGED: "内容被改动 / changed",
    Flaw.REMOVED: "记录被删除 / removed",
    Flaw.ADDED: "记录被插入 / added",
    Flaw.REORDERED: "顺序被调换 / reordered",
    Flaw.BROKEN_SEAL: "封条与内容不符 / broken seal",
    Flaw.MISSING_SEAL: "缺少封条 / missing seal",
    Flaw.UNSIGNED: "封条签名无效 / seal not signed by these keys",
    Flaw.UNSEALED: "久未封存 / not sealed for too long",
    Flaw.CUT_OFF: "已知的封条不在链上 / a known seal is not in the chain",
}


class ChainUnreadableError(RuntimeError):
    """The chain cannot be read; the message says why."""


async def verify(source: Path | str, keys: Path | None, head: str | None, patience: timedelta) -> int:
    """Go through the chain in an export (a path) or a database (a URL) and print what is wrong, the first flaw first."""
    try:
        chain = Chain(real_now(), patience, _signed_by(keys) if keys else None, head)
        found = [flaw async for section in _sections(source) for flaw in chain.flaws(section)]
        found += chain.flaws_at_the_end()
    except (ChainUnreadableError, OSError, SQLAlchemyError) as fault:
        print(f"jianxing: 无法读取 / cannot be read: {fault}", file=sys.stderr)
        return UNREADABLE
    for flaw in found[:_TOLD]:
        print(_line(flaw))
    at = f"{chain.last.number} {chain.last.hash}" if chain.last else "-"
    print(f"已封存 / sealed {chain.sealed}，待封存 / pending {chain.pending}，问题 / flaws {len(found)}；末封 / head {at}")
    return FLAWED if found else SOUND


def _line(found: Found) -> str:
    places = [f"封条 / seal {found.seal}" if found.seal is not None else "", f"记录 / entry {found.entry}" if found.entry else ""]
    return "：".join([_WORDS[found.flaw], "，".join(place for place in places if place)])


def _signed_by(keys: Path) -> Signed:
    try:
        known = KeySet.import_key_set(json.loads(keys.read_text(encoding="utf-8")))
    except (ValueError, TypeError, LookupError) as fault:
        raise ChainUnreadableError(f"{keys}: not a JWK set ({fault})") from fault
    return lambda seal: is_sealed(seal.signature, seal.hash, known)


async def _sections(source: Path | str) -> AsyncIterator[Section]:
    if isinstance(source, Path):
        with source.open(encoding="utf-8") as file:
            for section in read_lines(file):
                yield section
        return
    database = _existing(source)
    try:
        async for section in sections(database.read):
            yield section
    finally:
        await database.dispose()


def _existing(url: str) -> Database:
    """The database at ``url``; SQLite would make an empty one where there is none."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(str(parsed.database)).is_file():
        raise ChainUnreadableError(f"{parsed.database}: no such file")
    return Database(url)


async def export(url: str, out: TextIO) -> int:
    """Write the chain as JSON lines: each seal before its entries, then what is not sealed yet. How many entries."""
    count = 0
    async for section in _sections(url):
        if section.seal is not None:
            out.write(json.dumps({"seal": section.seal.model_dump(mode="json")}, ensure_ascii=False) + "\n")
        for entry in section.entries:
            out.write(json.dumps({"entry": entry.model_dump(mode="json")}, ensure_ascii=False) + "\n")
            count += 1
    return count


def read_lines(file: TextIO) -> Iterator[Section]:
    """The sections of an export. An entry that stands elsewhere than under its seal comes without one."""
    seal: AuditSeal | None = None
    held: list[AuditEntry] = []
    for number, line in enumerate(file, 1):
        told = _told(line, number)
        if isinstance(told, AuditEntry) and seal is not None and told.seal == seal.number:
            held.append(told)
            continue
        if isinstance(told, AuditEntry):
            yield Section(None, [told])
            continue
        if seal is not None:
            yield Section(seal, held)
        seal, held = told, []
    if seal is not None:
        yield Section(seal, held)


def _told(line: str, number: int) -> AuditEntry | AuditSeal:
    try:
        [(kind, told)] = json.loads(line).items()
        return AuditSeal.model_validate(told) if kind == "seal" else AuditEntry.model_validate(told)
    except (ValueError, LookupError, AttributeError, ValidationError) as fault:
        raise ChainUnreadableError(f"line {number} is neither an entry nor a seal") from fault
