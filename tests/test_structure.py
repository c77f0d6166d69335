"""The shape of the project: who imports whom, what is loaded when, what stands in no file."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "marginlab"
# A room imports only from itself and from these.
ROOMS: dict[str, tuple[str, ...]] = {
    "theory": (),
    "venues": ("theory",),
    "drawing": ("theory",),
    "practice": ("theory",),
    "engine": ("theory", "venues"),
    "course": ("theory", "venues", "engine", "drawing", "practice"),
    "lesson": ("theory", "venues", "engine", "drawing", "practice", "course", "stumbles"),
    "stumbles": (),
    # The command loads what instructors use for its own word only; tested below.
    "app": (
        "practice.files",
        "practice.progress",
        "practice.report",
        "course.ideas",
        "teach.command",
    ),
    "teach": (
        "theory",
        "venues",
        "engine",
        "drawing",
        "practice",
        "course",
        "lesson",
        "app",
        "__init__",
    ),
    "__main__": ("app",),
}
# Where a library of others may be imported; one that is not named here may be imported nowhere.
CONFINED = {
    "sympy": {
        "theory.terms", "theory.written", "theory.compiled", "theory.conditions", "theory.typeset",
        "theory.derivation", "theory.formulas", "theory.mark_price", "venues.consequences",
    },
    "plotly": {"drawing.view", "teach.live.doors"},
    "anywidget": {"drawing.view", "drawing.controls"},
    "traitlets": {"drawing.view", "drawing.controls"},
    "ipywidgets": {
        "drawing.form", "drawing.hearing", "drawing.panel", "drawing.prediction", "drawing.quiz",
    },
    "IPython": {"drawing.panel", "drawing.prediction", "practice.cards"},
    "jinja2": {"teach.pages"},
    "marginlab_page": {"practice.whereabouts"},  # what the browser edition's page gives to Python
    "latex2mathml": {"teach.pages"},
    "markdown_it": {"teach.pages"},
    "markupsafe": {"teach.live.slides", "teach.pages"},
    "mdit_py_plugins": {"teach.pages"},
    "psutil": {"teach.addresses", "teach.room_check"},
    "segno": {"teach.addresses"},
    "tornado": {"teach.live.doors", "teach.reach", "teach.server"},
}  # fmt: skip
# Imported inside functions only: they cost more than the rest of the course together.
LAZY = {"sympy", "plotly"}
HEAVY = {*CONFINED, "numpy"}
LINES = 400
LINES_OF_ITEMS = 600  # mostly sentences: prompts, hints, cures, solutions
# Test files that belong to no module of the package.
OF_THE_WHOLE = {
    "course_numbers",
    "every_lesson",
    "guides",
    "hosting",
    "init",
    "items",
    "layouts",
    "marks",
    "money",
    "packaging",
    "published",
    "sources_map",
    "structure",
}
FORBIDDEN = {
    "a package registry": r"pypi\.org|pythonhosted\.org|registry\.npmjs|anaconda\.org|index[-]url",
    "a path of one machine": r"(?<![\w.~:+/-])/(?:home|root|work|Users)/\w",
}


class Import(NamedTuple):
    """One import: the module that stands in the file, in which line, and when it happens."""

    name: str
    line: int
    at_start: bool


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def module_of(path: Path) -> str:
    """The name of a file inside the package: theory.terms for theory/terms.py."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def room_of(path: Path) -> str:
    """The room that a file stands in, or its own name where it stands in none."""
    return module_of(path).partition(".")[0]


def imports(path: Path) -> list[Import]:
    """The imports of a file, without those that only a type checker sees."""
    return list(_imports(ast.parse(path.read_text(encoding="utf-8")), at_start=True))


def _imports(node: ast.AST, *, at_start: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, child.lineno, at_start) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield from (Import(name, child.lineno, at_start) for name in _from(child))
        else:
            function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(child, at_start=at_start and not function)


def _from(statement: ast.ImportFrom) -> Iterator[str]:
    """The modules that it imports: `from marginlab.practice import progress` names one after `import`."""
    module = "." * statement.level + (statement.module or "")
    for alias in statement.names:
        inner = PACKAGE.parent.joinpath(*module.split("."), alias.name)
        is_module = inner.is_dir() or inner.with_suffix(".py").exists()
        yield f"{module}.{alias.name}" if is_module and module.startswith("marginlab") else module


def own(path: Path) -> Iterator[tuple[str, Import]]:
    """The imports of the package's own modules, each with its name inside the package."""
    for one in imports(path):
        top, _, name = one.name.partition(".")
        if top == "marginlab" and name:
            yield name, one


def lies_in(module: str, place: str) -> bool:
    """Whether a module is that place or stands in it."""
    return module == place or module.startswith(f"{place}.")


def told(path: Path, one: Import, why: str) -> str:
    return f"{path.relative_to(ROOT)}, line {one.line}, imports {one.name}: {why}"


def test_imports_are_read_as_they_happen(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text(
        "from marginlab.practice import progress\n"
        "if TYPE_CHECKING:\n    import numpy\n"
        "class A:\n    import json\n    def f(self):\n        from sympy import Symbol\n"
    )
    read = [Import("marginlab.practice.progress", 1, True), Import("json", 5, True)]
    assert imports(file) == [*read, Import("sympy", 7, False)]


def test_every_module_stands_in_a_room_two_levels_deep_at_most() -> None:
    lost = {room_of(path) for path in modules()} - {*ROOMS, "__init__"}
    assert not lost, f"{', '.join(sorted(lost))}: no such room in ROOMS"
    deep = [path for path in modules() if len(path.relative_to(PACKAGE).parts) > 3]
    assert not deep, f"a third level: {', '.join(map(str, deep))}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_from_the_rooms_below_it(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":  # only hands names on; that it loads nothing is tested below
        return
    why = f"{room} may import only {', '.join(ROOMS[room]) or 'nothing of ours'}"
    broken = [
        told(path, one, why)
        for name, one in own(path)
        if not any(lies_in(name, place) for place in (room, *ROOMS[room]))
    ]
    assert not broken, "\n".join(broken)


def test_the_command_loads_what_instructors_use_for_its_own_word_only() -> None:
    broken = [
        told(path, one, "teach is loaded by its own word")
        for path in modules()
        for name, one in own(path)
        if lies_in(name, "teach") and room_of(path) != "teach" and one.at_start
    ]
    assert not broken, "\n".join(broken)


def test_one_lesson_never_imports_another() -> None:
    broken = []
    for path in (PACKAGE / "course").glob("lesson*/*.py"):
        others = f"course.{path.parent.name}"
        broken += [
            told(path, one, "what lessons share stands in course/ itself")
            for name, one in own(path)
            if name.startswith("course.lesson") and not lies_in(name, others)
        ]
    assert not broken, "\n".join(broken)


def test_modules_import_each_other_in_no_circle() -> None:
    graph = {}
    for path in modules():
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        graph[name] = {one.name for _, one in own(path)}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"these modules import each other in a circle: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_other_peoples_libraries_keep_to_their_modules(path: Path) -> None:
    broken = []
    for one in imports(path):
        library = one.name.split(".")[0]
        if library == "":
            broken.append(told(path, one, "write the module's full name"))
        elif library not in sys.stdlib_module_names | {"marginlab"}:
            places = CONFINED.get(library, set())
            if module_of(path) not in places:
                where = f"only in {', '.join(sorted(places))}" if places else "nowhere"
                broken.append(told(path, one, f"{library} is allowed {where}"))
            elif library in LAZY and one.at_start:
                broken.append(told(path, one, f"{library} is imported inside functions only"))
    assert not broken, "\n".join(broken)


def test_only_its_own_word_loads_the_room_of_the_instructor() -> None:
    """And of the libraries that teach alone has, a parser of its words loads none."""
    for words, loads in (["progress"], False), (["--help"], False), (["teach", "--help"], True):
        code = f"""
import sys
from marginlab.app.command import main
try:
    main({words!r})
except SystemExit:
    pass
print("\\nloaded:", *sys.modules)"""
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        )
        loaded = done.stdout.rpartition("loaded: ")[2].split()
        assert any(lies_in(name, "marginlab.teach") for name in loaded) == loads, words
        assert not HEAVY & set(loaded), words


@pytest.mark.parametrize(
    "module",
    ["marginlab", "marginlab.theory.terms", "marginlab.theory.formulas", "marginlab.venues"],
)
def test_importing_the_core_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*({HEAVY!r} & set(sys.modules)))"
    loaded = printed(code)
    assert loaded == [], f"import {module} loads {', '.join(loaded)}"


def test_importing_the_package_loads_none_of_its_modules() -> None:
    code = "import sys, marginlab; print(*(m for m in sys.modules if m.startswith('marginlab.')))"
    assert printed(code) == []


def test_pictures_accounts_and_checks_derive_nothing() -> None:
    used = """
import sys
from marginlab import BITGET, LONG, Account, lesson
from marginlab.course.court.docket import DOCKET
from marginlab.venues import VENUES
for name in lesson.__all__:
    if name.endswith("_panel") or name.startswith("place_"):
        getattr(lesson, name)()
for venue in VENUES:
    traded = venue.with_contracts(BITGET.contract("BTCUSDT"))
    for mode in ("isolated", "cross"):
        account = Account(traded, 1e4).set_margin_mode("BTCUSDT", mode)
        account = account.open("BTCUSDT", LONG, size=1, price=1e4)
        account.liquidation_price("BTCUSDT", {"BTCUSDT": 1e4})
    venue.liquidation_price._repr_latex_()
for card in DOCKET.values():
    card.judged
print("sympy" in sys.modules)
"""
    assert printed(used) == ["False"], ANEW


def test_no_exercise_loads_sympy_to_judge_an_answer_or_to_show_its_solution() -> None:
    # None is left out: a formula, as 2.5 asks for, is compared at points.
    judged = """
import sys
from marginlab.course.book import BOOK, ITEMS, ladders, rungs
from marginlab.lesson import *
for lesson in ladders():
    BOOK.ladder(lesson)
for item in (*ITEMS.values(), *rungs().values()):
    space = dict(globals())
    exec(item.solved.rpartition("check(")[0], space)
    right = space["answer"] if "answer" in space else space[item.name]
    given = [value for _, value in getattr(item, "wrong_answers", ())]
    kinds = [BOOK.judged(item, answer).kind for answer in (right, *given, "1", "nonsense")]
    assert kinds[0] == "correct", item.id
    BOOK.task(item.id), BOOK.hint(item.id, 3), BOOK.reveal(item.id)
    if "sympy" in sys.modules:
        sys.exit(print(item.id))
"""
    assert printed(judged) == [], ANEW


ANEW = "sympy derived what is not stored; after a new statement or constant: python -m tools.notebooks 00"


def printed(code: str) -> list[str]:
    """What a Python of its own prints, word by word."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()


def tools() -> list[Path]:
    return sorted([*(ROOT / "tools").rglob("*.py"), *(ROOT / "hub").rglob("*.py")])


@pytest.mark.parametrize(
    "path", [*modules(), *tools()], ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    if path.name.startswith("stored"):
        return  # the build wrote it, a few lines for each formula
    count = len(path.read_text(encoding="utf-8").splitlines())
    most = LINES_OF_ITEMS if path.stem.startswith(("exercises", "cards_")) else LINES
    assert count <= most, f"{path.relative_to(ROOT)} has {count} lines: split it by meaning"


def test_a_module_begins_with_what_it_holds() -> None:
    every = [*modules(), *tools()]
    silent = [path for path in every if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert not silent, f"without a docstring: {', '.join(map(str, silent))}"


def test_a_test_file_stands_in_the_room_of_the_module_that_it_tests() -> None:
    astray = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        name, room = path.stem.removeprefix("test_"), path.parent.name
        theirs = PACKAGE / room if (PACKAGE / room).is_dir() else PACKAGE
        tested = {module.stem for module in theirs.rglob("*")} | {room}
        lesson = re.fullmatch(r"lesson\d\d_[a-z_]+", name)
        if room not in ("browser", "tools") and not (name in tested | OF_THE_WHOLE or lesson):
            astray.append(str(path.relative_to(ROOT)))
    assert not astray, f"which module do these test? {', '.join(astray)}"


def project_files() -> list[Path]:
    """The files that are or would be committed."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("this is no git checkout, so what is committed is not known")
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_a_script_can_be_run_as_it_stands() -> None:
    scripts = [path for path in project_files() if path.read_bytes().startswith(b"#!")]
    still = [str(path.relative_to(ROOT)) for path in scripts if not path.stat().st_mode & 0o111]
    assert scripts
    assert not still, f"without a run bit: {', '.join(still)}"


def test_only_the_instructors_room_and_the_launcher_know_a_network() -> None:
    """What a learner runs can send nothing: it imports nothing that could, in Python and in the browser."""
    lines = {
        "aiohttp",
        "ftplib",
        "http",
        "httpx",
        "requests",
        "smtplib",
        "socket",
        "ssl",
        "urllib3",
    }
    wired = r"\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeer|importScripts"
    apart = {"app", "teach"}
    broken = [
        told(path, one, "only teach and the launcher may know a network")
        for path in modules()
        if room_of(path) not in apart
        for one in imports(path)
        if one.name.split(".")[0] in lines or one.name.startswith("urllib.request")
    ]
    for path in PACKAGE.rglob("*.js"):
        if path.relative_to(PACKAGE).parts[0] not in apart and re.search(
            wired, path.read_text("utf-8")
        ):
            broken.append(f"{path.relative_to(ROOT)} knows a network")
    assert not broken, "\n".join(broken)


def test_no_file_names_a_registry_or_one_machine() -> None:
    found = []
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for what, pattern in FORBIDDEN.items():
            for hit in re.finditer(pattern, text):
                line = text.count("\n", 0, hit.start()) + 1
                found.append(f"{path.relative_to(ROOT)}, line {line}, names {what}: {hit[0]}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "TEACHING.md"])
def test_what_a_guide_names_is_there(name: str) -> None:
    spans = re.findall(r"`([^`\n]+)`", (ROOT / name).read_text(encoding="utf-8"))
    tops = {".github", "exercises", "findings", "hub", "lessons", "marginlab", "tests", "tools"}
    paths = {
        span for span in spans if re.fullmatch(r"[\w./-]+", span) and span.split("/")[0] in tops
    }
    gone = [
        path for path in paths if "/" in path and "NN" not in path and not (ROOT / path).exists()
    ]
    assert not gone, f"{name} names what is not there: {', '.join(sorted(gone))}"


def test_every_link_and_picture_of_a_guide_leads_to_something() -> None:
    guides = [
        path for path in project_files() if path.suffix == ".md" and path.parent.name != "src"
    ]
    gone = [
        f"{path.relative_to(ROOT)}: {link}"
        for path in guides
        for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))
        if not re.match(r"https?://|#", link)
        and not (path.parent / link.partition("#")[0]).exists()
    ]
    assert not gone, "\n".join(gone)


def test_every_module_is_found_by_its_whole_name() -> None:
    """What is put on sys.path is found under a name that something else may have as well."""
    python = [path for path in project_files() if path.suffix == ".py"]
    changed = r"sys\.path\.(?:insert|append|extend)|sys\.path *(?:\[:\] *)?\+?="
    assert not [path for path in python if re.search(changed, path.read_text(encoding="utf-8"))]


def test_no_module_is_a_box_for_the_rest() -> None:
    boxes = {"utils.py", "util.py", "helpers.py", "misc.py", "common.py"}
    assert not [path for path in project_files() if path.name in boxes]


def test_no_lock_file_records_index_addresses() -> None:
    locks = {"uv.lock", "pylock.toml", "package-lock.json"}
    assert not [path for path in project_files() if path.name in locks]
