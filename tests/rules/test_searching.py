"""Search without a dictionary: one plain form, pairs of characters, marks where they stand in the original."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.rules.searching import RANK, grams, plain, snippet, terms
from shared.schemas.search import SearchKind

TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("健康素养", "健康素养"),
        ("健康  素养\n水平", "健康素养水平"),
        ("“健康”（素养）", "健康素养"),
        ("ＰＭ２．５ 浓度", "pm25浓度"),
        ("65%以上", "65%以上"),
        ("65％以上", "65%以上"),
        ("甲政发〔2021〕1号", "甲政发20211号"),
        ("GB/T 2260", "gbt2260"),
        ("……——《》", ""),
        ("ﬁx", "fix"),
    ],
)
def test_what_reads_the_same_has_one_form(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("健康 素养", ["健康", "素养"]),
        ("健康 健康", ["健康"]),
        ("  “健康素养”  ", ["健康素养"]),
        ("' OR 1=1 --", ["or", "11"]),
        ("%%", ["%%"]),
        ("，。", []),
        ("健康　素养", ["健康", "素养"]),
    ],
)
def test_words_stand_between_spaces(query: str, expected: list[str]) -> None:
    assert terms(query) == expected


def test_pairs_come_once_each_and_in_order() -> None:
    assert grams("健康健康行动") == ["健康", "康健", "康行", "行动"]
    assert grams("健") == [] == grams("")


def test_the_ranking_is_the_order_of_kinds() -> None:
    assert sorted(RANK, key=lambda kind: RANK[kind]) == list(SearchKind)


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("居民健康素养水平", ["健康素养"], ["健康素养"]),
        ("健 康素养，健康", ["健康"], ["健 康", "健康"]),
        ("ＰＭ２．５年均浓度", ["pm25"], ["ＰＭ２．５"]),
        ("健康健康", ["健康"], ["健康健康"]),
        ("健康素养与素养", ["健康", "素养"], ["健康素养", "素养"]),
        ("无关", ["健康"], []),
    ],
)
def test_finds_are_marked_in_the_original(text: str, words: list[str], marked: list[str]) -> None:
    piece = snippet(text, words)
    assert [piece.text[start:end] for start, end in piece.marks] == marked


def test_a_long_text_is_cut_around_the_first_find() -> None:
    piece = snippet("前" * 500 + "健康素养" + "后" * 500, ["健康素养"])
    assert len(piece.text) <= 80
    assert [piece.text[start:end] for start, end in piece.marks] == ["健康素养"]


@given(TEXT)
def test_the_plain_form_of_a_composed_text_is_its_own(text: str) -> None:
    """For texts in composed form: a decomposed one may compose once more (e.g. Hangul)."""
    once = plain(unicodedata.normalize("NFKC", text))
    assert all(len(gram) == 2 and gram in once for gram in grams(once))
    assert len(grams(once)) <= max(0, len(once) - 1)


@given(TEXT, st.integers(0, 50), st.integers(2, 10))
def test_any_piece_of_a_text_is_found_in_it_and_marked(text: str, start: int, length: int) -> None:
    """A word of the plain form has all of its pairs in the index of the text, and its marks read as the word."""
    word = plain(text)[start : start + length]
    if len(word) < 2:
        return
    assert set(grams(word)) <= set(grams(plain(text)))
    piece = snippet(text, [word])
    assert piece.marks
    assert all(0 <= start < end <= len(piece.text) for start, end in piece.marks)
    assert word in plain(piece.text[slice(*piece.marks[0])])
