"""What is wrong with a gateway that somebody enters: every fault at once, with its place."""

import re
from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from services.notifications.rules.addresses import Inside, url_faults
from services.notifications.rules.gateways import PLACE, sayable
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.schemas.providers import ApprovedTemplate, ProviderChannel, ProviderContent
from shared.schemas.templates import Saying

_WORD = Words("没有“{word}”；可用：{known}", 'there is no "{word}"; known are {known}')
_WANTED = Words("请求体中缺少 {word}", "the body lacks {word}")
_WHOLE = Words("{word} 须单独成为一个值", "{word} stands for a whole value")
_HEADER = Words("请求头“{word}”无效", '"{word}" is no header that can be sent')
_EMPTY = Words("缺少已报备的模板编号", "the id of the approved template is missing")
_TWICE = Words("“{word}”重复", '"{word}" stands there twice')
_SECRET = Words("用到了 {{secret}}，但未填写密钥", "{{secret}} is used, but there is no secret")
_TEXTS = frozenset({"mobile", "template_id", "delivery_id", "secret", "variables_json"})
_VALUES = frozenset({"variables", "values"})
_OURS = frozenset({"host", "content-length", "connection", "transfer-encoding", "accept-encoding", "content-type"})


def provider_faults(content: ProviderContent, channel: str, inside: Inside, *, has_secret: bool) -> list[FaultWords]:
    """Every fault of a gateway; ``has_secret``: given now or before."""
    found = list(_word("/channel", channel, [*ProviderChannel]))
    found += [FaultWords(code, words, pointer="/url") for code, words in url_faults(content.url, inside)]
    found += [*_headers(content.headers), *_body(content)]
    used = {name for text in [*content.headers.values(), *map(str, _leaves(content.body))] for name in PLACE.findall(text)}
    if "secret" in used and not has_secret:
        found.append(FaultWords("without-secret", _SECRET, pointer="/secret"))
    return [*found, *_templates(content.templates)]


def _headers(headers: dict[str, str]) -> Iterator[FaultWords]:
    for name, value in headers.items():
        if not re.fullmatch(r"[A-Za-z0-9-]+", name) or name.lower() in _OURS or not re.fullmatch(r"[ -~]*", value):
            yield FaultWords("bad-header", _HEADER, pointer=f"/headers/{name}", word=name)
        yield from _places(f"/headers/{name}", value, known=frozenset({"secret", "delivery_id"}))


def _body(content: ProviderContent) -> Iterator[FaultWords]:
    leaves = [leaf for leaf in _leaves(content.body) if isinstance(leaf, str)]
    for leaf in leaves:
        if leaf not in {f"{{{name}}}" for name in _VALUES}:
            yield from _places("/body", leaf, known=_TEXTS)
    there = {name for leaf in leaves for name in PLACE.findall(leaf)}
    said = any(template.variables for template in content.templates)
    wanted = {"{mobile}": "mobile" in there, "{template_id}": "template_id" in there}
    wanted |= {"{variables}": bool(there & {*_VALUES, "variables_json"}) or not said}
    yield from (FaultWords("missing-place", _WANTED, pointer="/body", word=word) for word, is_there in wanted.items() if not is_there)


def _places(pointer: str, text: str, known: frozenset[str]) -> Iterator[FaultWords]:
    for name in PLACE.findall(text):
        if name in _VALUES and known is _TEXTS:
            yield FaultWords("not-alone", _WHOLE, pointer=pointer, word=f"{{{name}}}")
        elif name not in known:
            yield from _word(pointer, name, sorted(known | (_VALUES if known is _TEXTS else frozenset())))


def _templates(templates: Sequence[ApprovedTemplate]) -> Iterator[FaultWords]:
    for number, template in enumerate(templates):
        at = f"/templates/{number}"
        if not template.template_id:
            yield FaultWords("without-template-id", _EMPTY, pointer=f"{at}/template_id")
        if template.saying in [one.saying for one in templates[:number]]:
            yield FaultWords("twice", _TWICE, pointer=f"{at}/saying", word=template.saying)
        yield from _word(f"{at}/saying", template.saying, [*Saying])
        if template.saying in set(Saying):
            known = sorted(sayable(Saying(template.saying)))
            for place, variable in enumerate(template.variables):
                yield from _word(f"{at}/variables/{place}/place", variable.place, known)
        names = [variable.name for variable in template.variables]
        again = [(place, name) for place, name in enumerate(names) if name in names[:place]]
        yield from (FaultWords("twice", _TWICE, pointer=f"{at}/variables/{place}/name", word=name) for place, name in again)


def _word(pointer: str, word: str, known: Sequence[str]) -> Iterator[FaultWords]:
    if word not in known:
        yield FaultWords("unknown-word", _WORD, pointer=pointer, word=word, known=", ".join(known))


def _leaves(shape: JsonValue) -> Iterator[JsonValue]:
    if isinstance(shape, dict):
        for value in shape.values():
            yield from _leaves(value)
    elif isinstance(shape, list):
        for value in shape:
            yield from _leaves(value)
    else:
        yield shape
