"""Formulas over other indicators: read, checked for units and circles, and computed exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.rules.formulas import (
    FormulaError,
    MissingInputError,
    Node,
    Number,
    Operation,
    Symbol,
    UnitsDifferError,
    check_units,
    cycle,
    evaluate,
    parse,
    symbols,
)
from services.indicators.rules.measures import UNSTATED, Measure, measure_of

VALUES = {"合格数": Decimal("94"), "总数": Decimal("104"), "A-1.b": Decimal("0.5"), "零": Decimal(0)}

COMPUTED = [
    ("1 + 2 * 3", "7"),
    ("(1 + 2) * 3", "9"),
    ("8 / 4 / 2", "1"),
    ("7 - 2 - 1", "4"),
    ("-2 * -3", "6"),
    ("[合格数] - [A-1.b]", "93.5"),
    ("（[合格数]＋1）×２÷[A-1.b]", "380"),
    ("【合格数】/(94)", "1"),
    ("0.10 + 0.20", "0.30"),
]

UNREADABLE = [
    ("", 1),
    ("1 +", 4),
    ("1 2", 3),
    ("(1 + 2", 7),
    ("1 + 2)", 6),
    ("[合格数", 1),
    ("[ ] + 1", 1),
    ("合格数 / 总数", 1),
    ("__import__('os')", 1),
    ("2 ** 8", 4),
    ("1e9", 2),
    ("1 % 2", 2),
]


def measured(unit: str | None) -> Measure:
    found = measure_of(unit)
    assert found is not None
    return found


@pytest.mark.parametrize(("text", "expected"), COMPUTED)
def test_a_formula_computes(text: str, expected: str) -> None:
    assert evaluate(parse(text), VALUES) == Decimal(expected)


def test_a_share_is_computed_in_decimals() -> None:
    assert str(evaluate(parse("[合格数] / [总数] * 100"), VALUES)).startswith("90.3846153846")


@pytest.mark.parametrize(("text", "place"), UNREADABLE)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, place: int) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(text)
    assert refused.value.place == place


@pytest.mark.parametrize("text", ["(" * 5000, "-" * 900 + "1", "1+" * 600 + "1", "[" * 900])
def test_a_formula_too_deep_or_long_is_refused_and_breaks_nothing(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


def test_the_longest_formula_is_computed() -> None:
    assert evaluate(parse("1+" * 499 + "1"), VALUES) == 500


def test_a_missing_input_is_named_and_nothing_is_divided_by_zero() -> None:
    with pytest.raises(MissingInputError) as missing:
        evaluate(parse("[合格数] / [没有]"), VALUES)
    assert missing.value.symbol == "没有"
    assert evaluate(parse("1 + [合格数] / [零]"), VALUES) is None


def test_each_symbol_is_named_once_in_order() -> None:
    assert symbols(parse("[乙] / [甲] + [乙]")) == ("乙", "甲")


def test_a_circle_is_told_with_its_shortest_path() -> None:
    inputs = {"A": ("B", "X"), "B": ("C",), "C": ("D", "A"), "D": ("D",)}
    assert cycle("A", inputs) == ("A", "B", "C", "A")
    assert cycle("D", inputs) == ("D", "D")
    assert cycle("X", inputs) is None
    assert cycle("A", {"A": ("B",), "B": ("C",), "C": ("C",)}) is None  # C's own circle is not A's


FITTING = [
    ("[a] / [b] * 100", ("户", "户"), "%"),
    ("[a] / [b] * 100000", ("名", "人"), "/10万"),
    ("[a] / [b] * 1000", ("件", "人"), "件/千人"),
    ("[a] / [b] * 1000", ("名", "人"), "名"),
    ("[a] / [b]", ("平方米", "人"), "平方米"),
    ("[a] + [b]", ("户", "户"), "户"),
    ("[a] * [b] / 100", ("户", "%"), "户"),
    ("100 - [a]", ("%", "%"), "%"),
    ("([a] + [b]) / 2", ("%", "%"), "%"),
    ("[a] / ([b] * 10000)", ("户", "万户"), "%"),
    ("[a] / [b]", ("亿元", "亿元"), "%"),
]

MISFITTING = [
    ("[a] / [b]", ("户", "万户"), "%", "/"),
    ("[a] + [b]", ("户", "万户"), "户", "+"),
    ("[a] - [b]", ("%", "户"), "%", "-"),
    ("[a] + [b]", ("%", "‰"), "%", "+"),
    ("[a] / [b]", ("户", "小时"), "%", "/"),
    ("[a] * [b]", ("户", "人"), "户", "*"),
    ("[a] / [b]", ("小时", "人"), "%", "="),
    ("[a] + [b]", ("小时", "小时"), "岁", "="),
]


@pytest.mark.parametrize(("text", "units", "wanted"), FITTING)
def test_units_that_fit_pass(text: str, units: tuple[str, str], wanted: str) -> None:
    check_units(parse(text), dict(zip("ab", map(measured, units), strict=True)), measured(wanted))


@pytest.mark.parametrize(("text", "units", "wanted", "sign"), MISFITTING)
def test_units_that_do_not_fit_are_told_with_the_sign(text: str, units: tuple[str, str], wanted: str, sign: str) -> None:
    with pytest.raises(UnitsDifferError) as refused:
        check_units(parse(text), dict(zip("ab", map(measured, units), strict=True)), measured(wanted))
    assert refused.value.sign == sign


def test_a_unit_that_is_not_stated_proves_nothing() -> None:
    check_units(parse("[a] / [b]"), {"a": UNSTATED, "b": measured("小时")}, measured("%"))


NODES = st.recursive(
    st.one_of(st.decimals(0, 999, places=2).map(Number), st.sampled_from(sorted(VALUES)).map(Symbol)),
    lambda inner: st.builds(Operation, st.sampled_from("+-*/"), inner, inner),
    max_leaves=12,
)


def printed(node: Node) -> str:
    match node:
        case Number(value):
            return f"{value:f}"
        case Symbol(name):
            return f"[{name}]"
        case Operation(sign, left, right):
            return f"({printed(left)} {sign} {printed(right)})"


@given(NODES)
def test_what_is_printed_reads_back_as_the_same(node: Node) -> None:
    assert parse(printed(node)) == node


@given(st.text(alphabet="0123456789.+-*/()[]AB率 ", max_size=40))
def test_any_text_is_read_or_refused_with_a_place_inside(text: str) -> None:
    assert place_of_fault(text) in {None, *range(1, len(text) + 2)}


def place_of_fault(text: str) -> int | None:
    try:
        parse(text)
    except FormulaError as refused:
        return refused.place
    return None
