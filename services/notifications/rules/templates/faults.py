"""What is wrong with a template that a person enters: every fault, with its line.

The grammar is small on purpose: places, ``if``, one level of ``for``, the filters ``day`` and ``join``. What is not in it (calls, attributes, sums,
other tags) is refused here, and would be by the sandbox too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes

from services.notifications.rules.templates.rendering import Source, TemplateFailedError, environment, fill
from services.notifications.rules.templates.sayings import Place, places_of
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.schemas.templates import PlaceSort, Saying

_SYNTAX = Words("第{line}行语法有误：{problem}", "line {line} cannot be read: {problem}")
_REFUSED = Words(
    "第{line}行用了不允许的“{what}”；只可用变量、if、for 以及 |day、|join",
    'line {line} uses "{what}", which is not allowed; use places, if, for, and the filters day and join',
)
_UNKNOWN = Words("第{line}行没有变量“{word}”；可用：{known}", 'line {line}: there is no place "{word}"; known are {known}')
_UNFIT = Words("第{line}行的“{word}”不能这样用（{sort}）", 'line {line}: "{word}" cannot be used like this (it is a {sort})')
_MISSING = Words("没有用到必需的变量“{word}”，收件人将不知其事", 'the place "{word}" is needed and stands nowhere: its reader would not know it')
_FAILS = Words("以示例试填失败：{problem}", "filled with examples it fails: {problem}")
_SAYING = Words("没有“{word}”这种消息；可用：{known}", 'nothing says "{word}"; known are {known}')
_LOOP = ("first", "last", "index")

_Scope = Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one field of a template; ``used`` gathers the places that stand in it."""

    pointer: str
    known: _Scope
    used: set[str]

    def statements(self, many: Sequence[nodes.Node], scope: _Scope) -> Iterator[FaultWords]:
        for node in many:
            if isinstance(node, nodes.Output):
                for printed in node.nodes:
                    yield from self._printed(printed, scope)
            elif isinstance(node, nodes.If):
                yield from self._if(node, scope)
            elif isinstance(node, nodes.For):
                yield from self._for(node, scope)
            else:
                yield self._refused(node)

    def _if(self, node: nodes.If, scope: _Scope) -> Iterator[FaultWords]:
        yield from self._condition(node.test, scope)
        for some in (node.body, node.elif_, node.else_):
            yield from self.statements(some, scope)

    def _for(self, node: nodes.For, scope: _Scope) -> Iterator[FaultWords]:
        rows = self._place(node.iter, scope) if isinstance(node.iter, nodes.Name) else None
        if "loop" in scope or node.test or node.recursive or not isinstance(node.target, nodes.Name) or not isinstance(node.iter, nodes.Name):
            yield self._refused(node)
            return
        if rows is None or rows.sort not in {PlaceSort.ROWS, PlaceSort.TEXTS}:
            yield self._unknown(node.iter, scope) if rows is None else self._unfit(node.iter, rows)
            return
        one = Place(node.target.name, PlaceSort.ROWS if rows.fields else PlaceSort.TEXT, None, fields=rows.fields)
        inner = {**scope, node.target.name: one, "loop": Place("loop", PlaceSort.ROWS, None, fields=_LOOP)}
        for some in (node.body, node.else_):
            yield from self.statements(some, inner)

    def _printed(self, node: nodes.Node, scope: _Scope) -> Iterator[FaultWords]:
        if isinstance(node, nodes.TemplateData | nodes.Const):
            return
        if isinstance(node, nodes.Filter):
            yield from self._filtered(node, scope)
        else:
            yield from self._value(node, scope, {PlaceSort.TEXT, PlaceSort.NUMBER, PlaceSort.DAY})

    def _filtered(self, node: nodes.Filter, scope: _Scope) -> Iterator[FaultWords]:
        plain = all(isinstance(one, nodes.Const) and isinstance(one.value, str) for one in node.args)
        fits = {"day": (PlaceSort.DAY, 0), "join": (PlaceSort.TEXTS, 1)}.get(node.name)
        if fits is None or node.node is None or node.kwargs or not plain or len(node.args) > fits[1]:
            yield self._refused(node, f"|{node.name}")
        else:
            yield from self._value(node.node, scope, {fits[0]})

    def _condition(self, node: nodes.Node, scope: _Scope) -> Iterator[FaultWords]:
        if isinstance(node, nodes.Not):
            yield from self._condition(node.node, scope)
        elif isinstance(node, nodes.And | nodes.Or):
            yield from self._condition(node.left, scope)
            yield from self._condition(node.right, scope)
        elif isinstance(node, nodes.Compare):
            yield from self._compared(node, scope)
        else:
            yield from self._value(node, scope, set(PlaceSort))

    def _compared(self, node: nodes.Compare, scope: _Scope) -> Iterator[FaultWords]:
        """A place against a number or a text that is written down."""
        [*more, last] = node.ops
        if more or not isinstance(last.expr, nodes.Const):
            yield self._refused(node)
        else:
            by_number = isinstance(last.expr.value, int)
            fit = {PlaceSort.NUMBER} if by_number else {PlaceSort.TEXT, PlaceSort.DAY}
            yield from self._value(node.expr, scope, fit)

    def _value(self, node: nodes.Node, scope: _Scope, fit: set[PlaceSort]) -> Iterator[FaultWords]:
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            row = scope.get(node.node.name)
            if row is None or node.attr not in row.fields:
                yield self._refused(node, f"{node.node.name}.{node.attr}")
        elif isinstance(node, nodes.Name):
            place = self._place(node, scope)
            if place is None:
                yield self._unknown(node, scope)
            elif place.sort not in fit:
                yield self._unfit(node, place)
        else:
            yield self._refused(node)

    def _place(self, node: nodes.Name, scope: _Scope) -> Place | None:
        self.used.add(node.name)
        return scope.get(node.name)

    def _refused(self, node: nodes.Node, what: str = "") -> FaultWords:
        return FaultWords(
            "template-refused", _REFUSED, pointer=self.pointer, row=node.lineno, line=node.lineno, what=what or type(node).__name__.lower()
        )

    def _unknown(self, node: nodes.Name, scope: _Scope) -> FaultWords:
        known = ", ".join(sorted(scope))
        return FaultWords("unknown-place", _UNKNOWN, pointer=self.pointer, row=node.lineno, line=node.lineno, word=node.name, known=known)

    def _unfit(self, node: nodes.Name, place: Place) -> FaultWords:
        return FaultWords("unfit-place", _UNFIT, pointer=self.pointer, row=node.lineno, line=node.lineno, word=place.name, sort=place.sort.value)


def template_faults(source: Source, saying: Saying) -> list[FaultWords]:
    """Every fault of a template: what cannot be read, is not allowed, unknown, missing, or does not work with the examples."""
    known = {place.name: place for place in places_of(saying, source.family)}
    used: set[str] = set()
    found = [*_read(source, source.title, _Reader("/title", known, used)), *_read(source, source.body, _Reader("/body", known, used))]
    if any(fault.code == "template-syntax" for fault in found):
        return found
    missing = [place.name for place in known.values() if place.needed and place.name not in used]
    found += [FaultWords("missing-place", _MISSING, pointer="/body", word=name) for name in missing]
    return found or _tried(source, known)


def _read(source: Source, text: str, reader: _Reader) -> Iterator[FaultWords]:
    try:
        read = environment(source.language, source.family).parse(text)
    except TemplateSyntaxError as fault:
        yield FaultWords("template-syntax", _SYNTAX, pointer=reader.pointer, row=fault.lineno, line=fault.lineno, problem=fault.message or "")
        return
    except RecursionError:
        yield FaultWords("template-syntax", _SYNTAX, pointer=reader.pointer, row=1, line=1, problem="nested too deep")
        return
    yield from reader.statements(read.body, reader.known)


def _tried(source: Source, known: _Scope) -> list[FaultWords]:
    try:
        fill(source, {place.name: place.example for place in known.values()})
    except TemplateFailedError as fault:
        return [FaultWords("template-fails", _FAILS, pointer="/body", problem=str(fault))]
    return []


def unknown_saying(word: str) -> FaultWords:
    """A template for something that is never said."""
    return FaultWords("unknown-saying", _SAYING, pointer="/saying", word=word, known=", ".join(Saying))
