"""``jianxing audit``: every kind of tampering with the rows of a real database is found, in the database and in an export of it."""

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey

from deploy.audit_trail import FLAWED, SOUND, UNREADABLE, export, verify
from deploy.cli import main
from shared.kit.db import Database
from shared.kit.tokens import TokenSigner
from tests.databases import TestDatabases, run_apart
from tests.factories.audit import SIGNER, act, entries_of, force, seal

ENTRY = "UPDATE audit_entries SET {} WHERE seal = 2 AND position = 1"
SEAL = "UPDATE audit_seals SET {} WHERE number = 2"
PLACE = "UPDATE audit_entries SET position = {} WHERE seal = 2 AND position = {}"
TAMPERED: dict[str, tuple[Sequence[str], str, int]] = {
    "an act": ([ENTRY.format("act = 'approve'")], "changed", 2),
    "a detail": ([ENTRY.format("detail = '{\"number\": 99}'")], "changed", 2),
    "an actor": ([ENTRY.format("actor_name = '李四'")], "changed", 2),
    "a reason": ([ENTRY.format("reason = '事后补的'")], "changed", 2),
    "a hash of the object": ([ENTRY.format("after = hash")], "changed", 2),
    "its own hash": ([ENTRY.format("hash = 'ab'")], "changed", 2),
    "a removed entry": (["DELETE FROM audit_entries WHERE seal = 2 AND position = 1"], "removed", 2),
    "the last entry of all": (["DELETE FROM audit_entries WHERE seal = 3 AND position = 2"], "removed", 3),
    "an entry out of its seal": ([ENTRY.format("seal = NULL, position = NULL")], "removed", 2),
    "an entry in another seal": ([ENTRY.format("seal = 1, position = 7")], "added", 1),
    "an entry of no seal": ([ENTRY.format("seal = 70")], "removed", 2),
    "exchanged entries": ([PLACE.format(90, 1), PLACE.format(1, 3), PLACE.format(3, 90)], "reordered", 2),
    "a seal's time": ([SEAL.format("at = '2020-01-01 00:00:00.000000'")], "broken seal", 2),
    "a seal's hash": ([SEAL.format("hash = previous")], "broken seal", 2),
    "a seal's list": ([SEAL.format("entries = '[]', count = 0")], "broken seal", 2),
    "a removed seal": (["DELETE FROM audit_seals WHERE number = 2"], "missing seal", 2),
}


@pytest.fixture
def url(fresh_url: TestDatabases) -> str:
    """A database whose chain has three seals and two entries that are not sealed yet."""
    made = fresh_url("submissions")

    async def fill() -> None:
        database = Database(made, pool_size=2, read_pool_size=4)
        for count in (5, 5, 3):
            await act(database, count)
            await seal(database)
        await act(database, 2)
        await database.dispose()

    run_apart(fill())
    return made


def tamper(url: str, statements: Sequence[str]) -> None:
    """Change rows as the owner of the database can."""

    async def go() -> None:
        database = Database(url, pool_size=2, read_pool_size=4)
        for statement in statements:
            await force(database, statement)
        await database.dispose()

    run_apart(go())


def test_an_untouched_chain_is_sound(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify", "--database", url]) == SOUND
    assert "sealed 13，待封存 / pending 2，问题 / flaws 0" in capsys.readouterr().out


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_found_and_its_first_place_named(url: str, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    statements, told, number = TAMPERED[what]
    tamper(url, statements)
    assert main(["audit", "verify", "--database", url]) == FLAWED
    out = capsys.readouterr().out
    assert told in out.splitlines()[0] and f"seal {number}" in out.splitlines()[0], out
    copy = tmp_path / "trail.jsonl"
    assert main(["audit", "export", "--database", url, str(copy)]) == 0
    assert main(["audit", "verify", "--file", str(copy)]) == FLAWED


def test_a_bad_entry_is_named_by_its_id(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    async def second() -> str:
        database = Database(url, pool_size=2, read_pool_size=4)
        entries = await entries_of(database)
        await database.dispose()
        return next(str(entry.id) for entry in entries if (entry.seal, entry.position) == (2, 1))

    named: str = asyncio.run(second())
    tamper(url, [ENTRY.format("act = 'approve'")])
    main(["audit", "verify", "--database", url])
    assert named in capsys.readouterr().out.splitlines()[0]


def test_an_entry_written_past_the_platform_is_found(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Copied under a new id with the old hash: sealed or not, it does not hold."""
    fields = "at, actor_id, actor_name, act, subject, detail, request_id, reason, region_path, before, after, hash"
    new_id = "019300000000700080000000000000aa"
    tamper(url, [f"INSERT INTO audit_entries (id, {fields}) SELECT '{new_id}', {fields} FROM audit_entries WHERE seal = 1 AND position = 0"])
    assert main(["audit", "verify", "--database", url]) == FLAWED
    assert "changed" in capsys.readouterr().out.splitlines()[0]


def test_an_export_is_verified_away_from_the_database(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy, keys = tmp_path / "trail.jsonl", tmp_path / "keys.json"
    keys.write_text(json.dumps(SIGNER.key_set()), encoding="utf-8")
    assert main(["audit", "export", "--database", url, str(copy)]) == 0
    lines = copy.read_text(encoding="utf-8").splitlines()
    assert [next(iter(json.loads(line))) for line in lines].count("seal") == 3 and len(lines) == 18
    assert main(["audit", "verify", "--file", str(copy), "--keys", str(keys)]) == SOUND
    head = capsys.readouterr().out.split()[-1]
    assert main(["audit", "verify", "--file", str(copy), "--head", head]) == SOUND
    copy.write_text("\n".join(lines[:12]), encoding="utf-8")
    assert main(["audit", "verify", "--file", str(copy), "--head", head]) == FLAWED
    assert "known seal" in capsys.readouterr().out


@pytest.mark.parametrize("moved", [(1, 2), (1, 8), (0, 6)], ids=["within a seal", "into another seal", "a seal"])
def test_lines_of_an_export_have_their_order(url: str, tmp_path: Path, moved: tuple[int, int]) -> None:
    copy = tmp_path / "trail.jsonl"
    main(["audit", "export", "--database", url, str(copy)])
    lines = copy.read_text(encoding="utf-8").splitlines()
    lines[moved[0]], lines[moved[1]] = lines[moved[1]], lines[moved[0]]
    copy.write_text("\n".join(lines), encoding="utf-8")
    if moved == (1, 2):  # an entry carries its position: the order of the lines says nothing
        assert main(["audit", "verify", "--file", str(copy)]) == SOUND
    else:
        assert main(["audit", "verify", "--file", str(copy)]) == FLAWED


def test_a_chain_of_another_key_is_not_the_services(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps(TokenSigner("submissions", OKPKey.generate_key("Ed25519")).key_set()), encoding="utf-8")
    assert main(["audit", "verify", "--database", url, "--keys", str(keys)]) == FLAWED
    assert "not signed" in capsys.readouterr().out.splitlines()[0]


def test_what_waits_too_long_for_its_seal_is_told(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify", "--database", url, "--patience", "-1"]) == FLAWED
    assert "not sealed for too long" in capsys.readouterr().out.splitlines()[0]


@pytest.mark.parametrize("text", ["nonsense", "{}", '{"entry": {}}', '{"seal": 1}', "[]", '{"entry": 1, "seal": 2}', "\x00"])
def test_what_is_no_export_is_told_with_its_line(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "trail.jsonl"
    copy.write_text(f"{text}\n", encoding="utf-8")
    assert main(["audit", "verify", "--file", str(copy)]) == UNREADABLE
    assert "line 1" in capsys.readouterr().err


async def test_what_is_not_there_is_told(tmp_path: Path, fresh_url: TestDatabases) -> None:
    patience = timedelta(minutes=5)
    assert await verify(tmp_path / "none.jsonl", None, None, patience) == UNREADABLE
    assert await verify(f"sqlite+aiosqlite:///{tmp_path}/none.db", None, None, patience) == UNREADABLE
    assert not (tmp_path / "none.db").exists()
    assert await verify("nonsense", None, None, patience) == UNREADABLE
    (tmp_path / "keys.json").write_text("{}", encoding="utf-8")
    assert await verify(fresh_url("plans"), tmp_path / "keys.json", None, patience) == UNREADABLE
    with (tmp_path / "trail.jsonl").open("w", encoding="utf-8") as out:
        assert await export(fresh_url("plans"), out) == 0
