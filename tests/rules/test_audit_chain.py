"""The audit chain as a pure thing: what its hashes are taken over, and that no change of it passes unseen."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kit.ids import new_id
from shared.rules.audit_chain import FIRST, Chain, Flaw, Section, content_hash, fingerprint, made_at, next_seal
from shared.schemas.audit import AuditEntry, AuditSeal

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
Sections = list[Section]


def entry(number: int, **changes: Any) -> AuditEntry:
    """A complete entry."""
    who = {"actor_id": UUID(int=1), "actor_name": " 张三 ", "request_id": "r", "region_path": "a."}
    what = {"id": new_id(), "at": NOW, "act": "edit", "subject": UUID(int=number), "reason": None, "detail": {"n": number}}
    bare = AuditEntry(**who, **what, before=None, after=None, hash=None, seal=None, position=None).model_copy(update=changes)
    return bare.model_copy(update={"hash": content_hash(bare)})


def chain(*sizes: int) -> Sections:
    """Seals over so many entries each."""
    last, made = None, []
    for size in sizes:
        entries = [entry(n) for n in range(size)]
        last = next_seal(last, entries, NOW, lambda digest: f"signed {digest}")
        held = [one.model_copy(update={"seal": last.number, "position": place}) for place, one in enumerate(entries)]
        made.append(Section(last, held))
    return made


def checked(sections: Sequence[Section], **more: Any) -> list[tuple[Flaw, int | None, str | None]]:
    """Everything wrong with a chain."""
    through = Chain(datetime.now(UTC), timedelta(minutes=5), **more)
    found = [flaw for section in sections for flaw in through.flaws(section)]
    return [(flaw.flaw, flaw.seal, flaw.entry) for flaw in [*found, *through.flaws_at_the_end()]]


def with_entries(sections: Sections, number: int, change: Callable[[list[AuditEntry]], list[AuditEntry]]) -> Sections:
    """The chain with the entries of one seal changed."""
    return [replace(one, entries=change(list(one.entries))) if one.seal and one.seal.number == number else one for one in sections]


def with_seal(sections: Sections, number: int, **changes: Any) -> Sections:
    """The chain with one seal changed."""
    return [replace(one, seal=one.seal.model_copy(update=changes)) if one.seal and one.seal.number == number else one for one in sections]


def test_an_untouched_chain_has_no_flaw() -> None:
    sections = chain(3, 1, 5)
    assert checked([*sections, Section(None, [entry(9)])]) == []
    assert sections[0].seal and sections[0].seal.previous == FIRST and sections[0].seal.count == 3
    assert checked([]) == []


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("at", NOW + timedelta(seconds=1)),
        ("actor_id", UUID(int=2)),
        ("actor_name", "张三"),
        ("act", "approve"),
        ("subject", UUID(int=77)),
        ("reason", "补录"),
        ("detail", {"n": 1, "more": None}),
        ("request_id", "other"),
        ("region_path", "b."),
        ("before", "a" * 64),
        ("after", "a" * 64),
    ],
)
@pytest.mark.parametrize("hash_too", [False, True], ids=["its hash as it was", "its hash made to fit"])
def test_a_changed_entry_is_named(field: str, told: Any, hash_too: bool) -> None:
    def change(entries: list[AuditEntry]) -> list[AuditEntry]:
        other = entries[1].model_copy(update={field: told})
        entries[1] = other.model_copy(update={"hash": content_hash(other)}) if hash_too else other
        return entries

    sections = chain(2, 3, 2)
    assert checked(with_entries(sections, 2, change)) == [(Flaw.CHANGED, 2, str(sections[1].entries[1].id))]


def test_a_changed_hash_alone_is_found() -> None:
    sections = with_entries(chain(2), 1, lambda entries: [entries[0].model_copy(update={"hash": "b" * 64}), entries[1]])
    assert [flaw for flaw, _, _ in checked(sections)] == [Flaw.CHANGED]


def test_a_removed_entry_is_named_by_its_hash() -> None:
    sections = chain(2, 3)
    gone = sections[1].entries[2]
    assert checked(with_entries(sections, 2, lambda entries: entries[:2])) == [(Flaw.REMOVED, 2, gone.hash)]
    assert len(checked(with_entries(sections, 1, lambda _: []))) == 2


def test_an_added_entry_is_named_wherever_it_claims_to_be() -> None:
    for position in (0, 1, 3, None):
        new = entry(8, seal=1, position=position)
        assert (Flaw.ADDED, 1, str(new.id)) in checked(with_entries(chain(3), 1, lambda entries, new=new: [*entries, new])), position  # type: ignore[misc]
    homeless = entry(8, seal=7, position=0)
    assert checked([*chain(1), Section(None, [homeless])]) == [(Flaw.ADDED, 7, str(homeless.id))]


def test_exchanged_entries_are_named() -> None:
    sections = chain(4)
    first, second = (str(one.id) for one in sections[0].entries[1:3])

    def swap(entries: list[AuditEntry]) -> list[AuditEntry]:
        one, other = entries[1], entries[2]
        entries[1] = other.model_copy(update={"position": 1})
        entries[2] = one.model_copy(update={"position": 2})
        return entries

    assert checked(with_entries(sections, 1, swap)) == [(Flaw.REORDERED, 1, second), (Flaw.REORDERED, 1, first)]


@pytest.mark.parametrize(
    "changes",
    [{"previous": "c" * 64}, {"at": NOW + timedelta(days=1)}, {"count": 9}, {"entries": ("d" * 64,)}, {"hash": "e" * 64}],
    ids=lambda changes: next(iter(changes)),
)
def test_a_changed_seal_is_named(changes: dict[str, Any]) -> None:
    found = checked(with_seal(chain(1, 1, 1), 2, **changes))
    assert found[0][:2] == (Flaw.BROKEN_SEAL, 2)


def test_a_seal_made_anew_to_fit_does_not_fit_the_next_one() -> None:
    sections = chain(2, 2, 2)
    forged = [entry(5), entry(6)]
    seal = next_seal(sections[0].seal, forged, NOW, str)
    sections[1] = Section(seal, [one.model_copy(update={"seal": 2, "position": place}) for place, one in enumerate(forged)])
    assert checked(sections) == [(Flaw.BROKEN_SEAL, 3, None)]


def test_a_missing_seal_is_named() -> None:
    sections = chain(1, 1, 1)
    assert checked([sections[0], sections[2]]) == [(Flaw.MISSING_SEAL, 2, None)]
    assert checked(sections[1:])[0] == (Flaw.MISSING_SEAL, 1, None)


def test_a_chain_cut_short_is_found_by_a_seal_that_is_known() -> None:
    sections = chain(1, 1, 1)
    head = sections[2].seal.hash if sections[2].seal else ""
    assert checked(sections, head=head) == []
    assert checked(sections[:2]) == []
    assert checked(sections[:2], head=head) == [(Flaw.CUT_OFF, 2, head)]


def test_a_whole_chain_made_anew_lacks_the_signatures() -> None:
    def signed(seal: AuditSeal) -> bool:
        return seal.signature == f"signed {seal.hash}"

    assert checked(chain(1, 1), signed=signed) == []
    assert checked(with_seal(chain(1, 1), 2, signature="signed by somebody"), signed=signed) == [(Flaw.UNSIGNED, 2, None)]


def test_pending_entries_are_held_against_their_own_hash_and_the_time_that_sealing_takes() -> None:
    fresh = entry(1)
    assert checked([Section(None, [fresh])]) == []
    assert checked([Section(None, [fresh.model_copy(update={"act": "other"})])]) == [(Flaw.CHANGED, None, str(fresh.id))]
    late = entry(1, id=UUID(int=(int((datetime.now(UTC) - timedelta(minutes=6)).timestamp() * 1000) << 80) | (7 << 76) | (2 << 62)))
    assert checked([Section(None, [late])]) == [(Flaw.UNSEALED, None, str(late.id))]
    untimed = entry(1, id=UUID("01930000-0000-4000-8000-000000000001"))
    assert checked([Section(None, [untimed])]) == [(Flaw.ADDED, None, str(untimed.id))]


def test_entries_from_before_the_chain_are_sealed_without_a_hash_of_their_own() -> None:
    old = entry(1).model_copy(update={"hash": None})
    seal = next_seal(None, [old], NOW, str)
    held = old.model_copy(update={"seal": 1, "position": 0})
    assert checked([Section(seal, [held])]) == []
    assert checked([Section(seal, [held.model_copy(update={"act": "other"})])]) == [(Flaw.CHANGED, 1, str(old.id))]


def test_a_hash_is_of_the_value_and_not_of_its_spelling() -> None:
    east = NOW.astimezone(timezone(timedelta(hours=8)))
    assert fingerprint({"a": east, "b": 1}) == fingerprint({"b": 1, "a": NOW})
    assert fingerprint({"v": Decimal("45.0")}) == fingerprint({"v": "45.0"}) != fingerprint({"v": Decimal("45")})
    # RFC 8785: members sorted, no white space, UTF-8
    assert fingerprint({"é": 1, "e": [True, None]}) == hashlib.sha256('{"e":[true,null],"é":1}'.encode()).hexdigest()


def test_the_instant_of_an_id_is_when_it_was_made() -> None:
    assert abs(made_at(new_id()) - datetime.now(UTC)) < timedelta(seconds=5)


@given(st.data())
def test_no_two_different_entries_of_a_seal_can_be_exchanged_unseen(data: st.DataObject) -> None:
    sections = chain(*data.draw(st.lists(st.integers(1, 6), min_size=1, max_size=4)))
    number = data.draw(st.integers(1, len(sections)))
    entries = list(sections[number - 1].entries)
    order = data.draw(st.permutations(entries))
    moved = [one.model_copy(update={"position": place}) for place, one in enumerate(order)]
    assert bool(checked(with_entries(sections, number, lambda _: moved))) == (order != entries)
