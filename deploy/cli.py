"""The ``jianxing`` command."""

import argparse
import asyncio
import gc
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from shared.schemas.services import ServiceName


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; its exit code."""
    chosen = _parser().parse_args(arguments)
    return int(chosen.run(chosen) or 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jianxing", description="健行: from a published plan to a proven result")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = _command(commands, "run", _run, "serve the embedded platform on one port")
    run.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    run.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    run.add_argument("--no-examples", action="store_true", help="do not load the example plans")

    split = _command(commands, "split", _split, "four servers and workers on PostgreSQL behind the proxy")
    split.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))

    demo = _command(commands, "demo", _demo, "play the story on a throw-away platform; fails if any step differs")
    demo.add_argument("--split", action="store_true", help="on PostgreSQL, four processes and the proxy")

    load = _command(commands, "load", _load, "load the examples into a running platform")
    load.add_argument("--url", default="http://127.0.0.1:8000")
    load.add_argument("--admin-secret", default=os.environ.get("JIANXING_ADMIN_SECRET", "jianxing-demo"))

    read = _command(commands, "read", _read, "read a published document and print its facts, or a draft plan with citations, as JSON")
    read.add_argument("file", type=Path)
    read.add_argument("--format", choices=["facts", "draft"], default="draft")

    _service_command(commands, "migrate", _migrate, "bring a service's database to the newest revision")
    revision = _service_command(commands, "revision", _revision, "write a new migration from the models (maintainers)")
    revision.add_argument("message")

    proof = _command(commands, "notifications", _proof, "what was due on a day and what became of it; 1 where the counts do not agree")
    proof.add_argument("about", choices=["proof"])
    proof.add_argument("--date", required=True, type=date.fromisoformat, help="a day in Asia/Shanghai, such as 2026-05-10")
    proof.add_argument("--unit", type=UUID, help="the id of one unit instead of all")
    proof.add_argument("--plan", type=UUID, help="the id of a plan: only what is about its deadlines")

    replay = _service_command(commands, "replay", _replay, "send a service's events again to a receiver that lost its data")
    replay.add_argument("--to", required=True, choices=[name.value for name in ServiceName], dest="receiver")

    _audit_commands(commands)

    target = _command(commands, "target", _target, "read a printed target text: JSON on standard output; 1 where it is refused")
    target.add_argument("text")
    target.add_argument("--polarity", choices=["up", "down", "within", "state"], help="which way is better: gives a bare number its comparator")
    target.add_argument("--indicator", help="the indicator's name")
    target.add_argument("--unit", help="the unit in the table heading")

    gateway = _command(commands, "gateway", _gateway, "write the proxy configuration and the portal into a folder")
    gateway.add_argument("folder", type=Path)
    gateway.add_argument("--port", type=int, default=8000)

    openapi = _command(commands, "openapi", _openapi, "write the four OpenAPI documents into a folder")
    openapi.add_argument("folder", type=Path)

    documents = _command(commands, "documents", _documents, "write problems, events, settings and the plan schema from the code (maintainers)")
    documents.add_argument("folder", type=Path, nargs="?", default=Path("docs"))
    documents.add_argument("--schema", type=Path, default=Path("examples/schema/plan_document.json"))
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: Callable[..., object], text: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run)
    return parser


def _service_command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: Callable[..., object], text: str
) -> argparse.ArgumentParser:
    parser = _command(commands, name, run, text)
    parser.add_argument("service", choices=[service.value for service in ServiceName])
    return parser


def _audit_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    audit = commands.add_parser("audit", help="the audit trail: verify its chain, carry it out of the house")
    acts = audit.add_subparsers(required=True, metavar="ACT")
    verify = _command(acts, "verify", _verify_audit, "hold a chain against itself; 1 and the first bad entry where it was tampered with")
    export = _command(acts, "export", _export_audit, "write a chain as JSON lines")
    for command in (verify, export):
        source = command.add_mutually_exclusive_group(required=True)
        source.add_argument("--service", choices=[service.value for service in ServiceName], help="its database as configured here")
        source.add_argument("--database", metavar="URL", help="SQLAlchemy URL with its async driver")
        if command is verify:
            source.add_argument("--file", type=Path, help="an export")
    verify.add_argument("--keys", type=Path, help="JWK set of the service (its /keys): seals must be signed by one of them")
    verify.add_argument("--head", metavar="HASH", help="hash of a seal noted earlier: it must be in the chain")
    verify.add_argument("--patience", type=int, default=300, metavar="SECONDS", help="how long an entry may wait for its seal")
    export.add_argument("out", type=Path)


# Each command imports what it needs: `jianxing openapi` must not pay for uvicorn, nor `jianxing --help` for anything.
def _run(chosen: argparse.Namespace) -> int:
    # The collector would go through everything imported so far again and again: half a second of the start.
    gc.disable()
    from deploy.serving import run  # noqa: PLC0415

    return run(chosen.host, chosen.port, examples=not chosen.no_examples)


def _split(chosen: argparse.Namespace) -> int:
    from deploy.split import run_split  # noqa: PLC0415

    return run_split(chosen.port)


def _demo(chosen: argparse.Namespace) -> int:
    from deploy.demo import run_demo  # noqa: PLC0415

    return run_demo(split=chosen.split)


def _load(chosen: argparse.Namespace) -> None:
    import httpx2  # noqa: PLC0415

    from deploy.loading import load_all  # noqa: PLC0415

    async def load() -> None:
        async with httpx2.AsyncClient(base_url=chosen.url, timeout=60) as client:
            await load_all(client, chosen.admin_secret)

    asyncio.run(load())


def _read(chosen: argparse.Namespace) -> int:
    from deploy.reading import print_reading  # noqa: PLC0415

    return print_reading(chosen.file, chosen.format)


def _migrate(chosen: argparse.Namespace) -> None:
    from deploy.maintenance import migrate  # noqa: PLC0415

    asyncio.run(migrate(ServiceName(chosen.service)))


def _revision(chosen: argparse.Namespace) -> None:
    from deploy.maintenance import write_revision  # noqa: PLC0415

    write_revision(ServiceName(chosen.service), chosen.message)


def _proof(chosen: argparse.Namespace) -> int:
    from deploy.proof import print_proof  # noqa: PLC0415

    return asyncio.run(print_proof(chosen.date, chosen.unit, chosen.plan))


def _replay(chosen: argparse.Namespace) -> None:
    from deploy.maintenance import replay_events  # noqa: PLC0415

    count = asyncio.run(replay_events(ServiceName(chosen.service), ServiceName(chosen.receiver)))
    print(f"{count} events of {chosen.service} will be sent again to {chosen.receiver}")


def _database_url(chosen: argparse.Namespace) -> str:
    from deploy.maintenance import settings_of  # noqa: PLC0415

    return str(chosen.database or settings_of(ServiceName(chosen.service)).database_or_default(chosen.service))


def _verify_audit(chosen: argparse.Namespace) -> int:
    from deploy.audit_trail import verify  # noqa: PLC0415

    source = chosen.file or _database_url(chosen)
    return asyncio.run(verify(source, chosen.keys, chosen.head, timedelta(seconds=chosen.patience)))


def _export_audit(chosen: argparse.Namespace) -> None:
    from deploy.audit_trail import export  # noqa: PLC0415

    with chosen.out.open("w", encoding="utf-8") as out:
        count = asyncio.run(export(_database_url(chosen), out))
    print(f"{count} entries")


def _target(chosen: argparse.Namespace) -> int:
    from deploy.target_text import print_parsed  # noqa: PLC0415

    return print_parsed(chosen.text, chosen.polarity, chosen.indicator, chosen.unit)


def _gateway(chosen: argparse.Namespace) -> None:
    from deploy.gateway.nginx import write_gateway  # noqa: PLC0415

    write_gateway(chosen.folder, chosen.port)


def _openapi(chosen: argparse.Namespace) -> None:
    from deploy.maintenance import openapi_documents  # noqa: PLC0415

    chosen.folder.mkdir(parents=True, exist_ok=True)
    for service, document in openapi_documents().items():
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
        (chosen.folder / f"{service}.json").write_text(text + "\n", encoding="utf-8")


def _documents(chosen: argparse.Namespace) -> None:
    from deploy.documents import write_documents  # noqa: PLC0415

    write_documents(chosen.folder, chosen.schema)


if __name__ == "__main__":
    sys.exit(main())
