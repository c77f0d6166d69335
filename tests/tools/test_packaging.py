from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from marginlab.app.doctor import within
from marginlab.app.folder import handed
from tools import release

ROOT = Path(__file__).resolve().parents[2]
LEARN = (
    "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e . && .venv/bin/marginlab"
)
TEST = (
    "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e '.[test]'"
    " && .venv/bin/pytest"
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
PINS = dict(
    line.split("==") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
)


def run(*words: str | Path, folder: Path) -> str:
    """What a command says, run as a user would who has no checkout on the path."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module", params=["standard", "editable"])
def installed(request, tmp_path_factory):
    """A fresh environment with nothing but marginlab in it; its folder and the wheel."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "standard":
        _, wheel = release.distributions(ROOT, folder / "dist")  # as it is published
    else:
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel:editable"]
        run(*build, "-d", folder / "dist", folder=ROOT)
        [wheel] = (folder / "dist").glob("*.whl")
    run(sys.executable, "-m", "venv", folder / "venv", folder=folder)
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    run(python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel, folder=folder)
    return folder, python, wheel


def notebooks(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for part in ("lessons", "exercises")
        for path in (folder / part).glob("*.ipynb")
    }


def test_an_installation_finds_and_copies_the_whole_course(installed):
    folder, python, _ = installed
    code = "from marginlab.app.folder import copy_course, Path; print(*copy_course(Path('mine')))"
    copied, kept = map(int, run(python, "-c", code, folder=folder).split())
    handed_out = {name: handed(ROOT / name) for name in notebooks(ROOT)}
    assert notebooks(folder / "mine") == handed_out
    assert (copied, kept) == (len(notebooks(ROOT)), 0)


def test_the_command_is_installed(installed):
    folder, python, _ = installed
    assert run(python.parent / "marginlab", "--version", folder=folder).startswith("marginlab ")


@pytest.mark.parametrize("installed", ["standard"], indirect=True)
def test_the_wheel_carries_the_package_and_the_built_notebooks_only(installed):
    names = set(zipfile.ZipFile(installed[2]).namelist())
    carried = {name for name in names if name.startswith("marginlab/notebooks/")}
    of_the_course = {*notebooks(ROOT), "lessons/course.json"}
    of_the_course.add("TEACHING.md")
    assert carried == {f"marginlab/notebooks/{name}" for name in of_the_course}
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "marginlab").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in names if name.startswith("marginlab/")} == package | carried
    others = {name.partition("/")[0] for name in names}
    assert len(others) == 2, others  # the package and its metadata


def test_a_workshop_is_planned_without_any_other_library(installed):
    folder, python, _ = installed
    command = (python.parent / "marginlab", "teach")
    assert run(*command, "plan", "180", "--start", "09:30", folder=folder).startswith("A workshop")
    assert "09:30 to 12:30" in run(*command, "mail", "--start", "09:30", folder=folder)


@pytest.mark.parametrize("installed", ["standard"], indirect=True)
def test_what_instructors_print_is_made_from_the_wheel_alone(installed, tmp_path):
    """Beside the libraries that are installed here; the checkout is not on the path."""
    zipfile.ZipFile(installed[2]).extractall(tmp_path / "wheel")
    env = os.environ | {"PYTHONPATH": str(tmp_path / "wheel")}
    code = f"""
from pathlib import Path
import marginlab
from marginlab.app.command import main
assert Path(marginlab.__file__).is_relative_to({str(tmp_path)!r})
for words in (["plan", "--out", "plan.html"], ["guide"], ["answers"], ["handout"], ["sheets"]):
    assert main(["teach", *words]) == 0
"""
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, check=True)
    assert len(list(tmp_path.glob("*.html"))) == 5


def test_the_readme_begins_with_the_two_commands_in_blocks_of_their_own():
    blocks = re.findall(
        r"^```\w*\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S
    )
    assert blocks[:2] == [f"{LEARN}\n", f"{TEST}\n"]


def test_the_checks_before_a_change_run_the_readmes_own_command():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    line = re.search(r"^command=.*$", script, re.M)
    assert line is not None
    said = run("bash", "-c", f'{line[0]}; printf "%s\\n" "$command"', folder=ROOT)
    assert said == f"{TEST}\n"
    halves = re.findall(r"^eval \"(.*?)\"", script, re.M)
    assert halves == ["${command% && *}", "${command##* && }"]
    joined = f'{line[0]}; printf "%s && %s" "{halves[0]}" "{halves[1]}"'
    assert run("bash", "-c", joined, folder=ROOT) == TEST
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    workflow = ROOT / ".github" / "workflows" / "check.yml"
    assert "run: bash .ci/run" in workflow.read_text(encoding="utf-8")


def test_constraints_are_names_and_exact_versions_only():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    odd = [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)]
    assert odd == []
    assert lines == sorted(lines, key=str.lower)


@pytest.mark.parametrize(
    "requirement", [*PROJECT["dependencies"], *EXTRAS["teach"], *EXTRAS["test"][1:]]
)
def test_every_requirement_is_pinned_within_its_range(requirement):
    name, ranges = re.findall(r"^[\w.-]+|.+", requirement)
    # The doctor reads no other signs than these.
    assert re.fullmatch(r">=[\d.]+(,<[\d.]+)?", ranges)
    assert within(PINS[name], ranges)


def test_who_tests_has_what_instructors_have():
    assert EXTRAS["test"][0] == "marginlab[teach]"


def test_nothing_is_tracked_that_an_installer_or_a_run_left():
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    # In a container the checkout may belong to somebody else.
    tracked = run("git", "-c", "safe.directory=*", "ls-files", folder=ROOT).splitlines()
    forbidden = {"node_modules", ".venv", "dist", "marginlab-course", "test-results"}
    forbidden |= {"__pycache__", ".ipynb_checkpoints", ".hypothesis"}
    assert [path for path in tracked if forbidden & set(Path(path).parts)] == []
