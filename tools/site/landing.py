"""The pages around the notebooks: the course map, and the bar above a notebook.

What they show comes from the sources of the lessons and from the built notebooks, so that nothing is
said twice. The files in page/ go into the site's folder marginlab/ as they are; index.html is the
template of the course map, and kernel.js that of the worker in which Python runs.
"""

from __future__ import annotations

import json
import shutil
from base64 import b64decode
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbformat import NotebookNode

import marginlab
from marginlab.app.folder import NOTES
from marginlab.course.book import ITEMS
from tools.notebooks.build import exercises_of, read_sources
from tools.notebooks.source import APART
from tools.site import reading
from tools.site.environment import HERE, ROOT, Tools
from tools.site.wheels import KERNEL

PAGE = HERE / "page"
FOLDER = "marginlab"
AT_THE_TOP = ("README.txt", "favicon.ico")
TEMPLATES = ("index.html", "kernel.js")
WORKER = f"extensions/{KERNEL}/static/comlink.worker.*.js"  # JupyterLite's, in which Python runs
LOCALFORAGE = "localforage@1.10.0"  # what JupyterLite keeps a learner's work with
# What is put into JupyterLite's page for a notebook, each before its only occurrence.
INSERTED = {
    "</head>": '<link rel="stylesheet" href="../marginlab/bar.css">\n'
    '<script src="../marginlab/localforage.min.js"></script>\n'
    '<script type="module" src="../marginlab/bar.js"></script>\n',
    '<script id="jupyter-config-data"': '<script src="../marginlab/worker.js"></script>\n',
    "await import(": "await globalThis.marginlabWorker;\n        ",
}


def add(tools: Tools, work: Path, site: Path, store: str) -> None:
    """Puts the course map into a site, and the bar above its notebooks."""
    target = site / FOLDER
    shutil.copytree(PAGE, target, ignore=shutil.ignore_patterns(*TEMPLATES, *AT_THE_TOP))
    for name in AT_THE_TOP:
        shutil.copy(PAGE / name, site)
    storage = tools.npm_package(LOCALFORAGE, work / "localforage")
    shutil.copy(storage / "dist" / "localforage.min.js", target)
    (target / "pictures").mkdir()
    lessons = list(_lessons(target / "pictures"))
    covers = {path: cover for lesson in lessons for path, cover in _covers(lesson)}
    apart = {
        f"{source.notebook.relative_to(ROOT)}": APART[source.kind]
        for source in read_sources(ROOT)
        if source.kind in APART
    }
    look = {name: lessons[0][name] for name in ("picture", "alt")}
    covers |= {
        path: {"title": title, "text": when, **look} for path, (title, when) in apart.items()
    }
    course = {"store": store, "covers": covers, "notes": sorted(NOTES)}
    text = json.dumps(course, indent=1, sort_keys=True, ensure_ascii=False)
    (target / "course.json").write_text(text + "\n", encoding="utf-8")
    pages = Environment(loader=FileSystemLoader(PAGE), autoescape=True, undefined=StrictUndefined)
    page = pages.get_template("index.html").render(
        lessons=lessons, apart=apart, version=marginlab.__version__, store=store
    )
    (site / "index.html").write_text(page + "\n", encoding="utf-8")
    [worker] = site.glob(WORKER)
    kernel = pages.get_template("kernel.js").render(worker=worker.relative_to(site).as_posix())
    (target / "kernel.js").write_text(kernel + "\n", encoding="utf-8")
    notebook = site / "notebooks" / "index.html"
    html = notebook.read_text(encoding="utf-8")
    for place, inserted in INSERTED.items():
        if html.count(place) != 1:
            raise RuntimeError(f"JupyterLite's page for a notebook has no single {place}")
        html = html.replace(place, inserted + place)
    notebook.write_text(html, encoding="utf-8")


def _lessons(pictures: Path) -> Iterator[dict[str, Any]]:
    """What the map says of each lesson; its picture goes into a folder."""
    sources = read_sources(ROOT)
    for source in sources:
        if source.kind != "lesson":
            continue
        stem, practice = source.path.stem, exercises_of(source, sources)
        image, alt = picture(nbformat.read(source.notebook, as_version=4))
        (pictures / f"{stem}.png").write_bytes(image)
        yield {
            **source.front,
            "minutes": round(source.minutes),
            "read": f"{reading.FOLDER}/{stem}.html",
            "notebook": f"lessons/{stem}.ipynb",
            "exercises": f"exercises/{stem}.ipynb" if practice else "",
            "exercise_minutes": round(practice.minutes) if practice else 0,
            "items": [item.id for item in ITEMS.values() if item.notebook == stem],
            "picture": f"{FOLDER}/pictures/{stem}.png",
            "alt": alt,
        }


def _covers(lesson: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """What is seen of a notebook before the page has opened it."""
    look = {name: lesson[name] for name in ("picture", "alt")}
    yield lesson["notebook"], {
        "title": f"{lesson['number']}. {lesson['title']}", "text": lesson["question"], **look,
    }  # fmt: skip
    if lesson["exercises"]:
        title = f"Exercises {lesson['number']}: {lesson['title']}"
        yield lesson["exercises"], {"title": title, "text": "", **look}


def picture(notebook: NotebookNode) -> tuple[bytes, str]:
    """The first picture that is stored in a notebook, and what it shows in words."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            shown = output.get("data", {})
            if "image/png" in shown:
                return b64decode(shown["image/png"]), output.metadata["image/png"]["alt"]
            finder = _Finder()
            finder.feed(shown.get("text/html", ""))
            if finder.found:
                return finder.found
    raise ValueError("a lesson has no stored picture to show on the course map")


class _Finder(HTMLParser):
    """Finds the first picture that stands in HTML itself."""

    found: tuple[bytes, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        kind, _, content = (said.get("src") or "").partition(";base64,")
        if tag == "img" and kind == "data:image/png" and not self.found:
            self.found = b64decode(content), said.get("alt") or ""
