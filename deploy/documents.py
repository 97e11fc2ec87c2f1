"""Documents made from the code: problems, events, settings, and the JSON Schema of a plan document.

``jianxing documents`` writes them; ``tests/house/test_documents.py`` holds the committed files against them, so that
an undocumented problem, event or setting fails a test.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from services.indicators.settings import IndicatorsSettings
from services.notifications.settings import NotificationsSettings
from services.plans.settings import PlansSettings
from services.submissions.settings import SubmissionsSettings
from shared.kit.problems import Problem, all_problems
from shared.kit.settings import CommonSettings, ServiceSettings
from shared.schemas.events import EVENTS, Event
from shared.schemas.plan_document import PlanDocument
from shared.schemas.services import ServiceName

NOT_RECORDED_YET = frozenset(
    {
        "comment.added",
        "post.changed",
        "submission.corrected",
    }
)
"""Event types of the table that no use case records yet; a test proves the list against the code."""

OTHER_VARIABLES = {
    "HOST": ("127.0.0.1", "address that `jianxing run` listens on"),
    "PORT": ("8000", "port of `jianxing run` and `jianxing split`"),
    "JIANXING_ADMIN_SECRET": ("jianxing-demo", "password of `admin` for `jianxing load`"),
}
"""Variables that the command line reads itself: name → default, meaning."""

SETTINGS: dict[ServiceName, type[ServiceSettings]] = {
    ServiceName.PLANS: PlansSettings,
    ServiceName.INDICATORS: IndicatorsSettings,
    ServiceName.SUBMISSIONS: SubmissionsSettings,
    ServiceName.NOTIFICATIONS: NotificationsSettings,
}

_NOTE = "<!-- made by `jianxing documents`; do not edit -->"
_PRODUCT = ("shared.", "services.", "deploy.")


def documents() -> dict[str, str]:
    """Every generated page of ``docs/``, by file name."""
    return {"problems.md": _problems(), "events.md": _events(), "settings.md": _settings()}


def plan_document_schema() -> str:
    """The JSON Schema (draft 2020-12) of a plan document, as text."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **PlanDocument.model_json_schema()}
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def write_documents(folder: Path, schema: Path) -> None:
    """Write the pages into ``folder`` and the schema to ``schema``."""
    for path, text in ({folder / name: text for name, text in documents().items()} | {schema: plan_document_schema()}).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def product_problems() -> list[type[Problem]]:
    """Every problem of kit, services and gateway, by status and code (what tests make up is not ours)."""
    for module in (*(f"services.{name}.app" for name in ServiceName), "deploy.gateway.problems"):
        import_module(module)  # a problem is known once its module is loaded
    found = [problem for problem in all_problems() if problem.__module__.startswith(_PRODUCT)]
    return sorted(found, key=lambda problem: (problem.status, problem.code))


def environment_name(kind: type[CommonSettings | ServiceSettings], field: str) -> str:
    """The environment variable of one setting."""
    return f"{kind.model_config['env_prefix']}{field}".upper()


def own_settings(kind: type[ServiceSettings]) -> dict[str, FieldInfo]:
    """The settings that only this service has."""
    return {name: field for name, field in kind.model_fields.items() if name not in ServiceSettings.model_fields}


def shared_settings() -> dict[str, FieldInfo]:
    """The settings that every service has under its own prefix."""
    return {name: field for name, field in ServiceSettings.model_fields.items() if name != "common"}


def _problems() -> str:
    problems = product_problems()
    parts = [
        "# Problems",
        _NOTE,
        "Every error is `application/problem+json` (RFC 9457) with one of these codes. A code is stable; words may change."
        " Words in braces are filled in. Title and detail come in the language of `Accept-Language` (Chinese unless English is preferred).",
    ]
    services = [(name.value.capitalize(), f"services.{name}.") for name in ServiceName]
    for heading, module in [("Any service", "shared."), *services, ("The gateway", "deploy.")]:
        own = [problem for problem in problems if problem.__module__.startswith(module)]
        if own:
            rows = [_problem_row(problem) for problem in own]
            parts += [f"## {heading}", _table(("code", "status", "title", "detail", "when"), rows)]
    return _page(parts)


def _problem_row(problem: type[Problem]) -> tuple[str, ...]:
    title, detail = (f"{words.zh}<br>{words.en}" for words in (problem.title, problem.detail))
    return (f"`{problem.code}`", str(problem.status), title, detail, _promise(problem))


def _events() -> str:
    parts = [
        "# Events",
        _NOTE,
        "What one service tells another: `shared/schemas/events`. They travel as CloudEvents 1.0 in batches to `/internal/v1/<receiver>/events`."
        " A **state** carries the whole of its subject and an older version is dropped; a **fact** counts once, whenever it arrives."
        " Every event has an integer `version`; its subject is the first field. An event without receivers is logged for replay."
        " *Not yet* in the last column: the type is agreed, but no use case records it yet.",
    ]
    for name in ServiceName:
        own = [event for event in EVENTS.values() if event.sender == name]
        if own:
            head = ("type", "to", "kind", "fields", "meaning", "recorded")
            parts += [f"## From {name}", _table(head, [_event_row(event) for event in own])]
    return _page(parts)


def _event_row(event: type[Event]) -> tuple[str, ...]:
    fields = ", ".join(f"`{name}`" for name in event.model_fields if name != "version")
    recorded = "not yet" if event.type in NOT_RECORDED_YET else "yes"
    return (f"`{event.type}`", ", ".join(event.receivers) or "-", "state" if event.is_state else "fact", fields, _promise(event), recorded)


def _settings() -> str:
    parts = [
        "# Settings",
        _NOTE,
        "Every setting is an environment variable. Nothing has to be set to run embedded; production refuses to start without signing keys.",
        "## The platform",
        _setting_table([CommonSettings], CommonSettings.model_fields),
        "## Every service, under its own prefix",
        _setting_table(list(SETTINGS.values()), shared_settings()),
    ]
    for name, kind in SETTINGS.items():
        if own := own_settings(kind):
            parts += [f"## {name.value.capitalize()} alone", _setting_table([kind], own)]
    rows = [(f"`{name}`", f"`{default}`", meaning) for name, (default, meaning) in OTHER_VARIABLES.items()]
    return _page([*parts, "## The command line", _table(_SETTING_HEAD, rows)])


_SETTING_HEAD = ("variable", "default", "meaning")


def _setting_table(kinds: Sequence[type[CommonSettings | ServiceSettings]], fields: Mapping[str, FieldInfo]) -> str:
    return _table(_SETTING_HEAD, [_setting_row([environment_name(kind, name) for kind in kinds], field) for name, field in fields.items()])


def _setting_row(names: Sequence[str], field: FieldInfo) -> tuple[str, ...]:
    return ("<br>".join(f"`{name}`" for name in names), _shown(field.default), field.description or "")


def _shown(default: Any) -> str:
    plain = default.get_secret_value() if isinstance(default, SecretStr) else default
    return f"`{str(plain).lower() if isinstance(plain, bool) else plain}`" if plain != "" else "(empty)"


def _promise(thing: type[Any]) -> str:
    """The first line of a class's docstring."""
    return (thing.__doc__ or "").strip().partition("\n")[0]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(_table_lines(head, rows))


def _table_lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"


def _page(parts: Sequence[str]) -> str:
    return "\n\n".join(parts) + "\n"
