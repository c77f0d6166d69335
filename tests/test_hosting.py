"""What a code host reads: workflows, forms, the citation. Published schemas say what they may hold."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_jsonschema import main as check_jsonschema

from marginlab.app import command

ROOT = Path(__file__).resolve().parents[1]
HOSTED = ROOT / ".github"
WORKFLOWS = sorted((HOSTED / "workflows").glob("*.yml"))
FORMS = sorted((HOSTED / "ISSUE_TEMPLATE").glob("[!c]*.yml"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
PYTEST = PROJECT["tool"]["pytest"]["ini_options"]
READ_AS = {
    "github-workflows": WORKFLOWS,
    "github-issue-forms": FORMS,
    "github-issue-config": [HOSTED / "ISSUE_TEMPLATE" / "config.yml"],
    "citation-file-format": [ROOT / "CITATION.cff"],
}


@pytest.mark.parametrize("schema", READ_AS)
def test_a_file_for_the_host_is_as_its_schema_wants_it(
    schema: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*files: Path) -> str:
        with pytest.raises(SystemExit) as ended:
            check_jsonschema(["--builtin-schema", f"vendor.{schema}", *map(str, files)])
        said = capsys.readouterr()
        return said.out + said.err if ended.value.code else ""

    assert READ_AS[schema]
    assert refused(*READ_AS[schema]) == ""
    spoiled = tmp_path / READ_AS[schema][0].name
    spoiled.write_text(READ_AS[schema][0].read_text("utf-8") + "\nunheard_of: true\n", "utf-8")
    assert "unheard_of" in refused(spoiled)


def workflow(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def steps(path: Path) -> Iterator[dict[str, Any]]:
    """The steps of all jobs of a workflow."""
    for job in workflow(path)["jobs"].values():
        yield from job.get("steps", [])


def missing(words: list[str]) -> list[str]:
    """What a command needs that is not here: a module, a file, an extra, a mark, a word of ours."""
    if words[:2] == ["python", "-m"]:
        words = words[2:]
        if find_spec(words[0]) is None:
            return [f"no module {words[0]}"]
    lost = []
    match words:
        case ["pytest", "-m", mark, *_]:
            known = [told.partition(":")[0] for told in PYTEST["markers"]]
            lost += [] if mark in known else [f"no mark {mark}"]
        case ["pip", "install", *given]:
            extras = [extra for word in given for extra in re.findall(r"^\.\[(\w+)\]$", word)]
            lost += [f"no extra {name}" for name in extras if name not in EXTRAS]
        case ["marginlab", *given]:
            with pytest.raises(SystemExit) as ended:
                command.main([*given, "--help"])
            lost += [f"no command {' '.join(words)}"] if ended.value.code else []
        case [("apt-get" | "bash" | "pip" | "pytest" | "tools.site"), *_]:
            pass
        case _:
            lost.append(f"unknown here: {' '.join(words)}")
    paths = [word for word in words if "/" in word or word.endswith(".txt")]
    return lost + [f"no file {path}" for path in paths if not (ROOT / path).exists()]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_what_a_workflow_runs_is_there(path: Path) -> None:
    runs = [step["run"] for step in steps(path) if "run" in step]
    assert runs
    lost = [
        f"{path.name}: {lack}"
        for run in runs
        for one in re.split(r"&&|\n", run)
        for lack in missing(shlex.split(one))
    ]
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize(
    ("run", "lack"),
    [
        ("python -m tools.gone", "no module tools.gone"),
        ("python -m pytest -m quickly", "no mark quickly"),
        ("python -m pytest tests/gone", "no file tests/gone"),
        ("python -m pip install -c gone.txt .", "no file gone.txt"),
        ("python -m pip install '.[gone]'", "no extra gone"),
        ("marginlab gone", "no command marginlab gone"),
        ("make all", "unknown here: make all"),
    ],
)
def test_what_is_not_there_is_named(run: str, lack: str) -> None:
    assert missing(shlex.split(run)) == [lack]


def test_a_workflow_calls_only_others_that_are_there() -> None:
    called = [
        job["uses"]
        for path in WORKFLOWS
        for job in workflow(path)["jobs"].values()
        if "uses" in job
    ]
    assert called
    assert not [name for name in called if not (ROOT / name).is_file()]


def test_workflows_agree_on_the_version_of_an_action() -> None:
    used = {step["uses"] for path in WORKFLOWS for step in steps(path) if "uses" in step}
    names = [action.partition("@")[0] for action in used]
    assert len(names) == len(set(names)), sorted(used)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_job_may_only_read_and_comes_to_an_end(path: Path) -> None:
    made = workflow(path)
    assert made["permissions"] == {"contents": "read"}
    running = {name for name, job in made["jobs"].items() if "run" in str(job.get("steps"))}
    assert not [name for name in running if "timeout-minutes" not in made["jobs"][name]]


def pythons(name: str) -> list[list[str]]:
    """The versions of Python that a workflow tries, a list for each of its jobs."""
    jobs = workflow(HOSTED / "workflows" / f"{name}.yml")["jobs"]
    return [job["strategy"]["matrix"]["python"] for job in jobs.values()]


def test_every_python_that_is_promised_is_tried() -> None:
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    for versions in pythons("quick") + pythons("newest"):
        assert versions[0] == oldest
    promised = [
        re.search(r"Python :: (3\.\d+)$", told) for told in PROJECT["project"]["classifiers"]
    ]
    assert {found[1] for found in promised if found} <= {*pythons("quick")[0]}


def test_the_licences_of_the_package_are_files_in_it() -> None:
    project = PROJECT["project"]
    assert project["license"] == "MIT AND CC-BY-4.0"
    first = [(ROOT / name).read_text("utf-8") for name in project["license-files"]]
    assert first[0].startswith("MIT License")
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in first[1]
