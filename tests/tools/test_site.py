"""tools/site without a browser: what it refuses, how it serves, and the parts of a build.

The whole site is built and used in tests/browser/test_browser_edition.py.
"""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import nbformat
import pytest

from marginlab.app.folder import handed
from marginlab.practice import progress
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
    assert said("serve", tmp_path).startswith(f"{tmp_path} holds no site; make one with: ")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder that looks like a site."""
    (tmp_path / "marginlab").mkdir()
    (tmp_path / "marginlab" / "course.json").write_text("{}")
    (tmp_path / "index.html").write_text("<h1>The course</h1>")
    (tmp_path / "python.wasm").write_bytes(b"\0asm" * 5_000)
    (tmp_path / "python.mjs").write_bytes(b"export const a = 1;\n" * 200)
    return tmp_path


def test_a_port_that_is_taken_is_told(small: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert said("serve", small, "--port", port).startswith(f"port {port} cannot be opened")


@pytest.fixture
def address(small: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*COMMAND, "serve", small, "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout
    assert server.stdout.readline() == f"On this machine: http://localhost:{port}/\n"
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(20)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("", "text/html"), ("python.wasm", "application/wasm"), ("python.mjs", "text/javascript")],
)
def test_files_come_packed_and_with_their_kind(
    address: str, small: Path, name: str, kind: str
) -> None:
    with urlopen(Request(f"{address}/{name}", headers={"Accept-Encoding": "gzip"})) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        body = gzip.decompress(answer.read())
        assert answer.headers["Content-Type"].split(";")[0] == kind
    assert body == (small / (name or "index.html")).read_bytes()


def test_a_browser_asks_again_and_gets_only_what_changed(address: str, small: Path) -> None:
    with urlopen(f"{address}/python.wasm") as answer:
        assert answer.headers["Cache-Control"] == "no-cache"
        mark = {"If-None-Match": answer.headers["ETag"]}
    with pytest.raises(HTTPError, match="304"):
        urlopen(Request(f"{address}/python.wasm", headers=mark))
    (small / "python.wasm").write_bytes(b"new")
    with urlopen(Request(f"{address}/python.wasm", headers=mark)) as answer:
        assert answer.read() == b"new"


def test_nothing_outside_the_site_is_shown(address: str, small: Path) -> None:
    (small.parent / "secret.txt").write_text("secret")
    for path in ("/../secret.txt", "/%2e%2e/secret.txt", "//etc/passwd"):
        with pytest.raises(HTTPError, match=r"40[34]"):
            urlopen(f"{address}{path}")


def test_a_changed_notebook_gets_a_store_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = edition.store()
    copies = []
    for path in edition.notebooks():
        copies.append(tmp_path / f"{path.parent.name} {path.name}")
        copies[-1].write_bytes(path.read_bytes())
    monkeypatch.setattr(edition, "notebooks", lambda: copies)
    assert edition.store() == before
    copies[0].write_bytes(copies[0].read_bytes() + b"\n")
    assert edition.store() != before
    assert edition.store().startswith("marginlab ")


def test_notebooks_are_laid_out_with_every_text_in_one_piece(tmp_path: Path) -> None:
    edition.lay_out(tmp_path)
    for path in edition.notebooks():
        laid = (tmp_path / path.parent.name / path.name).read_text(encoding="utf-8")
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
