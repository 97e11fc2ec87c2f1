"""Every row of the tables, and what every verdict owes whatever its kind."""

import ast
import operator
import re
from decimal import Decimal, localcontext
from typing import Any

import pytest

from services.indicators.rules import judge
from services.indicators.rules.verdicts import RULES
from services.indicators.rules.wording import REASONS, WORDS, Reason
from shared.schemas.verdicts import VerdictWord
from tests.services.indicators.rules.cases import Case
from tests.services.indicators.rules.table_definitions import DEFINITIONS
from tests.services.indicators.rules.table_lines import LINES
from tests.services.indicators.rules.table_others import OTHERS
from tests.services.indicators.rules.table_series import SERIES

ALL = [*LINES, *SERIES, *OTHERS, *DEFINITIONS]
rows = pytest.mark.parametrize("row", ALL, ids=[row.name for row in ALL])
_REASONED = {VerdictWord.NO_DATA, VerdictWord.NOT_DUE, VerdictWord.UNDETERMINED, VerdictWord.NOT_EVALUATED}


@rows
def test_the_word_rule_reason_and_year(row: Case) -> None:
    verdict = judge(row.inputs)
    got = (verdict.explanation.rule, verdict.explanation.reason, verdict.year_judged)
    assert verdict.word is row.word, (got, verdict.explanation.said.zh)
    wanted = (row.rule, row.reason, row.year)
    assert all(want is None or have == want for have, want in zip(got, wanted, strict=True)), got


@rows
def test_a_reason_is_given_exactly_where_it_is_owed(row: Case) -> None:
    verdict = judge(row.inputs)
    assert (verdict.explanation.reason is not None) is (verdict.word in _REASONED)
    assert verdict.explanation.reason in {None, *Reason}


@rows
def test_the_sentence_begins_with_the_year_and_ends_with_the_word(row: Case) -> None:
    verdict = judge(row.inputs)
    said = verdict.explanation.said
    assert said.zh[:5].rstrip("年").isdigit() and said.zh[4] == "年"
    assert said.zh.endswith(WORDS[verdict.word].zh + "。")
    assert said.en.endswith(f": {WORDS[verdict.word].en}.")
    assert "None" not in said.zh + said.en


@rows
def test_every_step_of_arithmetic_adds_up(row: Case) -> None:
    for step in judge(row.inputs).explanation.steps:
        if _is_arithmetic(step.formula):
            assert _evaluated(step.formula) == _result(step.result), step


@rows
def test_a_stored_verdict_reads_back_as_itself(row: Case) -> None:
    verdict = judge(row.inputs)
    assert type(verdict).model_validate_json(verdict.model_dump_json()) == verdict


def test_row_names_are_unique() -> None:
    names = [f"{row.inputs.expression.kind}: {row.name}" for row in ALL]
    assert len(set(names)) == len(names)


def test_every_kind_every_word_and_every_reason_occurs_in_the_tables() -> None:
    verdicts = [judge(row.inputs) for row in ALL]
    assert {row.inputs.expression.kind for row in ALL} == set(RULES)
    assert {verdict.word for verdict in verdicts} == set(VerdictWord)
    assert {verdict.explanation.reason for verdict in verdicts} - {None} == set(Reason)


def test_every_word_and_every_reason_has_both_languages() -> None:
    assert set(WORDS) == set(VerdictWord)
    assert set(REASONS) == set(Reason)
    assert all(said.zh and said.en.isascii() for said in [*WORDS.values(), *REASONS.values()])


_OPERATORS: dict[type[ast.AST], Any] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
}


def _is_arithmetic(formula: str) -> bool:
    """Figures and signs only, and more than one number; dates and `missing 2021` notes are not."""
    figures = re.fullmatch(r"[\d.()+\-*/<>= ]+", formula.replace("abs", ""))
    return bool(figures) and re.search(r"\d{4}-\d", formula) is None


def _evaluated(formula: str) -> Decimal | bool:
    text = formula.replace(" = ", " == ")
    with localcontext(prec=250):
        result = _value(ast.parse(text, mode="eval").body, text)
        return result if isinstance(result, bool) else _four(result)


def _result(told: str) -> Decimal | bool:
    return told == "true" if told in {"true", "false"} else _four(Decimal(told))


def _four(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.0001"))


def _value(node: ast.expr, text: str) -> Any:
    match node:
        case ast.Constant():
            return Decimal(ast.get_source_segment(text, node) or "")
        case ast.UnaryOp(operand=inner):
            return -_value(inner, text)
        case ast.Call(args=[inner]):
            return abs(_value(inner, text))
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_value(left, text), _value(right, text))
        case ast.Compare(left=left, ops=ops, comparators=others):
            chain = [_value(side, text) for side in (left, *others)]
            return all(_OPERATORS[type(op)](a, b) for op, a, b in zip(ops, chain, chain[1:], strict=False))
    raise ValueError(ast.dump(node))
