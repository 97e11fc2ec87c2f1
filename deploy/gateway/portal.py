"""The API portal as a folder of plain files: works without the internet, served by dispatcher and proxy alike."""

import shutil
from html import escape
from importlib.resources import files
from pathlib import Path

import deploy.gateway.problems  # noqa: F401 - loaded, so that the page of problems lists them
from deploy.documents import product_problems
from deploy.gateway.routes import PORTAL, ROUTES
from shared.kit.problems import Problem

_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>健行 Jianxing API</title>
<link rel="icon" href="{portal}/favicon.png"><link rel="stylesheet" href="{portal}/swagger-ui.css">
<style>body{{margin:0}}nav{{font:16px sans-serif;padding:12px 24px;background:#14532d;color:#fff}}
nav a{{color:#bbf7d0;margin-left:18px}}</style></head>
<body><nav><strong>健行 Jianxing</strong>{links}<a href="{portal}/problems.html">errors</a></nav><div id="ui"></div>
<script src="{portal}/swagger-ui-bundle.js"></script><script src="{portal}/portal.js"></script></body></html>
"""
_SCRIPT = """const service = new URLSearchParams(location.search).get("service") || "plans";
SwaggerUIBundle({url: `/api/v1/${service}/openapi.json`, dom_id: "#ui", deepLinking: true, validatorUrl: null});
"""
_ROW = '<tr id="{code}"><td><code>{code}</code></td><td>{status}</td><td>{zh}<br>{en}</td><td>{detail_zh}<br>{detail_en}</td></tr>'


def portal_folder(data: Path) -> Path:
    """The portal's files under ``data``, written anew (they are small and follow the code)."""
    folder = data / "portal"
    write_portal(folder)
    return folder


def write_portal(folder: Path) -> None:
    """Write page, script, list of problems and the shipped Swagger UI into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    assets = Path(str(files("fastapi_offline"))) / "static"
    for name in ("swagger-ui.css", "swagger-ui-bundle.js", "favicon.png"):
        if not (folder / name).exists():
            shutil.copyfile(assets / name, folder / name)
    links = "".join(f'<a href="{PORTAL}/?service={route.service}">{route.service}</a>' for route in ROUTES)
    (folder / "index.html").write_text(_PAGE.format(portal=PORTAL, links=links), encoding="utf-8")
    (folder / "portal.js").write_text(_SCRIPT, encoding="utf-8")
    (folder / "problems.html").write_text(_problems_page(), encoding="utf-8")


def _problems_page() -> str:
    rows = "\n".join(_problem_row(problem) for problem in product_problems())
    head = '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>健行 Jianxing: errors</title></head>'
    return f'{head}<body><h1>Errors</h1><table border="1" cellpadding="6">\n{rows}\n</table></body></html>\n'


def _problem_row(problem: type[Problem]) -> str:
    return _ROW.format(
        code=problem.code,
        status=problem.status,
        zh=escape(problem.title.zh),
        en=escape(problem.title.en),
        detail_zh=escape(problem.detail.zh),
        detail_en=escape(problem.detail.en),
    )
