"""Parts of a whole: one printed form, whatever order the categories come in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rules.disaggregations import canonical_disaggregation, parse_disaggregation, print_disaggregation

_WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=6)


def test_empty_is_the_total() -> None:
    assert print_disaggregation({}) == "" and parse_disaggregation(" ") == () and canonical_disaggregation("") == ""


@given(st.dictionaries(_WORDS, _WORDS, max_size=4), st.randoms(use_true_random=False))
def test_the_same_part_is_always_printed_the_same(categories: dict[str, str], order: object) -> None:
    shuffled = list(categories.items())
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    printed = print_disaggregation(categories)
    assert canonical_disaggregation(" ; ".join(f"{name} = {value}" for name, value in shuffled)) == printed
    assert dict(parse_disaggregation(printed)) == categories


@pytest.mark.parametrize("text", ["sex", "sex=", "=female", "sex=f;sex=m", "a=b=c", "sex=f;;age=1", "a=\n", "a=" + "x" * 200])
def test_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"category|categories|characters"):
        canonical_disaggregation(text)
