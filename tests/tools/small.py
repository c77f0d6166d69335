"""A course of one lesson with exercises, just large enough to be built, and ways to spoil it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import nbformat

from tools.notebooks import ROOT, build, source

TEMPLATE = (ROOT / "lessons" / "src" / "_template.md").read_text(encoding="utf-8")
SLUG = "07_small"
LESSON = TEMPLATE.replace("number: 99", "number: 7").replace('"99.', '"7.')
FIRST_CELL = "```{code-cell} ipython3\nfrom marginlab.lesson import *\n```\n"
EXERCISE = dedent("""\
    ```{code-cell} ipython3
    widget
    ```

    ```{code-cell} ipython3
    progress
    ```

    {{ exercises }}
    """)
# What its exercises are, as a module of the course.
SMALL = """
from marginlab.practice.item import Function, Number

some = dict(notebook="07_small", given=None, other=None, ask=str, work=str, wrong=(), hints=("", "", ""))
ITEMS = (
    Number(id="7.1", title="A number", minutes=3, unit="price", truth=lambda _: 1,
           solve='answer = "the secret of exercise seven"', **some),
    Function(id="7.2", title="A function", minutes=1, unit="price", name="wall", about="06_other",
             truth=lambda _: 1, sample=lambda _: None, letters=lambda _: {"side": 1, "size": 2},
             solve="def wall(side, size):\\n    return 'the secret'", **some),
)
"""
BOOK = """
from marginlab.course.lesson07_small import exercises
ITEMS = {item.id: item for item in exercises.ITEMS}
rungs = dict
"""
exec(SMALL, made := {})
ITEMS = {item.id: item for item in made["ITEMS"]}
README = "# A course\n\n<!-- lessons -->\n<!-- /lessons -->\n\nThe end.\n"
# Stands for the package, so that no sympy is loaded and any line may be changed.
PACKAGE_LESSON = """
import os
class say:
    def __init__(self, text, far):
        self.text = text.split("{")[0]
    def _repr_markdown_(self):
        return self.text
    def __repr__(self):
        return self.text
class Widget:
    def _repr_mimebundle_(self, **_):
        return {"application/vnd.jupyter.widget-view+json": {"model_id": os.urandom(8).hex()},
                "text/plain": "wall at 54,249.55", "text/html": "<table></table>",
                "image/png": "iVBORw0KGgo="}
widget = Widget()
progress = "named" if os.environ.get("MARGINLAB_PROGRESS") else "in the way"
____ = None
def place_the_mark():
    return widget
def task(exercise):
    return exercise
def check(exercise, answer):
    return exercise
__all__ = ["____", "check", "place_the_mark", "progress", "say", "task", "widget"]
"""

# Modules that the build uses and that need nothing of the rest.
AS_THEY_ARE = (
    "marginlab/app/__init__.py",
    "marginlab/app/folder.py",
    "marginlab/drawing/png.py",
    "marginlab/practice/files.py",
    "marginlab/practice/item.py",
    "marginlab/teach/__init__.py",
    "marginlab/teach/plan.py",
    "marginlab/teach/syllabus.py",
)
TRACKS = """
- minutes: 30
  parts:
    - {lesson: 7, beats: [question, mark, puzzle], exercises: ["7.1"]}
"""
WRITES_NOTHING = """
def problems():
    return ()
def refresh():
    pass
"""


def lay_out(root: Path, lesson: str = LESSON, exercise: str = EXERCISE) -> Path:
    """A course of one lesson with exercises, and a package that is just large enough for it."""
    files = {
        f"lessons/src/{SLUG}.md": lesson,
        f"exercises/src/{SLUG}.md": exercise,
        "README.md": README,
        "marginlab/__init__.py": '__version__ = "7"\n',
        "marginlab/lesson.py": PACKAGE_LESSON,
        "marginlab/course/__init__.py": "",
        "marginlab/course/lesson07_small/__init__.py": "",
        "marginlab/course/lesson07_small/exercises.py": SMALL,
        "marginlab/course/book.py": BOOK,
        "marginlab/course/court/__init__.py": "",
        "marginlab/course/court/docket.py": "DOCKET = {}\n",
        "marginlab/practice/__init__.py": "",
        "marginlab/course/stills.py": "STILLS = {}\n",
        "lessons/tracks.yaml": TRACKS,
        "marginlab/drawing/__init__.py": "",
    }
    files |= {name: (ROOT / name).read_text("utf-8") for name in AS_THEY_ARE}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "tools", root / "tools", ignore=shutil.ignore_patterns("site"))
    for name in ("derived", "reference"):  # of a package that has no formulas and no public names
        (root / "tools" / "notebooks" / f"{name}.py").write_text(WRITES_NOTHING, encoding="utf-8")
    return root


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The build as a command; a process of its own, because it imports the root's marginlab."""
    command = [sys.executable, "-m", "tools.notebooks", *arguments]
    without = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(command, cwd=root, env=without, capture_output=True, text=True)


def problems(tmp_path: Path, lesson: str = LESSON, exercise: str = EXERCISE) -> str:
    """What the build says of a course without running it."""
    return refusal(lay_out(tmp_path, lesson, exercise))


def refusal(root: Path) -> str:
    """What the build says of the sources under a root; nothing when all is well."""
    try:
        read(root)
    except source.Broken as broken:
        return str(broken)
    return ""


def read(root: Path) -> list[source.Source]:
    """The sources under a root, with the small course's exercises."""
    return build.read_sources(root, ITEMS)


def notebook(root: Path, folder: str) -> nbformat.NotebookNode:
    return nbformat.read(root / folder / f"{SLUG}.ipynb", as_version=4)


def code(lines: int) -> str:
    return "```{code-cell} ipython3\n" + "1 + 1\n" * lines + "```\n"
