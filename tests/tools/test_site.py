"""tools/site without a browser: what it refuses, and the parts of a build.

The whole site is built and used in tests/browser/test_browser_edition.py.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from marginlab.app.folder import handed, notebooks
from marginlab.practice import progress
from marginlab.teach import server
from tools.site import edition, landing, wheels

COMMAND = [sys.executable, "-m", "tools.site"]


def said(*words: str | Path) -> str:
    """The one sentence with which the command refuses."""
    done = subprocess.run([*COMMAND, *words], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    [line] = done.stderr.splitlines()
    return line


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    assert said("build", tmp_path) == (
        f"{tmp_path} holds something else; name a new or an empty folder"
    )
    assert "holds something else" in said("build", tmp_path / "letter.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_only_a_site_is_served(tmp_path: Path) -> None:
    assert said("serve", tmp_path).startswith(f"{tmp_path} holds no browser edition; bring ")


def test_the_zip_beside_a_folder_is_whole_at_every_moment_and_is_what_is_served(
    tmp_path: Path,
) -> None:
    site = tmp_path / "site"
    (site / "marginlab").mkdir(parents=True)
    (site / server.COURSE).write_text('{"store": "first"}')
    edition.pack(site)
    first = edition.packed(site)
    assert server.found(site) == first
    shown = server.Archive(first)  # to a browser that is slow
    (site / server.COURSE).write_text('{"store": "second"}')
    edition.pack(site)
    assert b"".join(shown.pieces(shown.members[server.COURSE])) == b'{"store": "first"}'
    assert server.edition_of(first) == "second"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "site.zip"]


def test_notebooks_are_laid_out_with_every_text_in_one_piece(tmp_path: Path) -> None:
    edition.lay_out(tmp_path)
    for name, path in notebooks().items():
        laid = (tmp_path / name).read_text(encoding="utf-8")
        assert all(isinstance(cell["source"], str) for cell in json.loads(laid)["cells"])
        assert nbformat.reads(laid, as_version=4) == nbformat.reads(handed(path), as_version=4)


def test_the_page_reads_the_progress_that_python_writes() -> None:
    script = (landing.PAGE / "progress.js").read_text(encoding="utf-8")
    assert f"const VERSION = {progress.VERSION};" in script
    script = (landing.PAGE / "store.js").read_text(encoding="utf-8")
    assert f'const PROGRESS = "{progress.FILE}";' in script


def test_the_map_shows_the_first_picture_of_a_lesson() -> None:
    cells = [
        nbformat.v4.new_markdown_cell("no picture"),
        nbformat.v4.new_code_cell(
            outputs=[
                nbformat.v4.new_output("execute_result", {"text/html": "<p>words</p>"}),
                nbformat.v4.new_output(
                    "execute_result",
                    {
                        "text/html": '<img src="data:image/png;base64,QUJD" alt="a &lt; b"><img src="x.png">'
                    },
                ),
            ]
        ),
    ]
    notebook = nbformat.v4.new_notebook(cells=[*cells])
    assert landing.picture(notebook) == (b"ABC", "a < b")
    data, look = {"image/png": "REVG"}, {"image/png": {"alt": "before"}}
    first = nbformat.v4.new_output("execute_result", data, metadata=look)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(outputs=[first]))
    assert landing.picture(notebook) == (b"DEF", "before")
    with pytest.raises(ValueError, match="no stored picture"):
        landing.picture(nbformat.v4.new_notebook(cells=cells[:1]))


def test_plotly_and_sympy_with_what_only_they_need_wait_until_they_are_imported() -> None:
    def wheel(name: str, *requires: str) -> object:
        return wheels.Wheel(Path(f"{name}.whl"), name, "1", (name,), requires)

    needs = {
        "marginlab": ("sympy", "plotly", "jupyterlab"), "anywidget": ("psygnal",), "ipython": ("jedi",),
        "ipywidgets": (), "micropip": (), "plotly": ("narwhals", "packaging"), "sympy": ("mpmath",),
        "ipykernel": (), "piplite": (), "pyodide-kernel": (),
        "jedi": ("parso",), "parso": (), "psygnal": (), "narwhals": (), "packaging": (), "mpmath": (),
    }  # fmt: skip
    found = wheels.at_once({name: wheel(name, *requires) for name, requires in needs.items()})
    assert found == sorted(needs.keys() - {"plotly", "narwhals", "packaging", "sympy", "mpmath"})
